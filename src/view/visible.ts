/** The rows that the table holds: filtered and sorted, once per frame and not once per key. */
import type { LiveState } from '../live/model.js';
import { type Row, rowsOf } from './rows.js';
import { sortRows } from './sort.js';
import { shownState, type UiState } from './ui.js';

interface Memo {
  readonly inputs: readonly unknown[];
  readonly rows: readonly Row[];
}

/** The last result: a function of its inputs, which are immutable, so identity is enough. */
let memo: Memo = { inputs: [], rows: [] };

export function visibleRows(live: LiveState, ui: UiState): readonly Row[] {
  const { inventory, frame } = shownState(live, ui);
  const inputs = [inventory, frame, ui.filter, ui.sort.column, ui.sort.descending, ui.units.rate];
  if (inputs.length === memo.inputs.length && inputs.every((input, index) => input === memo.inputs[index])) return memo.rows;
  const all = rowsOf(inventory);
  const matching = ui.filter.text === '' ? all : all.filter(row => ui.filter.matches(row, frame?.pairs.get(row.id) ?? null));
  const rows = sortRows(matching, frame, ui.sort, ui.units);
  memo = { inputs, rows };
  return rows;
}

/** Index of the selected row, or of the one nearest to where it was; -1 without rows. */
export function selectedIndexOf(rows: readonly Row[], ui: UiState): number {
  if (rows.length === 0) return -1;
  if (ui.selectedId === null) return 0;
  // Most frames leave the row where it was.
  if (rows[ui.selectedIndex]?.id === ui.selectedId) return ui.selectedIndex;
  const found = rows.findIndex(row => row.id === ui.selectedId);
  return found >= 0 ? found : Math.min(ui.selectedIndex, rows.length - 1);
}

export function selectedRow(rows: readonly Row[], ui: UiState): Row | null {
  return rows[selectedIndexOf(rows, ui)] ?? null;
}
