/** How changes stand: what was undone, what was cut short. Pure, but for asking whether a process lives. */
import { isSameProcess } from '../lab/process-identity.js';
import type { Entry } from './entry.js';

/** `interrupted`: its process ended in the middle. `incomplete`: it failed, and something of it is left. */
export type EntryStatus = 'done' | 'undone' | 'rolled-back' | 'incomplete' | 'interrupted' | 'running';

export interface JournalItem {
  readonly entry: Entry;
  readonly status: EntryStatus;
  /** The change that took it back. */
  readonly undoneBy: number | null;
}

/** In the order given: oldest first. */
export function journalItems(entries: readonly Entry[], isAlive = isSameProcess): readonly JournalItem[] {
  const own = new Map(entries.map(entry => [entry.begin.id, ownStatus(entry, isAlive)] as const));
  const undoneBy = new Map<number, number>();
  // The newest first: an undo that was itself undone undoes nothing.
  for (const { begin } of entries.toReversed()) {
    if (begin.undoes !== null && own.get(begin.id) === 'done' && !undoneBy.has(begin.id)) undoneBy.set(begin.undoes, begin.id);
  }
  return entries.map(entry => {
    const status = own.get(entry.begin.id) ?? 'interrupted';
    const by = undoneBy.get(entry.begin.id) ?? null;
    return { entry, status: by === null ? status : 'undone', undoneBy: by };
  });
}

function ownStatus({ begin, end }: Entry, isAlive: typeof isSameProcess): EntryStatus {
  if (end !== null) return end.outcome;
  return isAlive(begin.process) ? 'running' : 'interrupted';
}
