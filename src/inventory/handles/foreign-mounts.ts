import fs from 'node:fs';
import { nsfsMounts } from './mounts.js';
import { processIds } from './proc.js';
import type { HandleSource } from './source.js';

function mountNamespace(pid: number | 'self'): string | null {
  try {
    return fs.readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    // Ended, or not ours to read; processes.ts counts what may not be read.
    return null;
  }
}

/** Bind mounts that only another mount namespace shows; one process speaks for each. Reached through its /proc/<pid>/root. */
export const foreignMounts: HandleSource = {
  level: 'deep',
  kinds: ['foreign-mount'],
  *scan(sink) {
    const seen = new Set([mountNamespace('self')]);
    for (const pid of processIds()) {
      yield;
      const mnt = mountNamespace(pid);
      if (mnt === null || seen.has(mnt)) continue;
      seen.add(mnt);
      let text: string;
      try {
        text = fs.readFileSync(`/proc/${pid}/mountinfo`, 'latin1');
      } catch {
        seen.delete(mnt);
        continue;
      }
      for (const { inum, ...mount } of nsfsMounts(text)) {
        // A new mount namespace begins with a copy of all mounts: only what is not mounted here is news.
        if (!sink.handlesOf(inum).some(({ kind }) => kind === 'named' || kind === 'mount'))
          sink.found(inum, { kind: 'foreign-mount', pid, ...mount });
      }
    }
  },
};
