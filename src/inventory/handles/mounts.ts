import fs from 'node:fs';
import { reasonOf } from '../../core/errors.js';
import type { Handle } from '../model.js';
import { type HandleSource, inumOf } from './source.js';

const NAMED = /^(?:\/var)?\/run\/netns\/[^/]+$/;

export interface NsfsMount {
  readonly inum: number;
  readonly path: string;
}

/** Octal escapes of proc_pid_mountinfo(5): space, tab, newline and backslash. */
function unescapeOctal(path: string): string {
  return path.includes('\\')
    ? path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    : path;
}

/**
 * The network namespaces bind-mounted somewhere, from the text of a mountinfo file: field 4 is the root within the
 * file system, `net:[inum]`, and the type after ` - ` is nsfs. Pure.
 */
export function nsfsMounts(mountinfo: string): NsfsMount[] {
  const found: NsfsMount[] = [];
  for (const line of mountinfo.split('\n')) {
    if (!line.includes(' - nsfs ')) continue;
    const [, , , root, path] = line.split(' ');
    const inum = inumOf(root ?? '');
    if (inum !== null && path !== undefined) found.push({ inum, path: unescapeOctal(path) });
  }
  return found;
}

export function mountHandle(path: string): Handle {
  return NAMED.test(path) ? { kind: 'named', path } : { kind: 'mount', path };
}

/** Names made by `ip netns`, and every other nsfs mount of this mount namespace: Docker's, CRI's, CNI's. */
export const mounts: HandleSource = {
  name: 'mounts',
  deep: false,
  scan(sink) {
    let text: string;
    try {
      text = fs.readFileSync('/proc/self/mountinfo', 'utf8');
    } catch (error) {
      sink.partial({ source: '/proc/self/mountinfo', why: reasonOf(error), next: 'mount /proc' });
      return;
    }
    for (const { inum, path } of nsfsMounts(text)) sink.found(inum, mountHandle(path));
  },
};
