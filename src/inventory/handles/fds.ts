import fs from 'node:fs';
import { errnoOf } from '../../core/errors.js';
import { commOf, processIds } from './proc.js';
import { type HandleSource, inumOf } from './source.js';

/** Inodes of nsfs are numbered from here, <linux/proc_ns.h>; the fixed ones of the initial namespaces are just below 0xf0000000. */
const LEAST_INUM = 0xefff_ff00;

/** The inode of an open file, without a call into its file system, which may hang; null before Linux 5.14. */
function inodeOf(pid: number, fd: string): number | null {
  const match = /^ino:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1'));
  return match === null ? null : Number(match[1]);
}

/**
 * The inum of a namespace that is open as `fd`; null for any other file. A namespace opened through a bind mount shows that
 * path, or `/` when the mount is gone, and not `net:[inum]`.
 */
function openNamespace(pid: number, fd: string, nsfsDevice: number): number | null {
  try {
    const target = fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
    if (!target.startsWith('/')) return inumOf(target);
    const inode = inodeOf(pid, fd);
    if (inode === null ? target !== '/' && !target.includes('/netns/') : inode < LEAST_INUM) return null;
    const { dev, ino } = fs.statSync(`/proc/${pid}/fd/${fd}`);
    return dev === nsfsDevice ? ino : null;
  } catch {
    // Closed meanwhile.
    return null;
  }
}

/** Namespaces that a process holds open by a file descriptor: agents, runtimes, debuggers. */
export const fds: HandleSource = {
  level: 'deep',
  kinds: ['fd'],
  *scan(sink) {
    const nsfsDevice = fs.statSync('/proc/thread-self/ns/net').dev;
    let refused = 0;
    for (const pid of processIds()) {
      yield;
      // What this process has open, it opened to look.
      if (pid === process.pid) continue;
      let entries: string[];
      try {
        entries = fs.readdirSync(`/proc/${pid}/fd`);
      } catch (error) {
        if (errnoOf(error) === 'EACCES') refused++;
        continue;
      }
      for (const fd of entries) {
        const inum = openNamespace(pid, fd, nsfsDevice);
        // Another type of namespace is found here too; it gets no nsid and so goes no further.
        if (inum !== null) sink.found(inum, { kind: 'fd', pid, fd: Number(fd), comm: commOf(pid) });
      }
    }
    if (refused > 0) {
      sink.partial({
        source: '/proc/<pid>/fd',
        why: `the open files of ${refused} processes may not be read`,
        next: 'run it as root with all capabilities',
      });
    }
  },
};
