/** Where handles on namespaces come from: an ordered table of sources, one file each. */
import type { Handle, Partial } from '../model.js';

/**
 * What a scan costs: `names` reads one file, `processes` one link of each process, `deep` every thread and open file
 * of each. A scan of a level includes those before it.
 */
export const SCAN_LEVELS = ['names', 'processes', 'deep'] as const;
export type ScanLevel = (typeof SCAN_LEVELS)[number];

export interface ScanSink {
  /** `inum` as the source read it; opening the handle proves it. */
  found(inum: number, handle: Handle): void;
  /** What this scan found so far of a namespace. */
  handlesOf(inum: number): readonly Handle[];
  partial(partial: Partial): void;
}

export interface HandleSource {
  readonly level: ScanLevel;
  /** The kinds of handles that it finds, and no other source does. */
  readonly kinds: readonly Handle['kind'][];
  /** Yields where the scan may pause: what it says may be some pauses old. */
  scan(sink: ScanSink): Iterable<void>;
}

/** The file to open for a handle; of a socket it is the link in /proc, which cannot be opened. */
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
    case 'socket':
      return `/proc/${handle.pid}/fd/${handle.fd}`;
    case 'foreign-mount':
      return `/proc/${handle.pid}/root${handle.path}`;
  }
}

/** Of the kinds that tell of a namespace without naming it. */
export function isHiddenHandle({ kind }: Handle): boolean {
  return kind === 'socket';
}

/** Of the kinds that only a deep scan finds. */
export function isDeepHandle({ kind }: Handle): boolean {
  return kind === 'thread' || kind === 'fd' || kind === 'foreign-mount' || kind === 'socket';
}

/** `net:[4026531840]`, as nsfs names its files; null for anything else. */
export function inumOf(nsfsName: string): number | null {
  const match = /^net:\[(\d+)\]$/.exec(nsfsName);
  return match === null ? null : Number(match[1]);
}
