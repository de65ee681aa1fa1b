/** The line editor of filter and commands; a filter applies as soon as it is right. */
import type { LiveState } from '../live/model.js';
import { complete } from './commands/complete.js';
import { EDITS, type Edited, type EditKind } from './line-edit.js';
import { viewOf } from './lists/index.js';
import { listState, withList } from './lists/state.js';
import { clamp } from './selection.js';
import type { Prompt, UiState } from './ui.js';

const MAX_CHARS = 200;

/** The prompt starts with the filter there is, and a command with nothing. */
export function openPrompt(ui: UiState, kind: Prompt['kind']): UiState {
  const { filter } = listState(ui);
  const text = kind === 'filter' ? filter : '';
  return {
    ...ui,
    page: kind === 'filter' ? 'main' : ui.page,
    picker: null,
    prompt: { kind, text, cursor: text.length, error: null, before: filter },
  };
}

/** Leaving a prompt takes back what it has done. */
export function leavePrompt(ui: UiState, prompt: Prompt): UiState {
  return withList({ ...ui, prompt: null }, { filter: prompt.before });
}

export function editPrompt(ui: UiState, edit: EditKind): UiState {
  return ui.prompt === null ? ui : withText(ui, ui.prompt, EDITS[edit](ui.prompt));
}

export function insertText(ui: UiState, inserted: string): UiState {
  if (ui.prompt === null) return ui;
  const { text, cursor } = ui.prompt;
  if (text.length + inserted.length > MAX_CHARS) return ui;
  return withText(ui, ui.prompt, [text.slice(0, cursor) + inserted + text.slice(cursor), cursor + inserted.length]);
}

export function completePrompt(ui: UiState, live: LiveState): UiState {
  if (ui.prompt?.kind !== 'command') return ui;
  const { text } = complete(ui.prompt.text, ui, live);
  return withText(ui, ui.prompt, [text, text.length]);
}

function withText(ui: UiState, prompt: Prompt, [text, cursor]: Edited): UiState {
  const at = clamp(cursor, 0, text.length);
  if (text === prompt.text) return { ...ui, prompt: { ...prompt, cursor: at } };
  if (prompt.kind === 'command') return { ...ui, prompt: { ...prompt, text, cursor: at, error: null } };
  const error = viewOf(ui).filterError(text);
  const typed: UiState = { ...ui, prompt: { ...prompt, text, cursor: at, error } };
  return error === null ? withList(typed, { filter: text.trim() }) : typed;
}
