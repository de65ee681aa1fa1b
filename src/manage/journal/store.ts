/** The journal's files: `/run/vethtop/journal/000001.jsonl`, one a change. Written under the lock, read by anybody who is root. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, VethtopError } from '../../core/errors.js';
import { identifyProcess } from '../lab/process-identity.js';
import type { Plan } from '../plan.js';
import { type Entry, type JournalLine, parseEntry } from './entry.js';
import { JOURNAL_FOLDER, makeFolder } from './folder.js';

const DIGITS = 6;

export interface NewEntry {
  readonly plan: Plan;
  readonly undoes?: number | undefined;
  readonly source?: string | undefined;
}

/** Appends to one entry. Each line is in the file when the call returns. */
export class JournalWriter {
  private constructor(
    readonly id: number,
    readonly path: string,
  ) {}

  /** To be called under the lock: ids are the next free numbers. @throws VethtopError `failure` when it can't be written. */
  static begin({ plan, undoes, source }: NewEntry, folder = JOURNAL_FOLDER): JournalWriter {
    makeFolder(folder);
    const id = 1 + Math.max(0, ...numbers(folder));
    const identity = identifyProcess(process.pid) ?? { pid: process.pid, startTicks: 0 };
    const writer = new JournalWriter(id, join(folder, `${String(id).padStart(DIGITS, '0')}.jsonl`));
    writer.append({
      type: 'begin',
      schemaVersion: 1,
      id,
      at: Date.now(),
      process: identity,
      plan,
      undoes: undoes ?? null,
      source: source ?? null,
    });
    return writer;
  }

  /** Goes on with one that was cut short. */
  static resume(id: number, folder = JOURNAL_FOLDER): JournalWriter {
    const writer = new JournalWriter(id, join(folder, `${String(id).padStart(DIGITS, '0')}.jsonl`));
    // Ends a line that was cut short.
    appendFileSync(writer.path, '\n', { mode: 0o600 });
    return writer;
  }

  append(line: JournalLine): void {
    try {
      appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new VethtopError({
        code: 'failure',
        what: 'the journal could not be written',
        why: `${errnoOf(error) ?? 'failure'} on ${this.path}`,
        next: 'nothing is changed that could not be undone: make room or remount /run, and try again',
        cause: error,
      });
    }
  }
}

/** Every entry, oldest first. Files that are none are left out. */
export function readJournal(folder = JOURNAL_FOLDER): readonly Entry[] {
  return numbers(folder)
    .toSorted((x, y) => x - y)
    .flatMap(id => {
      const entry = parseEntry(readFileSync(join(folder, `${String(id).padStart(DIGITS, '0')}.jsonl`), 'utf8'));
      return entry === null ? [] : [entry];
    });
}

/** @throws VethtopError `privilege` when it isn't ours to read. */
function numbers(folder: string): readonly number[] {
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    if (errnoOf(error) !== 'EACCES') throw error;
    throw new VethtopError({ code: 'privilege', what: 'the journal is for root alone', next: 'run it with sudo', cause: error });
  }
  return files.flatMap(file => {
    const digits = /^(\d{6,})\.jsonl$/.exec(file)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}
