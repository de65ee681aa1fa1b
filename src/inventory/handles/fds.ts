import fs from 'node:fs';
import { errnoOf } from '../../core/errors.js';
import { commOf, inspect, processIds } from './proc.js';
import type { HandleSource } from './source.js';

/** Namespaces that a process holds open by a file descriptor: agents, runtimes, debuggers. */
export const fds: HandleSource = {
  name: 'fds',
  deep: true,
  scan(sink) {
    let refused = 0;
    for (const pid of processIds()) {
      // What this process has open, it opened to look.
      if (pid === process.pid) continue;
      let entries: string[];
      try {
        entries = fs.readdirSync(`/proc/${pid}/fd`);
      } catch (error) {
        if (errnoOf(error) === 'EACCES') refused++;
        continue;
      }
      for (const fd of entries) {
        const seen = inspect(`/proc/${pid}/fd/${fd}`);
        if (seen.kind === 'inum') sink.found(seen.inum, { kind: 'fd', pid, fd: Number(fd), comm: commOf(pid) });
      }
    }
    if (refused > 0) {
      sink.partial({
        source: '/proc/<pid>/fd',
        why: `the open files of ${refused} processes may not be read`,
        next: 'run it as root with all capabilities',
      });
    }
  },
};
