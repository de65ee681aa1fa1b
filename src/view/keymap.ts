/** The only source of the keys: input, footer and help page come from this table. */
import type { Action } from './actions.js';
import type { Glyphs } from './theme.js';
import type { Mode } from './ui.js';

/**
 * A key as the input names it: a printable character as itself, otherwise `up`, `pageup`, `enter`, `escape`, `space`,
 * `f1`, with `C-` for Ctrl.
 */
export type KeyName = string;

export interface Binding {
  readonly mode: Mode;
  readonly keys: readonly KeyName[];
  readonly action: Action;
  readonly group: 'Move' | 'Table' | 'Show' | 'Session';
  /** For the help page. */
  readonly help: string;
  /** One word in the footer, in the order of the table. */
  readonly footer?: string;
}

export const KEYMAP: readonly Binding[] = [
  {
    mode: 'main',
    keys: ['?', 'f1'],
    action: { type: 'page', page: 'help' },
    group: 'Session',
    help: 'this page',
    footer: 'help',
  },
  {
    mode: 'main',
    keys: ['/'],
    action: { type: 'edit-filter' },
    group: 'Table',
    help: 'filter; it applies as you type',
    footer: 'filter',
  },
  {
    mode: 'main',
    keys: ['s', 'f6'],
    action: { type: 'pick-sort' },
    group: 'Table',
    help: 'choose the column to sort by',
    footer: 'sort',
  },
  { mode: 'main', keys: ['enter'], action: { type: 'open' }, group: 'Show', help: 'detail of the pair', footer: 'detail' },
  {
    mode: 'main',
    keys: ['escape'],
    action: { type: 'back' },
    group: 'Show',
    help: 'back; in the table: clear the filter',
  },
  {
    mode: 'main',
    keys: ['p'],
    action: { type: 'pause' },
    group: 'Show',
    help: 'hold the picture; counting goes on',
    footer: 'pause',
  },
  {
    mode: 'main',
    keys: ['u'],
    action: { type: 'units' },
    group: 'Show',
    help: 'packets, bits or bytes per second',
    footer: 'units',
  },
  { mode: 'main', keys: ['E'], action: { type: 'page', page: 'events' }, group: 'Show', help: 'all events', footer: 'events' },
  { mode: 'main', keys: ['q', 'f10', 'C-c'], action: { type: 'quit' }, group: 'Session', help: 'quit', footer: 'quit' },
  { mode: 'main', keys: ['up', 'k'], action: { type: 'move', by: 'row', direction: -1 }, group: 'Move', help: 'one row up' },
  { mode: 'main', keys: ['down', 'j'], action: { type: 'move', by: 'row', direction: 1 }, group: 'Move', help: 'one row down' },
  { mode: 'main', keys: ['pageup'], action: { type: 'move', by: 'page', direction: -1 }, group: 'Move', help: 'one page up' },
  { mode: 'main', keys: ['pagedown'], action: { type: 'move', by: 'page', direction: 1 }, group: 'Move', help: 'one page down' },
  { mode: 'main', keys: ['home'], action: { type: 'move', by: 'end', direction: -1 }, group: 'Move', help: 'first row' },
  { mode: 'main', keys: ['end'], action: { type: 'move', by: 'end', direction: 1 }, group: 'Move', help: 'last row' },
  {
    mode: 'main',
    keys: ['left', 'h'],
    action: { type: 'scroll-columns', direction: -1 },
    group: 'Move',
    help: 'columns back to the right',
  },
  {
    mode: 'main',
    keys: ['right', 'l'],
    action: { type: 'scroll-columns', direction: 1 },
    group: 'Move',
    help: 'columns to the left, to see more',
  },
  {
    mode: 'main',
    keys: ['<'],
    action: { type: 'sort-column', direction: -1 },
    group: 'Table',
    help: 'sort by the column to the left',
  },
  {
    mode: 'main',
    keys: ['>'],
    action: { type: 'sort-column', direction: 1 },
    group: 'Table',
    help: 'sort by the column to the right',
  },
  { mode: 'main', keys: ['I'], action: { type: 'reverse-sort' }, group: 'Table', help: 'reverse the sort' },
  { mode: 'main', keys: ['i'], action: { type: 'scale' }, group: 'Show', help: 'steps of 1000 (k) or 1024 (Ki)' },
  { mode: 'main', keys: ['+'], action: { type: 'interval', direction: 1 }, group: 'Session', help: 'longer interval' },
  { mode: 'main', keys: ['-'], action: { type: 'interval', direction: -1 }, group: 'Session', help: 'shorter interval' },
  { mode: 'main', keys: ['y'], action: { type: 'copy' }, group: 'Session', help: 'copy the pair to the clipboard (OSC 52)' },
  { mode: 'main', keys: ['C-z'], action: { type: 'suspend' }, group: 'Session', help: 'suspend' },
  { mode: 'main', keys: ['C-l'], action: { type: 'redraw' }, group: 'Session', help: 'draw the screen anew' },

  { mode: 'prompt', keys: ['enter'], action: { type: 'accept' }, group: 'Table', help: 'keep the filter', footer: 'keep' },
  {
    mode: 'prompt',
    keys: ['escape'],
    action: { type: 'cancel' },
    group: 'Table',
    help: 'back to the filter before',
    footer: 'cancel',
  },
  { mode: 'prompt', keys: ['backspace'], action: { type: 'edit', edit: 'backspace' }, group: 'Table', help: 'delete backwards' },
  { mode: 'prompt', keys: ['delete'], action: { type: 'edit', edit: 'delete' }, group: 'Table', help: 'delete forwards' },
  { mode: 'prompt', keys: ['C-u'], action: { type: 'edit', edit: 'clear' }, group: 'Table', help: 'delete all' },
  { mode: 'prompt', keys: ['left'], action: { type: 'edit', edit: 'left' }, group: 'Table', help: 'cursor left' },
  { mode: 'prompt', keys: ['right'], action: { type: 'edit', edit: 'right' }, group: 'Table', help: 'cursor right' },
  { mode: 'prompt', keys: ['home', 'C-a'], action: { type: 'edit', edit: 'home' }, group: 'Table', help: 'cursor to the start' },
  { mode: 'prompt', keys: ['end', 'C-e'], action: { type: 'edit', edit: 'end' }, group: 'Table', help: 'cursor to the end' },
  { mode: 'prompt', keys: ['up'], action: { type: 'move', by: 'row', direction: -1 }, group: 'Move', help: 'one row up' },
  { mode: 'prompt', keys: ['down'], action: { type: 'move', by: 'row', direction: 1 }, group: 'Move', help: 'one row down' },
  { mode: 'prompt', keys: ['f10', 'C-c'], action: { type: 'quit' }, group: 'Session', help: 'quit' },
  { mode: 'prompt', keys: ['C-z'], action: { type: 'suspend' }, group: 'Session', help: 'suspend' },
  { mode: 'prompt', keys: ['C-l'], action: { type: 'redraw' }, group: 'Session', help: 'draw the screen anew' },

  { mode: 'picker', keys: ['enter'], action: { type: 'accept' }, group: 'Table', help: 'sort by this column', footer: 'sort' },
  { mode: 'picker', keys: ['escape', 's', 'f6'], action: { type: 'cancel' }, group: 'Table', help: 'leave it', footer: 'cancel' },
  { mode: 'picker', keys: ['up', 'k'], action: { type: 'move', by: 'row', direction: -1 }, group: 'Move', help: 'column above' },
  { mode: 'picker', keys: ['down', 'j'], action: { type: 'move', by: 'row', direction: 1 }, group: 'Move', help: 'column below' },
  { mode: 'picker', keys: ['home'], action: { type: 'move', by: 'end', direction: -1 }, group: 'Move', help: 'first column' },
  { mode: 'picker', keys: ['end'], action: { type: 'move', by: 'end', direction: 1 }, group: 'Move', help: 'last column' },
  { mode: 'picker', keys: ['I'], action: { type: 'reverse-sort' }, group: 'Table', help: 'reverse the sort', footer: 'reverse' },
  { mode: 'picker', keys: ['q', 'f10', 'C-c'], action: { type: 'quit' }, group: 'Session', help: 'quit', footer: 'quit' },
  { mode: 'picker', keys: ['C-z'], action: { type: 'suspend' }, group: 'Session', help: 'suspend' },
  { mode: 'picker', keys: ['C-l'], action: { type: 'redraw' }, group: 'Session', help: 'draw the screen anew' },
];

