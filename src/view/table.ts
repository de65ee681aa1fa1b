/** The table of a list: titles and the rows that are on the screen, no others. */
import type { LiveState } from '../live/model.js';
import { type PlacedColumn, placeColumns } from './columns/layout.js';
import type { CellContext } from './columns/model.js';
import { fitLine, type Line, type Span, selectLine, span } from './line.js';
import { viewOf } from './lists/index.js';
import type { List } from './lists/model.js';
import { listState } from './lists/state.js';
import { selectedIndexOf } from './selection.js';
import type { Glyphs } from './theme.js';
import { shownState, type UiState } from './ui.js';

/** Cells before the first column: the signs of the selected row and of a tagged one. */
export const MARK_CELLS = 2;

export function columnsFor(ui: UiState, cells: number): readonly PlacedColumn[] {
  const { hiddenColumns, columnOffset } = listState(ui);
  const shown = viewOf(ui).columns.filter(({ id }) => !hiddenColumns.has(id));
  return placeColumns(shown, cells - MARK_CELLS, viewOf(ui).folds ? 0 : columnOffset);
}

export interface TableArea {
  readonly rows: number;
  readonly cells: number;
  readonly glyphs: Glyphs;
  /** Absent: the selected row is marked. */
  readonly selection?: false;
}

/** Titles and at most `rows` − 1 rows, each `cells` wide. */
export function tableLines(
  live: LiveState,
  ui: UiState,
  list: List,
  { rows, cells, glyphs, selection }: TableArea,
): readonly Line[] {
  const placed = columnsFor(ui, cells);
  const { frame } = shownState(live, ui);
  const state = listState(ui);
  const stale = frame !== null && frame.probe.status !== 'live' && frame.probe.status !== 'unavailable';
  const context: CellContext = { units: ui.units, glyphs, stale, isTurned: id => state.turned.has(id) };
  const selected = selection === false ? -1 : selectedIndexOf(list, state);
  const lines: Line[] = [titles(placed, ui, glyphs, cells)];
  for (let index = state.top; index < Math.min(list.length, state.top + rows - 1); index += 1) {
    const tagged = state.tagged.has(list.idAt(index) ?? '');
    const line = [
      index === selected ? span(glyphs.selected, 'active') : span(' '),
      tagged ? span(glyphs.tag, 'tag') : span(' '),
      ...list.line(index, placed, context),
    ];
    lines.push(index === selected ? selectLine(fitLine(line, cells)) : line);
  }
  return lines;
}

function titles(placed: readonly PlacedColumn[], ui: UiState, glyphs: Glyphs, cells: number): Line {
  const { sort } = listState(ui);
  const line: Span[] = [span(' '.repeat(MARK_CELLS))];
  placed.forEach(({ column, cells: width }, index) => {
    if (index > 0) line.push(span(' '));
    const sorted = column.id === sort.column;
    const arrow = sort.descending ? glyphs.descending : glyphs.ascending;
    const title = column.title(ui.units, glyphs, width);
    const text = sorted && title.trim() !== '' ? `${title}${arrow}` : title;
    line.push(...fitLine([span(text, sorted ? 'active' : 'heading')], width, { align: column.align, ascii: glyphs.ascii }));
  });
  return fitLine(line, cells);
}
