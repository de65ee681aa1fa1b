/** Options of everything that changes the host. */
import { type Command as Commander, InvalidArgumentError } from 'commander';
import { VethtopError } from '../core/errors.js';

export interface ChangeFlags {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly force?: true;
  readonly readonly?: true;
}

export function changeOptions(command: Commander): Commander {
  return command
    .option('--dry-run', 'print the commands and change nothing')
    .option('-y, --yes', "don't ask")
    .option('--force', 'do it although it may hurt: what a container engine owns, running processes, the way to this host')
    .option('--json', 'a JSON document')
    .option('--readonly', 'refuse to change anything; also VETHTOP_READONLY');
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...value.split(',')].filter(text => text !== '');
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

/** Whether the environment forbids changes. */
export function isReadonlyEnv(env: NodeJS.ProcessEnv = process.env): boolean {
  return (env.VETHTOP_READONLY ?? '') !== '' && env.VETHTOP_READONLY !== '0';
}

/** @throws VethtopError `refused` where nothing may be changed. A dry run may. */
export function refuseReadonly(flags: ChangeFlags, program: Commander): void {
  const asked = flags.readonly === true || program.opts().readonly === true;
  if (!(asked || isReadonlyEnv()) || flags.dryRun === true) return;
  throw new VethtopError({
    code: 'refused',
    what: 'nothing is changed',
    why: asked ? '--readonly is given' : 'VETHTOP_READONLY is set',
    next: '--dry-run shows the commands',
  });
}
