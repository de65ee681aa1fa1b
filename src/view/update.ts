/** The reducer: what an action makes of the screen's state. Pure; the selection follows the row, not its number. */
import type { LiveState } from '../live/model.js';
import type { Direction, UiAction } from './actions.js';
import { scrollLimit } from './columns/layout.js';
import { inForm, openOn, READONLY } from './forms/open.js';
import { VIEWS, viewOf } from './lists/index.js';
import { listState, NOTHING, toggled, VIEW_IDS, withList } from './lists/state.js';
import { pageLength } from './page.js';
import { choicesOf, openPicker, PICKERS } from './picker.js';
import { completePrompt, editPrompt, insertText, leavePrompt, openPrompt } from './prompt.js';
import { clamp, keepSelection, type Move, moveSelection, scrollPage, selectedIndexOf, stepped } from './selection.js';
import { usualSort } from './sort.js';
import type { PickerKind, UiState } from './ui.js';
import { RATE_UNITS, type RateUnit } from './units.js';

export function update(ui: UiState, action: UiAction, live: LiveState): UiState {
  const quiet = ui.notice === null || action.type === 'sync' ? ui : { ...ui, notice: null };
  return keepSelection(inForm(quiet, action, live) ?? step(quiet, action, live), live);
}

function step(ui: UiState, action: UiAction, live: LiveState): UiState {
  switch (action.type) {
    case 'move':
      return move(ui, action, live);
    case 'sideways':
      return sideways(ui, action.direction, live);
    case 'view':
      return show(ui, action.view);
    case 'view-step':
      return show(ui, VIEW_IDS.at((VIEW_IDS.indexOf(ui.view) + action.direction) % VIEW_IDS.length) ?? ui.view);
    case 'open':
      return open(ui, live);
    case 'fold':
      return fold(ui, live);
    case 'back':
      return back(ui);
    case 'accept':
      return accept(ui, live);
    case 'cancel':
      return ui.prompt === null ? { ...ui, picker: null } : leavePrompt(ui, ui.prompt);
    case 'prompt':
      return openPrompt(ui, action.kind);
    case 'insert':
      return insertText(ui, action.text);
    case 'edit':
      return editPrompt(ui, action.edit);
    case 'complete':
      return completePrompt(ui, live);
    case 'command-error':
      return ui.prompt === null ? ui : { ...ui, prompt: { ...ui.prompt, error: { at: 0, message: action.message } } };
    case 'filter':
      return viewOf(ui).filterError(action.text) === null ? withList(ui, { filter: action.text.trim() }) : ui;
    case 'pick':
      return pick(ui, action.picker, live);
    case 'sort-column':
      return sortBeside(ui, action.direction);
    case 'sort-by':
      return listState(ui).sort.column === action.column ? reversed(ui) : sorted(ui, action.column);
    case 'reverse-sort':
      return reversed(ui);
    case 'group':
      return viewOf(ui).groups.some(({ id }) => id === action.by) || action.by === null ? withList(ui, { group: action.by }) : ui;
    case 'column':
      return column(ui, action.column);
    case 'tag':
      return tag(ui, live);
    case 'untag':
      return withList(ui, { tagged: NOTHING });
    case 'hide':
      return hide(ui, live);
    case 'unhide':
      return withList(ui, { hidden: NOTHING });
    case 'follow':
      return follow(ui, live);
    case 'classes':
      return { ...ui, view: 'drops', page: 'main', classes: ui.classes === 'all' ? 'loss' : 'all' };
    case 'pause':
      return { ...ui, frozen: ui.frozen === null ? live : null, back: 0 };
    case 'units':
      return { ...ui, units: { ...ui.units, rate: unitAfter(ui.units.rate) } };
    case 'unit':
      return { ...ui, units: { ...ui.units, rate: action.rate } };
    case 'scale':
      return { ...ui, units: { ...ui.units, scale: ui.units.scale === 'si' ? 'iec' : 'si' } };
    case 'theme':
      return { ...ui, theme: action.theme };
    case 'page':
      return { ...ui, page: ui.page === action.page ? 'main' : action.page, pageTop: 0 };
    case 'resize':
      return { ...ui, size: action.size };
    case 'select':
      return withList(ui, { selectedId: action.id, following: false });
    case 'notice':
      return { ...ui, notice: action.text };
    case 'form':
      return openOn(ui, action, live);
    case 'force':
    case 'form-looked':
    case 'form-step':
    case 'form-ended':
    case 'sync':
      return ui;
  }
}

function pick(ui: UiState, kind: PickerKind, live: LiveState): UiState {
  const changes = kind === 'new' || kind === 'edit';
  if (changes && ui.readonly) return { ...ui, notice: READONLY };
  if (choicesOf(ui, { kind }, live).length === 0) return { ...ui, notice: 'there is nothing to choose for this row' };
  return { ...ui, page: 'main', picker: openPicker(ui, kind, live) };
}

function show(ui: UiState, view: UiState['view']): UiState {
  return { ...ui, view, page: 'main', pageTop: 0, picker: null };
}

function move(ui: UiState, action: Move, live: LiveState): UiState {
  const { picker } = ui;
  if (picker !== null) {
    const { length } = choicesOf(ui, picker, live);
    return { ...ui, picker: { ...picker, chosen: stepped(picker.chosen, action, length, length) } };
  }
  return ui.page === 'help' || ui.page === 'events'
    ? scrollPage(ui, action, pageLength(live, ui))
    : moveSelection(ui, action, live);
}

