/** Keys while something is typed or chosen. */
import type { Binding } from './model.js';

type Key = Omit<Binding, 'mode' | 'group' | 'command'>;

function keys(mode: Binding['mode'], group: Binding['group'], bindings: readonly Key[]): readonly Binding[] {
  return bindings.map(binding => ({ ...binding, mode, group }));
}

const ANYWHERE: readonly Key[] = [
  { keys: ['C-z'], action: { type: 'suspend' }, help: 'suspend' },
  { keys: ['C-l'], action: { type: 'redraw' }, help: 'draw the screen anew' },
];

const EDITING: readonly Key[] = [
  { keys: ['backspace'], action: { type: 'edit', edit: 'backspace' }, help: 'delete backwards' },
  { keys: ['delete'], action: { type: 'edit', edit: 'delete' }, help: 'delete forwards' },
  { keys: ['C-u'], action: { type: 'edit', edit: 'clear' }, help: 'delete all' },
  { keys: ['left'], action: { type: 'edit', edit: 'left' }, help: 'cursor left' },
  { keys: ['right'], action: { type: 'edit', edit: 'right' }, help: 'cursor right' },
  { keys: ['home', 'C-a'], action: { type: 'edit', edit: 'home' }, help: 'cursor to the start' },
  { keys: ['end', 'C-e'], action: { type: 'edit', edit: 'end' }, help: 'cursor to the end' },
];

export const PROMPT_KEYS: readonly Binding[] = [
  ...keys('prompt', 'List', [
    { keys: ['enter'], action: { type: 'accept' }, help: 'keep the filter, or run the command', footer: 'ok' },
    { keys: ['escape'], action: { type: 'cancel' }, help: 'leave it', footer: 'cancel' },
    { keys: ['tab'], action: { type: 'complete' }, help: 'complete', footer: 'complete' },
    ...EDITING,
  ]),
  ...keys('prompt', 'Move', [
    { keys: ['up'], action: { type: 'move', by: 'row', direction: -1 }, help: 'one row up' },
    { keys: ['down'], action: { type: 'move', by: 'row', direction: 1 }, help: 'one row down' },
  ]),
  ...keys('prompt', 'Session', [{ keys: ['f10', 'C-c'], action: { type: 'quit' }, help: 'quit' }, ...ANYWHERE]),
];

export const FORM_KEYS: readonly Binding[] = [
  ...keys('form', 'Change', [
    { keys: ['enter'], action: { type: 'accept' }, help: 'show the plan', footer: 'plan' },
    { keys: ['escape'], action: { type: 'cancel' }, help: 'leave it', footer: 'cancel' },
    { keys: ['tab', 'down'], action: { type: 'move', by: 'row', direction: 1 }, help: 'next field', footer: 'next' },
    { keys: ['S-tab', 'up'], action: { type: 'move', by: 'row', direction: -1 }, help: 'field before' },
    { keys: ['pageup'], action: { type: 'move', by: 'end', direction: -1 }, help: 'first field' },
    { keys: ['pagedown'], action: { type: 'move', by: 'end', direction: 1 }, help: 'last field' },
    { keys: ['right'], action: { type: 'edit', edit: 'right' }, help: 'cursor right; at the end: complete', footer: 'complete' },
    { keys: ['C-u'], action: { type: 'edit', edit: 'clear' }, help: 'delete all', footer: 'empty' },
    ...EDITING.filter(({ action }) => action.type === 'edit' && action.edit !== 'clear' && action.edit !== 'right'),
  ]),
  ...keys('form', 'Session', [{ keys: ['f10', 'C-c'], action: { type: 'quit' }, help: 'quit', footer: 'quit' }, ...ANYWHERE]),
];

export const PLAN_KEYS: readonly Binding[] = [
  ...keys('plan', 'Change', [
    { keys: ['enter', 'y'], action: { type: 'accept' }, help: 'run it' },
    { keys: ['escape', 'n', 'q'], action: { type: 'cancel' }, help: 'leave it; stop what runs' },
    { keys: ['f'], action: { type: 'force' }, help: 'go past what can be gone past' },
  ]),
  ...keys('plan', 'Move', [
    { keys: ['up', 'k'], action: { type: 'move', by: 'row', direction: -1 }, help: 'one line up' },
    { keys: ['down', 'j'], action: { type: 'move', by: 'row', direction: 1 }, help: 'one line down', footer: 'scroll' },
    { keys: ['pageup'], action: { type: 'move', by: 'page', direction: -1 }, help: 'one page up' },
    { keys: ['pagedown'], action: { type: 'move', by: 'page', direction: 1 }, help: 'one page down' },
  ]),
  ...keys('plan', 'Session', [{ keys: ['f10', 'C-c'], action: { type: 'quit' }, help: 'quit', footer: 'quit' }, ...ANYWHERE]),
];

export const PICKER_KEYS: readonly Binding[] = [
  ...keys('picker', 'List', [
    { keys: ['enter', 'space'], action: { type: 'accept' }, help: 'choose', footer: 'choose' },
    { keys: ['escape', 's', 'f6', 'c', 'g', 'T', 'n', 'e'], action: { type: 'cancel' }, help: 'leave it', footer: 'close' },
    { keys: ['I'], action: { type: 'reverse-sort' }, help: 'reverse the sort', footer: 'reverse' },
  ]),
  ...keys('picker', 'Move', [
    { keys: ['up', 'k'], action: { type: 'move', by: 'row', direction: -1 }, help: 'one up' },
    { keys: ['down', 'j'], action: { type: 'move', by: 'row', direction: 1 }, help: 'one down' },
    { keys: ['home'], action: { type: 'move', by: 'end', direction: -1 }, help: 'first' },
    { keys: ['end'], action: { type: 'move', by: 'end', direction: 1 }, help: 'last' },
  ]),
  ...keys('picker', 'Session', [
    { keys: ['q', 'f10', 'C-c'], action: { type: 'quit' }, help: 'quit', footer: 'quit' },
    ...ANYWHERE,
  ]),
];
