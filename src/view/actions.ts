/** What a key, the mouse or a typed command asks for. */
import type { LinkKey } from '../inventory/model.js';
import type { StepEvent } from '../manage/runner.js';
import type { Depth } from '../probes/model.js';
import type { FormId, Found, Outcome } from './forms/model.js';
import type { EditKind } from './line-edit.js';
import type { ViewId } from './lists/state.js';
import type { ThemeName } from './theme.js';
import type { PickerKind, Prompt, Size } from './ui.js';
import type { RateUnit } from './units.js';

export type Direction = -1 | 1;

/** Changes what is shown; `update` carries these out. */
export type UiAction =
  | { readonly type: 'move'; readonly by: 'row' | 'page' | 'end'; readonly direction: Direction }
  /** Scrolls columns; folds in a tree, goes through time in a detail. */
  | { readonly type: 'sideways'; readonly direction: Direction }
  | { readonly type: 'view'; readonly view: ViewId }
  | { readonly type: 'view-step'; readonly direction: Direction }
  | { readonly type: 'open' }
  | { readonly type: 'fold' }
  | { readonly type: 'back' }
  | { readonly type: 'accept' }
  | { readonly type: 'cancel' }
  | { readonly type: 'prompt'; readonly kind: Prompt['kind'] }
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'edit'; readonly edit: EditKind }
  | { readonly type: 'complete' }
  | { readonly type: 'command-error'; readonly message: string }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'pick'; readonly picker: PickerKind }
  | { readonly type: 'sort-column'; readonly direction: Direction }
  | { readonly type: 'sort-by'; readonly column: string }
  | { readonly type: 'reverse-sort' }
  | { readonly type: 'group'; readonly by: string | null }
  | { readonly type: 'column'; readonly column: string }
  | { readonly type: 'tag' }
  | { readonly type: 'untag' }
  | { readonly type: 'hide' }
  | { readonly type: 'unhide' }
  | { readonly type: 'follow' }
  | { readonly type: 'classes' }
  | { readonly type: 'pause' }
  | { readonly type: 'units' }
  | { readonly type: 'unit'; readonly rate: RateUnit }
  | { readonly type: 'scale' }
  | { readonly type: 'theme'; readonly theme: ThemeName }
  | { readonly type: 'page'; readonly page: 'events' | 'help' }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'notice'; readonly text: string }
  /** `link`: what is edited; the others go by the selected row. */
  | { readonly type: 'form'; readonly form: FormId; readonly link?: LinkKey }
  /** Goes past problems that can be gone past, or not. */
  | { readonly type: 'force' }
  /** What looking at the host gave. */
  | { readonly type: 'form-looked'; readonly found: Found }
  | { readonly type: 'form-step'; readonly event: StepEvent }
  | { readonly type: 'form-ended'; readonly outcome: Outcome }
  /** The live state has changed: keep the selection on a row that exists, and on the screen. */
  | { readonly type: 'sync' };

/** Reaches outside the picture; whoever owns the terminal carries these out. */
export type Effect =
  | { readonly type: 'quit' }
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }
  | { readonly type: 'copy' }
  /** In the namespace of the selected row. */
  | { readonly type: 'shell' }
  | { readonly type: 'interval'; readonly direction: Direction }
  | { readonly type: 'interval-of'; readonly intervalMs: number }
  /** Without a depth: the other one. */
  | { readonly type: 'depth'; readonly depth?: Depth };

export type Action = UiAction | Effect;

/** Intervals that + and − step through, milliseconds. */
export const INTERVALS_MS: readonly number[] = [250, 500, 1000, 2000, 5000, 10_000, 30_000];

/** The next longer or shorter interval; the same at either end. */
export function nextInterval(currentMs: number, direction: Direction): number {
  const steps = direction > 0 ? INTERVALS_MS : INTERVALS_MS.toReversed();
  return steps.find(step => (step - currentMs) * direction > 0) ?? currentMs;
}
