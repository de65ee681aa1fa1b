/** The line editor of the filter; the filter applies as soon as it is right. */
import type { UiAction } from './actions.js';
import { parseFilter } from './filter.js';
import { clamp } from './selection.js';
import type { Prompt, UiState } from './ui.js';

const MAX_CHARS = 200;

type Edited = readonly [text: string, cursor: number];
type EditKind = Extract<UiAction, { type: 'edit' }>['edit'];

const EDITS: Readonly<Record<EditKind, (prompt: Prompt) => Edited>> = {
  backspace: ({ text, cursor }) => [text.slice(0, Math.max(0, cursor - 1)) + text.slice(cursor), cursor - 1],
  delete: ({ text, cursor }) => [text.slice(0, cursor) + text.slice(cursor + 1), cursor],
  clear: () => ['', 0],
  left: ({ text, cursor }) => [text, cursor - 1],
  right: ({ text, cursor }) => [text, cursor + 1],
  home: ({ text }) => [text, 0],
  end: ({ text }) => [text, text.length],
};

export function openPrompt(ui: UiState): UiState {
  const { text } = ui.filter;
  return { ...ui, page: 'main', prompt: { text, cursor: text.length, error: null, before: ui.filter } };
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

function withText(ui: UiState, prompt: Prompt, [text, cursor]: Edited): UiState {
  const at = clamp(cursor, 0, text.length);
  if (text === prompt.text) return { ...ui, prompt: { ...prompt, cursor: at } };
  const parsed = parseFilter(text);
  if (!parsed.ok) return { ...ui, prompt: { ...prompt, text, cursor: at, error: parsed.error } };
  return { ...ui, filter: parsed.filter, prompt: { ...prompt, text, cursor: at, error: null } };
}
