/** Programs that vethtop runs: what each is for, and how to get it. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Missing } from '../output/status.js';

interface Program {
  readonly file: string;
  readonly package: string;
  readonly why: string;
}

const PROGRAMS: readonly Program[] = [
  { file: 'bpftrace', package: 'bpftrace', why: 'packet and drop rates from eBPF; without it only the kernel counters' },
  { file: 'setpriv', package: 'util-linux', why: 'bpftrace would outlive a killed vethtop' },
  { file: 'unshare', package: 'util-linux', why: 'tracefs cannot be mounted for the probes alone' },
  { file: 'ip', package: 'iproute2', why: 'labs and changes of the host' },
];

const INSTALLERS: readonly { readonly file: string; readonly command: string }[] = [
  { file: 'apt-get', command: 'apt-get install' },
  { file: 'dnf', command: 'dnf install' },
  { file: 'pacman', command: 'pacman -S' },
  { file: 'apk', command: 'apk add' },
];

function isInPath(file: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some(folder => {
    try {
      accessSync(path.join(folder, file), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
      return false;
    }
  });
}

export function missingPrograms(): Missing[] {
  const installer = INSTALLERS.find(({ file }) => isInPath(file))?.command ?? 'install';
  return PROGRAMS.filter(({ file }) => !isInPath(file)).map(program => ({
    what: program.file,
    why: program.why,
    install: `sudo ${installer} ${program.package}`,
  }));
}
