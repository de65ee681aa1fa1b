/** Taking away what one run of a lab has made, and nothing else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf } from '../../core/errors.js';
import { run } from '../../core/run.js';
import { type Command, formatCommand } from '../command.js';
import { placeOf } from '../place.js';
import { deleteNamespace } from '../steps/namespace.js';
import { deletion } from '../steps/pair.js';
import { identifyNamespace, isSameNamespace, namespacePath } from './namespace-identity.js';
import { isSameProcess, type ProcessIdentity } from './process-identity.js';
import { type LabRecord, readRecords, removeRecord } from './record.js';

const COMMAND_TIMEOUT_MS = 10_000;
/** A killed process that doesn't go away within this time hangs in the kernel. */
const DEATH_TIMEOUT_MS = 2_000;
const POLL_MS = 5;

/** Something that stays, and why. Empty lists: all gone. */
export type Remains = readonly string[];

/**
 * Kills the workers, deletes the pairs (which a process that somebody started in a namespace would otherwise keep alive) and then
 * the namespaces. A namespace of the same name that is not the recorded one belongs to somebody else and stays.
 */
export async function removeLab(record: LabRecord): Promise<Remains> {
  const survivors = await Promise.all(record.workers.map(killProcess));
  const own = record.namespaces.flatMap(({ name, identity }) =>
    identity !== null && isSameNamespace(name, identity) ? [name] : [],
  );
  const links = record.links.filter(({ namespace }) => own.includes(namespace));
  // A link that is gone already is no failure: only what is left of its namespace counts.
  await Promise.all(links.map(({ namespace, name }) => attempt(deletion(placeOf(namespace), name))));
  const failures = await Promise.all(own.map(name => removeNamespace(name)));
  return [...survivors, ...failures, ...record.namespaces.map(unproven)].filter(why => why !== null);
}

/** Removes what runs left whose keeper was killed. */
export async function removeDeadLabs(): Promise<Remains> {
  const remains: string[] = [];
  const records = readRecords((path, why) => remains.push(`${path} can't be read: ${why}`));
  for (const { path, record } of records.filter(({ record }) => !isSameProcess(record.keeper))) {
    const left = await removeLab(record);
    remains.push(...left);
    if (left.length === 0) removeRecord(path);
  }
  return remains;
}

async function removeNamespace(name: string): Promise<string | null> {
  const { command } = deleteNamespace(name);
  const failure = await attempt(command);
  if (identifyNamespace(name) === null) return null;
  return `namespace ${name} is still there: ${failure ?? `${namespacePath(name)} did not go`}`;
}

/** A namespace whose making was cut short: nothing proves whose it is. */
function unproven({ name, identity }: LabRecord['namespaces'][number]): string | null {
  if (identity !== null || identifyNamespace(name) === null) return null;
  const undo = formatCommand(deleteNamespace(name).command);
  return `namespace ${name} may be left from a run that was killed while making it; if it is not yours: ${undo}`;
}

async function attempt(command: Command): Promise<string | null> {
  const { exitCode, stderr } = await run(command.file, command.args, { timeoutMs: COMMAND_TIMEOUT_MS });
  return exitCode === 0 ? null : stderr.trim();
}

async function killProcess(worker: ProcessIdentity): Promise<string | null> {
  const deadline = performance.now() + DEATH_TIMEOUT_MS;
  while (isSameProcess(worker)) {
    if (performance.now() > deadline) return `process ${worker.pid} does not end`;
    try {
      process.kill(worker.pid, 'SIGKILL');
    } catch (error) {
      if (errnoOf(error) !== 'ESRCH') throw error;
    }
    await sleep(POLL_MS);
  }
  return null;
}
