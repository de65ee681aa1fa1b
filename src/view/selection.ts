/** Moving through rows, pages and lists. */
import type { LiveState } from '../live/model.js';
import type { UiAction } from './actions.js';
import { layoutOf, tableRows } from './layout.js';
import type { UiState } from './ui.js';
import { selectedIndexOf, visibleRows } from './visible.js';

export type Move = Extract<UiAction, { type: 'move' }>;

export function clamp(value: number, least: number, greatest: number): number {
  return Math.max(least, Math.min(greatest, value));
}

/** Where a move leads in a list of `length`, `page` of which are on the screen. */
export function stepped(from: number, { by, direction }: Move, length: number, page: number): number {
  const last = Math.max(0, length - 1);
  if (by === 'end') return direction < 0 ? 0 : last;
  return clamp(from + direction * (by === 'page' ? Math.max(1, page) : 1), 0, last);
}

export function moveSelection(ui: UiState, move: Move, live: LiveState): UiState {
  const rows = visibleRows(live, ui);
  const from = selectedIndexOf(rows, ui);
  if (from < 0) return ui;
  const index = stepped(from, move, rows.length, pageRows(ui) - 1);
  return { ...ui, selectedId: rows[index]?.id ?? null, selectedIndex: index };
}

/** The view cuts at the end of the page, which only it knows. */
export function scrollPage(ui: UiState, move: Move, lines: number): UiState {
  const page = layoutOf(ui)?.body.rows ?? 1;
  const last = Math.max(0, lines - page);
  const by =
    move.by === 'end' ? (move.direction < 0 ? 0 : last) : ui.pageTop + move.direction * (move.by === 'page' ? page - 1 : 1);
  return { ...ui, pageTop: clamp(by, 0, last) };
}

function pageRows(ui: UiState): number {
  const layout = layoutOf(ui);
  return layout === null ? 1 : Math.max(1, tableRows(layout));
}

/** The selection on a row that exists, and that row on the screen. */
export function keepSelection(ui: UiState, live: LiveState): UiState {
  const rows = visibleRows(live, ui);
  const index = Math.max(0, selectedIndexOf(rows, ui));
  const selectedId = ui.selectedId === null || rows.length === 0 ? ui.selectedId : (rows[index]?.id ?? null);
  const page = pageRows(ui);
  const top = clamp(clamp(ui.top, index - page + 1, index), 0, Math.max(0, rows.length - page));
  if (selectedId === ui.selectedId && index === ui.selectedIndex && top === ui.top) return ui;
  return { ...ui, selectedId, selectedIndex: index, top };
}
