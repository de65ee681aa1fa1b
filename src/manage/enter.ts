/** Running a program inside any namespace that something names, with this terminal. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import { errnoOf, reasonOf, VethtopError } from '../core/errors.js';
import type { Inventory } from '../inventory/model.js';
import { NAMESPACES_FOLDER } from './lab/namespace-identity.js';
import type { Place } from './place.js';
import { resolveNamespace } from './resolve.js';

export interface Entered {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * nsenter, with the file of the handle: `ip netns exec` knows names only, and the mount namespace that it makes would keep
 * every other namespace alive as long as the program runs.
 * @throws VethtopError as `resolveNamespace` does.
 */
export function entering(inventory: Inventory, name: string, command: readonly string[]): Entered {
  const { place } = resolveNamespace(inventory, name);
  const file = fileOf(place);
  const [program = '', ...args] = command[0] === '--' ? command.slice(1) : command;
  return file === null ? { file: program, args } : { file: 'nsenter', args: [`--net=${file}`, '--', program, ...args] };
}

function fileOf(place: Place): string | null {
  switch (place.kind) {
    case 'host':
      return null;
    case 'named':
      return `${NAMESPACES_FOLDER}/${place.name}`;
    case 'path':
      return place.path;
  }
}

/** Gives its exit status; 128+n for a signal. @throws VethtopError `dependency` or `failure` when it can't be started. */
export function runHere({ file, args }: Entered, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env });
  // The terminal's signals reach the program itself; it is up to it to end.
  const ignore = (): void => {};
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, ignore);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  return new Promise<number>((resolve, reject) => {
    child.once('error', error =>
      reject(
        new VethtopError({
          code: errnoOf(error) === 'ENOENT' ? 'dependency' : 'failure',
          what: `${file} could not be started`,
          why: errnoOf(error) === 'ENOENT' ? 'it is not installed or not in PATH' : reasonOf(error),
          cause: error,
        }),
      ),
    );
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal])));
  }).finally(() => {
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.off(signal, ignore);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, forward);
  });
}
