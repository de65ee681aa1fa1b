import type { Handle, Partial } from '../model.js';
import { fds } from './fds.js';
import { foreignMounts } from './foreign-mounts.js';
import { mounts } from './mounts.js';
import { processes } from './processes.js';
import { self } from './self.js';
import type { HandleSource } from './source.js';
import { threads } from './threads.js';

/** In the order in which a namespace is named and opened: what lasts longest comes first. */
export const HANDLE_SOURCES: readonly HandleSource[] = [self, mounts, processes, threads, foreignMounts, fds];

export interface HandleScan {
  readonly byInum: ReadonlyMap<number, readonly Handle[]>;
  readonly partial: readonly Partial[];
}

/** Runs the sources in order. */
export function scanHandles(options: { readonly deep: boolean }): HandleScan {
  const byInum = new Map<number, Handle[]>();
  const partial: Partial[] = [];
  for (const source of HANDLE_SOURCES) {
    if (source.deep && !options.deep) continue;
    source.scan({
      found: (inum, handle) => {
        const known = byInum.get(inum);
        if (known === undefined) byInum.set(inum, [handle]);
        else known.push(handle);
      },
      partial: one => partial.push(one),
    });
  }
  return { byInum, partial };
}
