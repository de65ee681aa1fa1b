/** blessed's key events → the names that the keymap uses. */
import type { KeyName } from '../view/keymap/index.js';

/** The parts of blessed's key event that matter here. */
export interface KeyEvent {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
  readonly shift?: boolean | undefined;
  /** The bytes as they came. */
  readonly sequence?: string | undefined;
}

const RENAMED: Readonly<Record<string, KeyName>> = { linefeed: 'enter' };

/** Null for what is no key of its own: the second event of Enter, Alt combinations, unknown sequences. */
export function keyName(char: string | undefined, { name, ctrl, meta, shift }: KeyEvent): KeyName | null {
  // Enter arrives twice, as `enter` and as `return`.
  if (name === 'return' || name === 'undefined') return null;
  if (name === 'escape') return name;
  if (meta === true) return null;
  if (ctrl === true && name !== undefined) return `C-${name}`;
  if (name === 'tab') return shift === true ? 'S-tab' : 'tab';
  if (name === 'space') return name;
  if (char !== undefined && /^[^\p{C}\p{Z}]$/u.test(char)) return char;
  return name === undefined ? null : (RENAMED[name] ?? name);
}
