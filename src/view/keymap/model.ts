/** A key and what it does. */
import type { Action } from '../actions.js';
import type { Mode } from '../ui.js';

/**
 * A key as the input names it: a printable character as itself, otherwise `up`, `pageup`, `enter`, `escape`, `space`,
 * `f1`, with `C-` for Ctrl and `S-` for Shift.
 */
export type KeyName = string;

export const KEY_GROUPS = ['Move', 'List', 'Show', 'Session', 'Change'] as const;

export interface Binding {
  readonly mode: Mode;
  readonly keys: readonly KeyName[];
  readonly action: Action;
  readonly group: (typeof KEY_GROUPS)[number];
  /** For the help page. */
  readonly help: string;
  /** One word in the footer, in the order of the table. */
  readonly footer?: string;
  /** What does the same after `:`; every key of the list has one. */
  readonly command?: string;
}
