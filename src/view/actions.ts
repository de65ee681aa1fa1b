/** What a key or the mouse asks for. */
import type { Size } from './ui.js';

export type Direction = -1 | 1;

/** Changes what is shown; `update` carries these out. */
export type UiAction =
  | { readonly type: 'move'; readonly by: 'row' | 'page' | 'end'; readonly direction: Direction }
  | { readonly type: 'scroll-columns'; readonly direction: Direction }
  | { readonly type: 'open' }
  | { readonly type: 'back' }
  | { readonly type: 'accept' }
  | { readonly type: 'cancel' }
  | { readonly type: 'edit-filter' }
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'edit'; readonly edit: 'backspace' | 'delete' | 'clear' | 'left' | 'right' | 'home' | 'end' }
  | { readonly type: 'pick-sort' }
  | { readonly type: 'sort-column'; readonly direction: Direction }
  | { readonly type: 'sort-by'; readonly column: string }
  | { readonly type: 'reverse-sort' }
  | { readonly type: 'pause' }
  | { readonly type: 'units' }
  | { readonly type: 'scale' }
  | { readonly type: 'page'; readonly page: 'events' | 'help' }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'notice'; readonly text: string }
  /** The live state has changed: keep the selection on a row that exists, and on the screen. */
  | { readonly type: 'sync' };

/** Reaches outside the picture; whoever owns the terminal carries these out. */
export type Effect =
  | { readonly type: 'quit' }
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }
  | { readonly type: 'copy' }
  | { readonly type: 'interval'; readonly direction: Direction };

export type Action = UiAction | Effect;

/** Intervals that + and − step through, milliseconds. */
export const INTERVALS_MS: readonly number[] = [250, 500, 1000, 2000, 5000, 10_000, 30_000];

/** The next longer or shorter interval; the same at either end. */
export function nextInterval(currentMs: number, direction: Direction): number {
  const steps = direction > 0 ? INTERVALS_MS : INTERVALS_MS.toReversed();
  return steps.find(step => (step - currentMs) * direction > 0) ?? currentMs;
}
