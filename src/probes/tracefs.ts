/** tracefs: where it is, what its tracepoint formats say, and how to start a program that needs it where it is not mounted. */
import { existsSync, readFileSync } from 'node:fs';
import { reasonOf } from '../core/errors.js';
import { run } from '../core/run.js';
import { sanitise } from '../core/text.js';

const ROOTS = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'] as const;

/** The tracepoints that fragments attach to. */
export const TRACEPOINTS = ['net/net_dev_start_xmit', 'net/net_dev_xmit', 'skb/kfree_skb'] as const;
export type Tracepoint = (typeof TRACEPOINTS)[number];

export type Tracefs =
  | { readonly kind: 'mounted'; readonly root: string }
  /** Not mounted, but a private mount namespace can have it. */
  | { readonly kind: 'mountable'; readonly root: string }
  | { readonly kind: 'unavailable'; readonly why: string };

/** A mount of tracefs in the program's own mount namespace: it ends with the program. Fixed text; arguments are never part of it. */
const MOUNT = 'mount -t tracefs tracefs /sys/kernel/tracing && exec "$@"';
/** Each format begins with a line `name: …`; a missing file prints nothing. */
const CAT = 'for file in "$@"; do cat "$file" 2>/dev/null; done; true';

export function findTracefs(roots: readonly string[] = ROOTS): Tracefs {
  const mounted = roots.find(root => existsSync(`${root}/events`));
  if (mounted !== undefined) return { kind: 'mounted', root: mounted };
  if (!readFileSync('/proc/filesystems', 'latin1').includes('\ttracefs\n')) {
    return { kind: 'unavailable', why: 'this kernel has no tracefs (CONFIG_TRACING)' };
  }
  const [root] = ROOTS;
  return existsSync(root) ? { kind: 'mountable', root } : { kind: 'unavailable', why: `there is no ${root} to mount tracefs on` };
}

/**
 * The command line that runs `command` where it sees tracefs. Every step is an exec of the same process, so its pid and its
 * parent-death signal are the command's own.
 */
export function withTracefs(tracefs: Tracefs, command: readonly string[]): readonly string[] {
  return tracefs.kind === 'mountable'
    ? ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', MOUNT, 'sh', ...command]
    : command;
}

export interface Formats {
  readonly formats: ReadonlyMap<Tracepoint, string>;
  /** Why there are none, where that is so. */
  readonly why: string | null;
}

/** Text of the `format` files of those tracepoints that this kernel has. */
export async function readFormats(tracefs: Tracefs): Promise<Formats> {
  const none = new Map<Tracepoint, string>();
  if (tracefs.kind === 'unavailable') return { formats: none, why: tracefs.why };
  const files = TRACEPOINTS.map(name => `${tracefs.root}/events/${name}/format`);
  const [file = 'sh', ...args] = withTracefs(tracefs, ['sh', '-c', CAT, 'sh', ...files]);
  try {
    const { stdout, stderr, exitCode } = await run(file, args, { timeoutMs: 10_000 });
    if (exitCode !== 0) return { formats: none, why: `tracefs could not be mounted: ${sanitise(stderr.trim())}` };
    return { formats: splitFormats(stdout), why: null };
  } catch (thrown) {
    return { formats: none, why: reasonOf(thrown) };
  }
}

/** Several format files, one after the other, by tracepoint. */
export function splitFormats(text: string): ReadonlyMap<Tracepoint, string> {
  const parts = text.split(/^(?=name: )/m);
  const found = new Map<Tracepoint, string>();
  for (const tracepoint of TRACEPOINTS) {
    const part = parts.find(candidate => candidate.startsWith(`name: ${tracepoint.split('/')[1]}\n`));
    if (part !== undefined) found.set(tracepoint, part);
  }
  return found;
}

/** Whether the tracepoint has a field of that name: `field:enum skb_drop_reason reason;`. */
export function hasField(format: string, field: string): boolean {
  return new RegExp(`^\\s*field:[^;]*\\b${field};`, 'm').test(format);
}
