/** Moving through rows, pages and lists. */
import type { LiveState } from '../live/model.js';
import type { UiAction } from './actions.js';
import { layoutOf, tableRows } from './layout.js';
import { viewOf } from './lists/index.js';
import type { List } from './lists/model.js';
import type { ListState } from './lists/state.js';
import { listState, withList } from './lists/state.js';
import type { Subject } from './subject.js';
import type { UiState } from './ui.js';

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

/** Index of the selected row, or of the one nearest to where it was; -1 without rows. */
export function selectedIndexOf(list: List, { selectedId, selectedIndex }: ListState): number {
  if (list.length === 0) return -1;
  if (selectedId === null) return 0;
  // Most frames leave the row where it was.
  if (list.idAt(selectedIndex) === selectedId) return selectedIndex;
  for (let index = 0; index < list.length; index += 1) if (list.idAt(index) === selectedId) return index;
  return Math.min(selectedIndex, list.length - 1);
}

/** What the selected row is about; null: nothing that could be changed. */
export function selectedSubject(ui: UiState, live: LiveState): Subject | null {
  const list = viewOf(ui).list(live, ui);
  return list.subject(selectedIndexOf(list, listState(ui)));
}

/** What the tagged rows are about; the selected one's where none is tagged. */
export function chosenSubjects(ui: UiState, live: LiveState): readonly Subject[] {
  const { tagged } = listState(ui);
  const list = viewOf(ui).list(live, ui);
  const subjects = list.subjects(tagged);
  const selected = selectedSubject(ui, live);
  return subjects.length > 0 || selected === null ? subjects : [selected];
}

/** Whoever moves is no longer following. */
export function moveSelection(ui: UiState, move: Move, live: LiveState): UiState {
  const list = viewOf(ui).list(live, ui);
  const from = selectedIndexOf(list, listState(ui));
  if (from < 0) return ui;
  const index = stepped(from, move, list.length, pageRows(ui) - 1);
  return withList(ui, { selectedId: list.idAt(index), selectedIndex: index, following: false });
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

/**
 * The selection on a row that exists, and that row on the screen. A row that is followed is waited for when it vanishes,
 * and keeps its place on the screen.
 */
export function keepSelection(ui: UiState, live: LiveState): UiState {
  const list = viewOf(ui).list(live, ui);
  const state = listState(ui);
  const index = Math.max(0, selectedIndexOf(list, state));
  const waiting = state.selectedId === null || state.following || list.length === 0;
  const selectedId = waiting ? state.selectedId : list.idAt(index);
  const page = pageRows(ui);
  const wanted = state.following ? state.top + index - state.selectedIndex : clamp(state.top, index - page + 1, index);
  const top = clamp(clamp(wanted, index - page + 1, index), 0, Math.max(0, list.length - page));
  if (selectedId === state.selectedId && index === state.selectedIndex && top === state.top) return ui;
  return withList(ui, { selectedId, selectedIndex: index, top });
}
