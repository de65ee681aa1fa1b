import fs from 'node:fs';
import { commOf, inspect, processIds } from './proc.js';
import type { HandleSource } from './source.js';

/** Threads in another namespace than their process: what calls setns(2) in one thread only. */
export const threads: HandleSource = {
  level: 'deep',
  kinds: ['thread'],
  *scan(sink) {
    for (const pid of processIds()) {
      yield;
      let tids: string[];
      try {
        tids = fs.readdirSync(`/proc/${pid}/task`);
      } catch {
        // The process has ended.
        continue;
      }
      if (tids.length < 2) continue;
      const main = inspect(`/proc/${pid}/ns/net`);
      if (main.kind !== 'inum') continue;
      for (const tid of tids) {
        const seen = inspect(`/proc/${pid}/task/${tid}/ns/net`);
        if (seen.kind === 'inum' && seen.inum !== main.inum)
          sink.found(seen.inum, { kind: 'thread', pid, tid: Number(tid), comm: commOf(pid) });
      }
    }
  },
};
