import type { Handle, Partial } from '../model.js';
import { fds } from './fds.js';
import { foreignMounts } from './foreign-mounts.js';
import { mounts } from './mounts.js';
import { processes } from './processes.js';
import { self } from './self.js';
import { sockets } from './sockets.js';
import { type HandleSource, handlePath, SCAN_LEVELS, type ScanLevel } from './source.js';
import { threads } from './threads.js';

/** In the order in which a namespace is named and opened: what lasts longest comes first. */
export const HANDLE_SOURCES: readonly HandleSource[] = [self, mounts, processes, threads, foreignMounts, fds, sockets];

const RANK = new Map(HANDLE_SOURCES.flatMap(({ kinds }) => kinds).map((kind, index) => [kind, index]));

const NO_HANDLES: readonly Handle[] = [];

export interface HandleScan {
  readonly level: ScanLevel;
  readonly byInum: ReadonlyMap<number, readonly Handle[]>;
  readonly partial: readonly Partial[];
}

function sourcesOf(level: ScanLevel): readonly HandleSource[] {
  const depth = SCAN_LEVELS.indexOf(level);
  return HANDLE_SOURCES.filter(source => SCAN_LEVELS.indexOf(source.level) <= depth);
}

function kindsAt(level: ScanLevel): ReadonlySet<Handle['kind']> {
  return new Set(sourcesOf(level).flatMap(({ kinds }) => kinds));
}

const LOOKED_FOR: Readonly<Record<ScanLevel, ReadonlySet<Handle['kind']>>> = {
  names: kindsAt('names'),
  processes: kindsAt('processes'),
  deep: kindsAt('deep'),
};

/** Runs the sources in order, with pauses. */
export function* handleScan(level: ScanLevel): Generator<void, HandleScan> {
  const byInum = new Map<number, Handle[]>();
  const partial: Partial[] = [];
  for (const source of sourcesOf(level)) {
    yield* source.scan({
      found: (inum, handle) => {
        const known = byInum.get(inum);
        if (known === undefined) byInum.set(inum, [handle]);
        else known.push(handle);
      },
      handlesOf: inum => byInum.get(inum) ?? NO_HANDLES,
      partial: one => partial.push(one),
    });
  }
  return { level, byInum, partial };
}

/** Runs the sources in order, without a pause. */
export function scanHandles(level: ScanLevel): HandleScan {
  const scan = handleScan(level);
  for (;;) {
    const step = scan.next();
    if (step.done) return step.value;
  }
}

/** The handles of a namespace after a scan: those it found, and of the kinds that it did not look for those known before. */
export function mergeHandles(level: ScanLevel, before: readonly Handle[], found: readonly Handle[]): readonly Handle[] {
  const looked = LOOKED_FOR[level];
  // Asked for every namespace at each scan: mostly nothing is kept, and nothing made.
  if (before.every(({ kind }) => looked.has(kind))) return found;
  const kept = before.filter(({ kind }) => !looked.has(kind));
  return [...found, ...kept].sort((x, y) => (RANK.get(x.kind) ?? 0) - (RANK.get(y.kind) ?? 0));
}

export function sameHandles(before: readonly Handle[], after: readonly Handle[]): boolean {
  return before.length === after.length && before.every((handle, index) => sameHandle(handle, after[index]));
}

function sameHandle(x: Handle, y: Handle | undefined): boolean {
  return x === y || (y !== undefined && x.kind === y.kind && handlePath(x) === handlePath(y));
}
