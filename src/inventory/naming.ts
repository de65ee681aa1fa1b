/** What a namespace is called. Pure. */
import path from 'node:path';
import { sanitise } from '../core/text.js';
import type { Handle } from './model.js';

export interface Named {
  readonly nsid: number;
  readonly inum: number | null;
  readonly isHost: boolean;
  readonly handles: readonly Handle[];
}

/** `host` is ours to give: a namespace that somebody called so is shown by where it is. */
function baseName(file: string): string {
  const base = sanitise(path.basename(file));
  return base === 'host' ? sanitise(file) : base;
}

/** One entry per kind of handle that gives a name, best first. */
const NAMERS: readonly ((handle: Handle) => string | null)[] = [
  handle => (handle.kind === 'named' ? baseName(handle.path) : null),
  handle => (handle.kind === 'mount' || handle.kind === 'foreign-mount' ? baseName(handle.path) : null),
  handle => (handle.kind === 'process' || handle.kind === 'thread' || handle.kind === 'fd' ? `pid:${handle.pid}` : null),
];

export function nameOf({ nsid, inum, isHost, handles }: Named): string {
  if (isHost) return 'host';
  for (const namer of NAMERS) {
    for (const handle of handles) {
      const name = namer(handle);
      if (name !== null) return name;
    }
  }
  if (handles.some(handle => handle.kind === 'self')) return 'self';
  return inum === null ? `hidden#${nsid}` : `hidden:${inum}`;
}