/** Reports that one key goes through, and those of the ten minutes that are always left to see. */
const TIME_STEP = 10;
const MOST_BACK = 540;

/** Time is gone through on a picture that stands still. */
function sideways(ui: UiState, direction: Direction, live: LiveState): UiState {
  if (ui.page === 'detail') {
    if (!viewOf(ui).charted) return ui;
    const frozen = direction < 0 ? (ui.frozen ?? live) : ui.frozen;
    return frozen === null ? ui : { ...ui, frozen, back: clamp(ui.back - direction * TIME_STEP, 0, MOST_BACK) };
  }
  if (viewOf(ui).folds) {
    const list = viewOf(ui).list(live, ui);
    const wanted = direction < 0 ? 'unfolded' : 'folded';
    return list.foldAt(selectedIndexOf(list, listState(ui))) === wanted ? fold(ui, live) : ui;
  }
  const { columns } = viewOf(ui);
  return withList(ui, { columnOffset: clamp(listState(ui).columnOffset + direction, 0, scrollLimit(columns)) });
}

/** Enter folds what can be folded, and opens what can't. */
function open(ui: UiState, live: LiveState): UiState {
  if (ui.page !== 'main') return { ...ui, page: 'main', pageTop: 0 };
  const list = viewOf(ui).list(live, ui);
  const at = selectedIndexOf(list, listState(ui));
  if (at < 0) return ui;
  return list.foldAt(at) === null ? { ...ui, page: 'detail', pageTop: 0 } : fold(ui, live);
}

function fold(ui: UiState, live: LiveState): UiState {
  const list = viewOf(ui).list(live, ui);
  const id = list.idAt(selectedIndexOf(list, listState(ui)));
  return id === null ? ui : withList(ui, { turned: toggled(listState(ui).turned, id), selectedId: id });
}

function back(ui: UiState): UiState {
  if (ui.page !== 'main') return { ...ui, page: 'main', back: 0 };
  return withList(ui, listState(ui).following ? { following: false } : { filter: '' });
}

/** A filter that is wrong stays in the prompt until it is mended or left. */
function accept(ui: UiState, live: LiveState): UiState {
  const { picker, prompt } = ui;
  if (picker !== null) {
    const choice = choicesOf(ui, picker, live)[picker.chosen];
    const chosen = choice === undefined ? ui : step(ui, choice.action, live);
    return PICKERS[picker.kind].stays ? chosen : { ...chosen, picker: null };
  }
  return prompt === null || prompt.error !== null ? ui : { ...ui, prompt: null };
}

function sortBeside(ui: UiState, direction: Direction): UiState {
  const { sortable } = viewOf(ui);
  const at = sortable.findIndex(({ id }) => id === listState(ui).sort.column);
  return sorted(ui, sortable[clamp(at + direction, 0, sortable.length - 1)]?.id);
}

/** The same column again keeps its direction. */
function sorted(ui: UiState, id: string | undefined): UiState {
  const { sortable, columns } = viewOf(ui);
  if (id === undefined || id === listState(ui).sort.column || !sortable.some(one => one.id === id)) return ui;
  return withList(ui, { sort: usualSort(columns, id) });
}

function reversed(ui: UiState): UiState {
  const { sort } = listState(ui);
  return withList(ui, { sort: { ...sort, descending: !sort.descending } });
}

function column(ui: UiState, id: string): UiState {
  const known = VIEWS[ui.view].columns.some(one => one.id === id && one.pinned !== true);
  return known ? withList(ui, { hiddenColumns: toggled(listState(ui).hiddenColumns, id) }) : ui;
}

/** As in other tops: tags, and goes on to the next row. */
function tag(ui: UiState, live: LiveState): UiState {
  const list = viewOf(ui).list(live, ui);
  const at = selectedIndexOf(list, listState(ui));
  const id = list.idAt(at);
  const down: Move = { type: 'move', by: 'row', direction: 1 };
  if (id === null || !list.isRow(at)) return moveSelection(ui, down, live);
  return moveSelection(
    withList(ui, { tagged: toggled(listState(ui).tagged, id), selectedId: id, selectedIndex: at }),
    down,
    live,
  );
}

function hide(ui: UiState, live: LiveState): UiState {
  const list = viewOf(ui).list(live, ui);
  const { tagged, hidden } = listState(ui);
  const at = selectedIndexOf(list, listState(ui));
  const id = list.isRow(at) ? list.idAt(at) : null;
  const gone = tagged.size > 0 ? [...tagged] : id === null ? [] : [id];
  if (gone.length === 0) return { ...ui, notice: 'there is no row to hide here' };
  const count = hidden.size + gone.length;
  const notice = `${count} hidden; :unhide shows ${count === 1 ? 'it' : 'them'} again`;
  return { ...withList(ui, { hidden: new Set([...hidden, ...gone]), tagged: NOTHING, following: false }), notice };
}

function follow(ui: UiState, live: LiveState): UiState {
  const list = viewOf(ui).list(live, ui);
  const state = listState(ui);
  const at = selectedIndexOf(list, state);
  if (at < 0) return ui;
  return withList(ui, { selectedId: list.idAt(at), selectedIndex: at, following: !state.following });
}

function unitAfter(unit: RateUnit): RateUnit {
  return RATE_UNITS[(RATE_UNITS.indexOf(unit) + 1) % RATE_UNITS.length] ?? unit;
}
