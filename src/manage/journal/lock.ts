/** One change at a time: `/run/vethtop/lock` names the process that holds it. A holder that has died holds nothing. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf, VethtopError } from '../../core/errors.js';
import { identifyProcess, isSameProcess, type ProcessIdentity } from '../lab/process-identity.js';
import { makeFolder, RUN_FOLDER } from './folder.js';

const POLL_MS = 25;

export interface LockOptions {
  readonly folder?: string;
  /** How long another change is waited for. */
  readonly patienceMs?: number;
}

/**
 * Waits for its turn, runs `task`, and lets go.
 * @throws VethtopError `refused` when another vethtop is at work for longer than `patienceMs`.
 */
export async function withLock<T>(
  task: () => Promise<T>,
  { folder = RUN_FOLDER, patienceMs = 10_000 }: LockOptions = {},
): Promise<T> {
  makeFolder(folder);
  const path = join(folder, 'lock');
  const own = writeOwn(folder);
  const deadline = performance.now() + patienceMs;
  try {
    for (;;) {
      const holder = tryTake(own, path);
      if (holder === null) break;
      if (performance.now() > deadline) {
        throw new VethtopError({
          code: 'refused',
          what: 'another vethtop is changing the host',
          why: `process ${holder.pid} has been at it for longer than ${patienceMs / 1000} s`,
          next: 'try again when it is done',
        });
      }
      await sleep(POLL_MS);
    }
    try {
      return await task();
    } finally {
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function writeOwn(folder: string): string {
  const identity = identifyProcess(process.pid);
  if (identity === null)
    throw new VethtopError({ code: 'failure', what: "can't read /proc/self/stat", why: '/proc is not mounted' });
  const path = join(folder, `lock.${identity.pid}.${identity.startTicks}`);
  writeFileSync(path, JSON.stringify(identity), { mode: 0o600 });
  return path;
}

/** null: taken. A link is made whole or not at all, so nobody reads half a lock. */
function tryTake(own: string, path: string): ProcessIdentity | null {
  try {
    linkSync(own, path);
    return null;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
  const holder = readHolder(path);
  if (holder === undefined) return tryTake(own, path);
  if (holder !== null && isSameProcess(holder)) return holder;
  breakStale(own, path);
  return tryTake(own, path);
}

/** Moves the dead holder's lock out of the way; should it be a live one by now, it is put back. */
function breakStale(own: string, path: string): void {
  const aside = `${own}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    // Somebody else was faster.
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved != null && isSameProcess(moved)) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

/** undefined: there is no lock any more. null: it names nobody. */
function readHolder(path: string): ProcessIdentity | null | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const [, pid, ticks] = /^\{"pid":(\d+),"startTicks":(\d+)\}$/.exec(text) ?? [];
  return pid === undefined || ticks === undefined ? null : { pid: Number(pid), startTicks: Number(ticks) };
}
