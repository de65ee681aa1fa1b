/** The only source of the keys: input, footer, help page, man page and `:` commands come from these tables. */
import type { Action } from '../actions.js';
import type { Glyphs } from '../theme.js';
import type { Mode } from '../ui.js';
import { MAIN_KEYS } from './main.js';
import type { Binding, KeyName } from './model.js';
import { FORM_KEYS, PICKER_KEYS, PLAN_KEYS, PROMPT_KEYS } from './typing.js';

export { type Binding, KEY_GROUPS, type KeyName } from './model.js';

export const KEYMAP: readonly Binding[] = [...MAIN_KEYS, ...PROMPT_KEYS, ...PICKER_KEYS, ...FORM_KEYS, ...PLAN_KEYS];

const byMode: Readonly<Record<Mode, ReadonlyMap<KeyName, Action>>> = {
  main: mapOf('main'),
  prompt: mapOf('prompt'),
  picker: mapOf('picker'),
  form: mapOf('form'),
  plan: mapOf('plan'),
};

function mapOf(mode: Mode): ReadonlyMap<KeyName, Action> {
  return new Map(
    KEYMAP.filter(binding => binding.mode === mode).flatMap(({ keys, action }) => keys.map(key => [key, action] as const)),
  );
}

/** What a key does in a mode; null for a key that does nothing there. A prompt and a form take every printable character. */
export function actionFor(mode: Mode, key: KeyName): Action | null {
  const bound = byMode[mode].get(key);
  if (bound !== undefined || (mode !== 'prompt' && mode !== 'form')) return bound ?? null;
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
  tab: () => 'Tab',
  backspace: () => 'Backspace',
  delete: () => 'Del',
};

/** A key as people write it: `↑`, `PgUp`, `Ctrl-C`, `F1`. */
export function keyLabel(key: KeyName, glyphs: Glyphs): string {
  const named = NAMES[key];
  if (named !== undefined) return named(glyphs);
  if (key.startsWith('C-')) return `Ctrl-${key.slice(2).toUpperCase()}`;
  if (key.startsWith('S-')) return `Shift-${keyLabel(key.slice(2), glyphs)}`;
  return /^f\d+$/.test(key) ? key.toUpperCase() : key;
}
