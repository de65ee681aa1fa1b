/** Lines of styled text: what a view gives and a theme paints. */
import type { Role } from './theme.js';
import { clipText, displayable, textCells } from './width.js';

export interface Span {
  readonly text: string;
  readonly style: Role;
  /** Part of the selected row. */
  readonly selected?: boolean;
}

export type Line = readonly Span[];

export type Align = 'left' | 'right';

export interface FitOptions {
  readonly align?: Align;
  /** One cell; ends a text that was cut. */
  readonly ellipsis?: string;
  readonly ascii?: boolean;
}

export function span(text: string, style: Role = 'plain'): Span {
  return { text, style };
}

export function lineCells(line: Line): number {
  let cells = 0;
  for (const { text } of line) cells += textCells(displayable(text));
  return cells;
}

/** The same line exactly `cells` wide: made displayable, cut with an ellipsis or padded. The only way onto the screen. */
export function fitLine(line: Line, cells: number, { align = 'left', ellipsis = '', ascii = false }: FitOptions = {}): Line {
  if (cells <= 0) return [];
  const total = lineCells(line);
  const room = total > cells ? Math.max(0, cells - ellipsis.length) : cells;
  const out: Span[] = [];
  let used = 0;
  for (const part of line) {
    const text = clipText(displayable(part.text, ascii), room - used);
    if (text === '') continue;
    used += textCells(text);
    out.push({ ...part, text });
    if (used >= room) break;
  }
  const last = out.at(-1);
  if (total > cells && ellipsis !== '') {
    out.push({ ...(last ?? span('')), text: ellipsis });
    used += ellipsis.length;
  }
  const blank = { text: ' '.repeat(cells - used), style: 'plain', ...(last?.selected ? { selected: true } : {}) } as const;
  if (blank.text !== '') align === 'left' ? out.push(blank) : out.unshift(blank);
  return out;
}

/** `left` and `right` on one line of `cells`; where both don't fitLine, the right one stays and the left one is cut. */
export function justify(left: Line, right: Line, cells: number, options: FitOptions = {}): Line {
  const rightCells = Math.min(lineCells(right), cells);
  return [...fitLine(left, cells - rightCells, options), ...fitLine(right, rightCells, options)];
}

export function selectLine(line: Line): Line {
  return line.map(part => ({ ...part, selected: true }));
}

/** As many of `parts`, the first ones first, as fit; joined by `gap`. */
export function joinFitting(parts: readonly Line[], gap: Span, cells: number): Line {
  const out: Span[] = [];
  let used = 0;
  for (const part of parts) {
    const size = lineCells(part) + (out.length === 0 ? 0 : textCells(gap.text));
    if (used + size > cells) break;
    if (out.length > 0) out.push(gap);
    out.push(...part);
    used += size;
  }
  return out;
}

/** The characters of a line, without style. */
export function plainText(line: Line): string {
  return line.map(part => part.text).join('');
}
