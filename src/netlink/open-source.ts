import { reasonOf, VethtopError } from '../core/errors.js';
import { Observer } from './observer.js';
import { OwnNamespace } from './own-namespace.js';

/** The observer, or, where that is refused, what can be seen without it, and why. */
export function openLinkSource(): { readonly source: Observer | OwnNamespace; readonly refused: string | null } {
  try {
    return { source: Observer.open(), refused: null };
  } catch (error) {
    if (!(error instanceof VethtopError) || error.code !== 'privilege') throw error;
    return { source: new OwnNamespace(), refused: reasonOf(error.why ?? error) };
  }
}
