/** What a click means: a tab shows its view, a row selects, a selected branch folds, a title sorts. */
import type { LiveState } from '../live/model.js';
import type { UiAction } from './actions.js';
import { tabAt } from './header.js';
import { layoutOf } from './layout.js';
import { viewOf } from './lists/index.js';
import { listState } from './lists/state.js';
import { columnsFor, MARK_CELLS } from './table.js';
import { UNICODE_GLYPHS } from './theme.js';
import type { UiState } from './ui.js';

/** Cells count from 0 at the top left. Null where a click does nothing. */
export function clickAction(live: LiveState, ui: UiState, at: { readonly x: number; readonly y: number }): UiAction | null {
  const layout = layoutOf(ui);
  if (layout === null || ui.picker !== null || ui.form !== null) return null;
  const list = viewOf(ui).list(live, ui);
  if (at.y === layout.headerRows - 1) {
    // Every set of glyphs has the same widths here.
    const view = tabAt(live, ui, list, UNICODE_GLYPHS, layout.cols, at.x);
    return view === null ? null : { type: 'view', view };
  }
  if (ui.page !== 'main') return null;
  const line = at.y - layout.table.top;
  if (line < 0 || line >= layout.table.rows) return null;
  if (line === 0) {
    const x = at.x - MARK_CELLS;
    const hit = columnsFor(ui, layout.cols).find(({ left, cells }) => x >= left && x < left + cells);
    const sortable = viewOf(ui).sortable.some(({ id }) => id === hit?.column.id);
    return hit === undefined || !sortable ? null : { type: 'sort-by', column: hit.column.id };
  }
  const index = listState(ui).top + line - 1;
  const id = list.idAt(index);
  if (id === null) return null;
  return id === listState(ui).selectedId && list.foldAt(index) !== null ? { type: 'fold' } : { type: 'select', id };
}