const byMode: Readonly<Record<Mode, ReadonlyMap<KeyName, Action>>> = {
  main: mapOf('main'),
  prompt: mapOf('prompt'),
  picker: mapOf('picker'),
};

function mapOf(mode: Mode): ReadonlyMap<KeyName, Action> {
  return new Map(
    KEYMAP.filter(binding => binding.mode === mode).flatMap(({ keys, action }) => keys.map(key => [key, action] as const)),
  );
}

/** What a key does in a mode; null for a key that does nothing there. A prompt takes every printable character. */
export function actionFor(mode: Mode, key: KeyName): Action | null {
  const bound = byMode[mode].get(key);
  if (bound !== undefined || mode !== 'prompt') return bound ?? null;
  const text = key === 'space' ? ' ' : key;
  return [...text].length === 1 ? { type: 'insert', text } : null;
}

const NAMES: Readonly<Record<string, (glyphs: Glyphs) => string>> = {
  up: glyphs => (glyphs.ascii ? 'Up' : '↑'),
  down: glyphs => (glyphs.ascii ? 'Down' : '↓'),
  left: glyphs => (glyphs.ascii ? 'Left' : '←'),
  right: glyphs => (glyphs.ascii ? 'Right' : '→'),
  enter: glyphs => glyphs.enter,
  escape: () => 'Esc',
  pageup: () => 'PgUp',
  pagedown: () => 'PgDn',
  home: () => 'Home',
  end: () => 'End',
  space: () => 'Space',
  backspace: () => 'Backspace',
  delete: () => 'Del',
};

/** A key as people write it: `↑`, `PgUp`, `Ctrl-C`, `F1`. */
export function keyLabel(key: KeyName, glyphs: Glyphs): string {
  const named = NAMES[key];
  if (named !== undefined) return named(glyphs);
  if (key.startsWith('C-')) return `Ctrl-${key.slice(2).toUpperCase()}`;
  return /^f\d+$/.test(key) ? key.toUpperCase() : key;
}
