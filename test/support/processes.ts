/** Looking at processes through /proc, for tests that prove that none is left. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFacts {
  readonly pid: number;
  readonly parentPid: number;
  /** One letter of proc_pid_stat(5): `Z` is a zombie. */
  readonly state: string;
}

/** null when the process is gone. */
export function processFacts(pid: number): ProcessFacts | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The name is in parentheses and may itself contain any byte, so the fields are counted from the last one.
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === undefined || parent === undefined ? null : { pid, parentPid: Number(parent), state };
}

/** Whether the process runs: neither gone nor a zombie. */
export function isRunning(pid: number): boolean {
  const facts = processFacts(pid);
  return facts !== null && facts.state !== 'Z' && facts.state !== 'X';
}

/** Not `/proc/<pid>/task/<pid>/children`: that needs CONFIG_PROC_CHILDREN. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(candidate => processFacts(candidate)?.parentPid === pid);
}
