/** The reducer: what an action makes of the screen's state. Pure; the selection follows the pair, not the row number. */
import type { LiveState } from '../live/model.js';
import type { Direction, UiAction } from './actions.js';
import { COLUMNS, SORTABLE } from './columns/index.js';
import { scrollLimit } from './columns/layout.js';
import { NO_FILTER } from './filter.js';
import { pageLength } from './page.js';
import { editPrompt, insertText, openPrompt } from './prompt.js';
import { clamp, keepSelection, type Move, moveSelection, scrollPage, stepped } from './selection.js';
import { sortBy } from './sort.js';
import type { UiState } from './ui.js';
import { RATE_UNITS, type RateUnit } from './units.js';

export function update(ui: UiState, action: UiAction, live: LiveState): UiState {
  const quiet = ui.notice === null || action.type === 'sync' ? ui : { ...ui, notice: null };
  return keepSelection(step(quiet, action, live), live);
}

function step(ui: UiState, action: UiAction, live: LiveState): UiState {
  switch (action.type) {
    case 'move':
      return move(ui, action, live);
    case 'scroll-columns':
      return { ...ui, columnOffset: clamp(ui.columnOffset + action.direction, 0, scrollLimit(COLUMNS)) };
    case 'open':
      return { ...ui, page: ui.page === 'main' ? 'detail' : 'main', pageTop: 0 };
    case 'back':
      return ui.page === 'main' ? { ...ui, filter: NO_FILTER } : { ...ui, page: 'main' };
    case 'accept':
      return accept(ui);
    case 'cancel':
      return ui.prompt === null ? { ...ui, picker: null } : { ...ui, filter: ui.prompt.before, prompt: null };
    case 'edit-filter':
      return openPrompt(ui);
    case 'insert':
      return insertText(ui, action.text);
    case 'edit':
      return editPrompt(ui, action.edit);
    case 'pick-sort':
      return { ...ui, page: 'main', picker: Math.max(0, sortPosition(ui)) };
    case 'sort-column':
      return sortBeside(ui, action.direction);
    case 'sort-by':
      return ui.sort.column === action.column ? reversed(ui) : sorted(ui, action.column);
    case 'reverse-sort':
      return reversed(ui);
    case 'pause':
      return { ...ui, frozen: ui.frozen === null ? live : null };
    case 'units':
      return { ...ui, units: { ...ui.units, rate: unitAfter(ui.units.rate) } };
    case 'scale':
      return { ...ui, units: { ...ui.units, scale: ui.units.scale === 'si' ? 'iec' : 'si' } };
    case 'page':
      return { ...ui, page: ui.page === action.page ? 'main' : action.page, pageTop: 0 };
    case 'resize':
      return { ...ui, size: action.size };
    case 'select':
      return { ...ui, selectedId: action.id };
    case 'notice':
      return { ...ui, notice: action.text };
    case 'sync':
      return ui;
  }
}

function move(ui: UiState, action: Move, live: LiveState): UiState {
  if (ui.picker !== null) return { ...ui, picker: stepped(ui.picker, action, SORTABLE.length, SORTABLE.length) };
  return ui.page === 'help' || ui.page === 'events'
    ? scrollPage(ui, action, pageLength(live, ui))
    : moveSelection(ui, action, live);
}

/** A filter that is wrong stays in the prompt until it is mended or left. */
function accept(ui: UiState): UiState {
  if (ui.picker !== null) return { ...sorted(ui, SORTABLE[ui.picker]?.id), picker: null };
  return ui.prompt === null || ui.prompt.error !== null ? ui : { ...ui, prompt: null };
}

function sortPosition(ui: UiState): number {
  return SORTABLE.findIndex(column => column.id === ui.sort.column);
}

function sortBeside(ui: UiState, direction: Direction): UiState {
  return sorted(ui, SORTABLE[clamp(sortPosition(ui) + direction, 0, SORTABLE.length - 1)]?.id);
}

/** The same column again keeps its direction. */
function sorted(ui: UiState, column: string | undefined): UiState {
  if (column === undefined || column === ui.sort.column) return ui;
  return SORTABLE.some(({ id }) => id === column) ? { ...ui, sort: sortBy(column) } : ui;
}

function reversed(ui: UiState): UiState {
  return { ...ui, sort: { ...ui.sort, descending: !ui.sort.descending } };
}

function unitAfter(unit: RateUnit): RateUnit {
  return RATE_UNITS[(RATE_UNITS.indexOf(unit) + 1) % RATE_UNITS.length] ?? unit;
}
