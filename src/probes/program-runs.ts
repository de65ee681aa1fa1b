/** How long the BPF programs of a process have run, from /proc/PID/fdinfo (kernel: bpf_prog_show_fdinfo). */
import { readdirSync, readFileSync } from 'node:fs';
import { errnoOf } from '../core/errors.js';

/** Totals of one program while statistics were on. */
export interface Runs {
  readonly runTimeNs: number;
  readonly runs: number;
}

/** By program id, each once. Empty where the process is gone or may not be looked at. */
export function readProgramRuns(pid: number): ReadonlyMap<number, Runs> {
  const folder = `/proc/${pid}/fdinfo`;
  const found = new Map<number, Runs>();
  for (const fd of namesIn(folder)) {
    const parsed = parseProgramRuns(textOf(`${folder}/${fd}`));
    if (parsed !== null) found.set(parsed.id, parsed.runs);
  }
  return found;
}

/** null: not a program's fd, or a kernel without run statistics (before 5.1). */
export function parseProgramRuns(fdinfo: string): { readonly id: number; readonly runs: Runs } | null {
  const field = (name: string): number | null => {
    const digits = new RegExp(`^${name}:\\s*(\\d+)$`, 'm').exec(fdinfo)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const id = field('prog_id');
  const runTimeNs = field('run_time_ns');
  const runs = field('run_cnt');
  return id === null || runTimeNs === null || runs === null ? null : { id, runs: { runTimeNs, runs } };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return [];
  }
}

/** An fd that was closed since is as good as none. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return '';
  }
}
