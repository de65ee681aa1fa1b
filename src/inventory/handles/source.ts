/** Where handles on namespaces come from: an ordered table of sources, one file each. */
import type { Handle, Partial } from '../model.js';

export interface ScanSink {
  /** `inum` as the source read it; opening the handle proves it. */
  found(inum: number, handle: Handle): void;
  partial(partial: Partial): void;
}

export interface HandleSource {
  readonly name: string;
  /** Costly sources run only in a deep scan. */
  readonly deep: boolean;
  scan(sink: ScanSink): void;
}

/** The file to open for a handle. */
export function handlePath(handle: Handle): string {
  switch (handle.kind) {
    case 'self':
      return '/proc/thread-self/ns/net';
    case 'named':
    case 'mount':
      return handle.path;
    case 'process':
      return `/proc/${handle.pid}/ns/net`;
    case 'thread':
      return `/proc/${handle.pid}/task/${handle.tid}/ns/net`;
    case 'fd':
      return `/proc/${handle.pid}/fd/${handle.fd}`;
    case 'foreign-mount':
      return `/proc/${handle.pid}/root${handle.path}`;
  }
}

/** `net:[4026531840]`, as nsfs names its files; null for anything else. */
export function inumOf(nsfsName: string): number | null {
  const match = /^net:\[(\d+)\]$/.exec(nsfsName);
  return match === null ? null : Number(match[1]);
}
