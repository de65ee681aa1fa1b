/** A text table: columns as wide as their widest cell. */
import { type Line, lineCells, type Span, span } from '../view/line.js';
import type { Glyphs } from '../view/theme.js';

export interface TableColumn<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** null: unknown. */
  readonly cell: (row: Row) => Line | string | null;
}

const GAP = '  ';

function toLine(cell: Line | string | null, glyphs: Glyphs): Line {
  if (cell === null) return [span(glyphs.unknown, 'dim')];
  return typeof cell === 'string' ? [span(cell)] : cell;
}

export function padLine(line: Line, cells: number, align: 'left' | 'right' = 'left'): Line {
  const missing = cells - lineCells(line);
  if (missing <= 0) return line;
  const blank = span(' '.repeat(missing));
  return align === 'left' ? [...line, blank] : [blank, ...line];
}

/** Titles and one line per row; nothing where there are no rows. */
export function tableLines<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[], glyphs: Glyphs): readonly Line[] {
  if (rows.length === 0) return [];
  const cells = [
    columns.map((column): Line => [span(column.title, 'heading')]),
    ...rows.map(row => columns.map(column => toLine(column.cell(row), glyphs))),
  ];
  const widths = columns.map((_, index) => cells.reduce((widest, line) => Math.max(widest, lineCells(line[index] ?? [])), 0));
  return cells.map(line =>
    line.flatMap((cell, index): Span[] => {
      const padded = padLine(cell, widths[index] ?? 0, columns[index]?.align);
      return index === 0 ? [...padded] : [span(GAP), ...padded];
    }),
  );
}
