/** Reading /proc one process at a time; a process that ends meanwhile is normal. */
import fs from 'node:fs';
import { errnoOf } from '../../core/errors.js';
import { sanitise } from '../../core/text.js';
import { inumOf } from './source.js';

/** `vanished`: the process or thread ended. `refused`: this process may not look (ptrace access mode, hidepid). */
export type Inspected =
  | { readonly kind: 'inum'; readonly inum: number }
  | { readonly kind: 'vanished' }
  | { readonly kind: 'refused' };

export function processIds(): number[] {
  const pids: number[] = [];
  for (const entry of fs.readdirSync('/proc')) {
    const first = entry.charCodeAt(0);
    if (first >= 0x30 && first <= 0x39) pids.push(Number(entry));
  }
  return pids;
}

/** The namespace behind a /proc link such as `/proc/42/ns/net`. */
export function inspect(link: string): Inspected {
  let target: string;
  try {
    target = fs.readlinkSync(link);
  } catch (error) {
    const errno = errnoOf(error);
    return { kind: errno === 'EACCES' || errno === 'EPERM' ? 'refused' : 'vanished' };
  }
  const inum = inumOf(target);
  return inum === null ? { kind: 'vanished' } : { kind: 'inum', inum };
}

/** The name of a process, sanitised; null when it has ended. */
export function commOf(pid: number): string | null {
  try {
    return sanitise(fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd());
  } catch {
    // It ended between two reads, or hidepid hides it: there is no name to show.
    return null;
  }
}
