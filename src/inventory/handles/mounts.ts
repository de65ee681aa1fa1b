import fs from 'node:fs';
import { reasonOf } from '../../core/errors.js';
import { sanitiseBytes } from '../../core/text.js';
import type { Handle } from '../model.js';
import { type HandleSource, inumOf } from './source.js';

const NAMED = /^(?:\/var)?\/run\/netns\/[^/]+$/s;

/** `path` is sanitised; `rawPath` is there where its bytes, latin1-decoded, are something else. */
export interface MountPath {
  readonly path: string;
  readonly rawPath?: string;
}

export interface NsfsMount extends MountPath {
  readonly inum: number;
}

/** Octal escapes of proc_pid_mountinfo(5): space, tab, newline and backslash. */
function unescapeOctal(path: string): string {
  return path.includes('\\')
    ? path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    : path;
}

function mountPath(rawPath: string): MountPath {
  const path = sanitiseBytes(Buffer.from(rawPath, 'latin1'));
  return path === rawPath ? { path } : { path, rawPath };
}

/**
 * The network namespaces bind-mounted somewhere, from the latin1-decoded text of a mountinfo file: field 4 is the root within the
 * file system, `net:[inum]`, and the type after ` - ` is nsfs. Pure.
 */
export function nsfsMounts(mountinfo: string): NsfsMount[] {
  const found: NsfsMount[] = [];
  for (const line of mountinfo.split('\n')) {
    if (!line.includes(' - nsfs ')) continue;
    const [, , , root, path] = line.split(' ');
    const inum = inumOf(root ?? '');
    if (inum !== null && path !== undefined) found.push({ inum, ...mountPath(unescapeOctal(path)) });
  }
  return found;
}

export function mountHandle(mount: MountPath): Handle {
  return { kind: NAMED.test(mount.rawPath ?? mount.path) ? 'named' : 'mount', ...mount };
}

interface MountHandle {
  readonly inum: number;
  readonly handle: Handle;
}

/** What was read last: with a thousand mounts reading the same text again is most of what watching costs. */
let last: { readonly text: string; readonly found: readonly MountHandle[] } = { text: '', found: [] };

function mountHandles(text: string): readonly MountHandle[] {
  if (text !== last.text)
    last = { text, found: nsfsMounts(text).map(({ inum, ...mount }) => ({ inum, handle: mountHandle(mount) })) };
  return last.found;
}

/** Names made by `ip netns`, and every other nsfs mount of this mount namespace: Docker's, CRI's, CNI's. */
export const mounts: HandleSource = {
  level: 'names',
  kinds: ['named', 'mount'],
  scan(sink) {
    let text: string;
    try {
      text = fs.readFileSync('/proc/self/mountinfo', 'latin1');
    } catch (error) {
      sink.partial({ source: '/proc/self/mountinfo', why: reasonOf(error), next: 'mount /proc' });
      return [];
    }
    for (const { inum, handle } of mountHandles(text)) sink.found(inum, handle);
    return [];
  },
};
