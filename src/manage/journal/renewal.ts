/**
 * A later change that was taken back may have made things again that it had deleted: the same by name, and others to the kernel.
 * What an entry says of their identity is then what the kernel says since. Pure.
 */
import type { Entry, Fingerprint } from './entry.js';
import type { JournalItem } from './status.js';

/** Facts that a thing made again has anew: see fingerprint.ts. */
const IDENTITY = /: ifindex$|^namespace [^:]*$/;

/** How what the entry changed looked when it was done, or when it was last made. */
export function presentFingerprint({ begin, end }: Entry, items: readonly JournalItem[]): Fingerprint {
  const before = end?.fingerprint ?? {};
  const later = items.filter(({ entry }) => entry.begin.id > begin.id && isTakingBack({ entry, items, since: begin.id }));
  const renewed = later.flatMap(({ entry }) => Object.entries(entry.end?.fingerprint ?? {}));
  const identities = renewed.filter(([fact]) => IDENTITY.test(fact) && fact in before);
  return { ...before, ...Object.fromEntries(identities) };
}

interface TakingBack {
  readonly entry: Entry;
  readonly items: readonly JournalItem[];
  readonly since: number;
}

/** It failed and left no trace, or it undid a change that is later than `since`. */
function isTakingBack({ entry, items, since }: TakingBack): boolean {
  if (entry.end?.outcome === 'rolled-back') return true;
  const { undoes, id } = entry.begin;
  return undoes !== null && undoes > since && items.some(item => item.undoneBy === id);
}
