/**
 * What one run of a lab has made, on disk before it is made: `/run/vethtop/labs/<lab>-<pid>-<start>.json`. Should the keeper be
 * killed, the next one reads it and removes what is left. One file per run, so that no lock is needed.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { errnoOf, reasonOf } from '../../core/errors.js';
import type { ProcessIdentity } from './process-identity.js';

export const LABS_FOLDER = '/run/vethtop/labs';

const ProcessSchema = v.object({ pid: v.number(), startTicks: v.number() });
const NamespaceSchema = v.object({
  name: v.string(),
  /** null: about to be made when the record was written. */
  identity: v.nullable(v.object({ inum: v.string(), changedNs: v.string() })),
});
const RecordSchema = v.object({
  schemaVersion: v.literal(1),
  lab: v.string(),
  keeper: ProcessSchema,
  namespaces: v.array(NamespaceSchema),
  /** One end of each pair. */
  links: v.array(v.object({ namespace: v.string(), name: v.string() })),
  workers: v.array(ProcessSchema),
});

export type LabRecord = v.InferOutput<typeof RecordSchema>;

export interface StoredRecord {
  readonly path: string;
  readonly record: LabRecord;
}

export function emptyRecord(lab: string, keeper: ProcessIdentity): LabRecord {
  return { schemaVersion: 1, lab, keeper, namespaces: [], links: [], workers: [] };
}

export function recordPath({ lab, keeper }: LabRecord, folder = LABS_FOLDER): string {
  return join(folder, `${lab}-${keeper.pid}-${keeper.startTicks}.json`);
}

/** Replaces the file in one go: a reader sees the old or the new one. */
export function writeRecord(record: LabRecord, folder = LABS_FOLDER): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Whoever made it before, with whatever umask.
  chmodSync(folder, 0o700);
  const path = recordPath(record, folder);
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function removeRecord(path: string): void {
  rmSync(path, { force: true });
}

/** Every run's record. A file that is none is told to `onFault` and left alone. */
export function readRecords(onFault: (path: string, why: string) => void, folder = LABS_FOLDER): readonly StoredRecord[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter(name => name.endsWith('.json'))
    .flatMap(name => {
      const path = join(folder, name);
      try {
        return [{ path, record: v.parse(RecordSchema, JSON.parse(readFileSync(path, 'utf8'))) }];
      } catch (error) {
        // Its run ended while the folder was read.
        if (errnoOf(error) !== 'ENOENT') onFault(path, reasonOf(error));
        return [];
      }
    });
}
