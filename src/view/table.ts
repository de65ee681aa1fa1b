/** The table of pairs: titles and the rows that are on the screen, no others. */
import type { LiveState } from '../live/model.js';
import { COLUMNS } from './columns/index.js';
import { type PlacedColumn, placeColumns } from './columns/layout.js';
import type { CellContext } from './columns/model.js';
import { fitLine, type Line, type Span, selectLine, span } from './line.js';
import type { Row } from './rows.js';
import type { Glyphs } from './theme.js';
import { shownState, type UiState } from './ui.js';
import { selectedIndexOf } from './visible.js';

/** Cells before the first column, for the sign of the selected row. */
export const MARK_CELLS = 1;

export function columnsFor(ui: UiState, cells: number): readonly PlacedColumn[] {
  return placeColumns(COLUMNS, cells - MARK_CELLS, ui.columnOffset);
}

/** Titles and at most `rows` − 1 rows, each `cells` wide. */
export function tableLines(
  live: LiveState,
  ui: UiState,
  visible: readonly Row[],
  { rows, cells, glyphs }: { readonly rows: number; readonly cells: number; readonly glyphs: Glyphs },
): readonly Line[] {
  const placed = columnsFor(ui, cells);
  const { frame } = shownState(live, ui);
  const stale = frame !== null && frame.probe.status !== 'live' && frame.probe.status !== 'unavailable';
  const context: CellContext = { units: ui.units, glyphs, stale };
  const selected = selectedIndexOf(visible, ui);
  const lines: Line[] = [titles(placed, ui, glyphs, cells)];
  for (let index = ui.top; index < Math.min(visible.length, ui.top + rows - 1); index += 1) {
    const row = visible[index];
    if (row === undefined) break;
    const line = rowLine(row, frame?.pairs.get(row.id) ?? null, placed, context, index === selected);
    lines.push(index === selected ? selectLine(fitLine(line, cells)) : line);
  }
  return lines;
}

function titles(placed: readonly PlacedColumn[], ui: UiState, glyphs: Glyphs, cells: number): Line {
  const line: Span[] = [span(' '.repeat(MARK_CELLS))];
  placed.forEach(({ column, cells: width }, index) => {
    if (index > 0) line.push(span(' '));
    const sorted = column.id === ui.sort.column;
    const arrow = ui.sort.descending ? glyphs.descending : glyphs.ascending;
    const title = column.title(ui.units, glyphs, width);
    const text = sorted && title.trim() !== '' ? `${title}${arrow}` : title;
    line.push(...fitLine([span(text, sorted ? 'active' : 'heading')], width, { align: column.align, ascii: glyphs.ascii }));
  });
  return fitLine(line, cells);
}

function rowLine(
  row: Row,
  rate: Parameters<PlacedColumn['column']['cell']>[1],
  placed: readonly PlacedColumn[],
  context: CellContext,
  selected: boolean,
): Line {
  const { glyphs } = context;
  const line: Span[] = [selected ? span(glyphs.selected, 'active') : span(' '.repeat(MARK_CELLS))];
  const options = { ellipsis: glyphs.ellipsis, ascii: glyphs.ascii };
  placed.forEach(({ column, cells }, index) => {
    if (index > 0) line.push(span(' '));
    line.push(...fitLine(column.cell(row, rate, context, cells), cells, { ...options, align: column.align }));
  });
  return line;
}
