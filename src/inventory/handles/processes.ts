import fs from 'node:fs';
import { commOf, inspect, processIds } from './proc.js';
import { type HandleSource, inumOf } from './source.js';

/** Every process's namespace. Kernel threads are in the initial one and count as processes of it. */
export const processes: HandleSource = {
  level: 'processes',
  kinds: ['process'],
  *scan(sink) {
    const own = inumOf(fs.readlinkSync('/proc/thread-self/ns/net'));
    const pids = processIds();
    let refused = 0;
    for (const pid of pids) {
      yield;
      const seen = inspect(`/proc/${pid}/ns/net`);
      if (seen.kind === 'refused') refused++;
      // The names of our own namespace's processes tell nobody anything, and there may be thousands.
      else if (seen.kind === 'inum')
        sink.found(seen.inum, { kind: 'process', pid, comm: seen.inum === own ? null : commOf(pid) });
    }
    if (refused > 0) {
      sink.partial({
        source: '/proc/<pid>/ns/net',
        why: `the namespaces of ${refused} processes may not be read; those held by nothing else are missing`,
        next: process.geteuid?.() === 0 ? 'run it with all capabilities (CAP_SYS_PTRACE, CAP_SYS_RESOURCE)' : 'run it with sudo',
      });
    }
  },
};
