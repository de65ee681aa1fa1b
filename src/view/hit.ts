/** What a click means: a row selects, a title sorts. */
import type { LiveState } from '../live/model.js';
import type { UiAction } from './actions.js';
import { layoutOf } from './layout.js';
import { columnsFor, MARK_CELLS } from './table.js';
import type { UiState } from './ui.js';
import { visibleRows } from './visible.js';

/** Cells count from 0 at the top left. Null where a click does nothing. */
export function clickAction(live: LiveState, ui: UiState, at: { readonly x: number; readonly y: number }): UiAction | null {
  const layout = layoutOf(ui);
  if (layout === null || ui.page !== 'main' || ui.picker !== null) return null;
  const line = at.y - layout.table.top;
  if (line < 0 || line >= layout.table.rows) return null;
  if (line === 0) {
    const x = at.x - MARK_CELLS;
    const hit = columnsFor(ui, layout.cols).find(({ left, cells }) => x >= left && x < left + cells);
    return hit?.column.sortKey === undefined ? null : { type: 'sort-by', column: hit.column.id };
  }
  const row = visibleRows(live, ui)[ui.top + line - 1];
  return row === undefined ? null : { type: 'select', id: row.id };
}
