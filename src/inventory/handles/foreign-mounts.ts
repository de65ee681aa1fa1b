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
  name: 'foreign-mounts',
  deep: true,
  scan(sink) {
    const seen = new Set([mountNamespace('self')]);
    for (const pid of processIds()) {
      const mnt = mountNamespace(pid);
      if (mnt === null || seen.has(mnt)) continue;
      seen.add(mnt);
      let text: string;
      try {
        text = fs.readFileSync(`/proc/${pid}/mountinfo`, 'utf8');
      } catch {
        seen.delete(mnt);
        continue;
      }
      for (const { inum, path } of nsfsMounts(text)) sink.found(inum, { kind: 'foreign-mount', pid, path });
    }
  },
};
