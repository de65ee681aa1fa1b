import fs from 'node:fs';
import { errnoOf } from '../../core/errors.js';
import { ERRNO } from '../../netlink/constants.js';
import { SocketOpener } from '../../netlink/socket-namespace.js';
import { commOf, processIds } from './proc.js';
import type { HandleSource } from './source.js';

function socketInode(pid: number, fd: string): string | null {
  try {
    const target = fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
    return target.startsWith('socket:') ? target : null;
  } catch {
    // Closed meanwhile.
    return null;
  }
}

/**
 * Namespaces that nothing names but a socket keeps alive: made in them by a process that is elsewhere now. Each socket is
 * duplicated for a moment to ask it (pidfd_getfd(2), SIOCGSKNS).
 */
export const sockets: HandleSource = {
  level: 'deep',
  kinds: ['socket'],
  *scan(sink) {
    const asked = new Set<string>();
    let refused = 0;
    for (const pid of processIds()) {
      yield;
      // Our own are in the observer, which is no part of the picture.
      if (pid === process.pid) continue;
      let entries: string[];
      try {
        entries = fs.readdirSync(`/proc/${pid}/fd`);
      } catch (error) {
        if (errnoOf(error) === 'EACCES') refused++;
        continue;
      }
      const opener = new SocketOpener(pid);
      try {
        for (const fd of entries) {
          const inode = socketInode(pid, fd);
          if (inode === null || asked.has(inode)) continue;
          const opened = opener.open(Number(fd));
          if (opened.errno === ERRNO.EPERM) {
            refused++;
            break;
          }
          asked.add(inode);
          if (opened.errno !== 0) continue;
          const inum = fs.fstatSync(opened.value).ino;
          fs.closeSync(opened.value);
          // Of a namespace that has a better handle its sockets tell nothing, and there may be thousands.
          if (sink.handlesOf(inum).every(({ kind }) => kind === 'socket'))
            sink.found(inum, { kind: 'socket', pid, fd: Number(fd), comm: commOf(pid) });
        }
      } finally {
        opener.close();
      }
    }
    if (refused > 0) {
      sink.partial({
        source: '/proc/<pid>/fd',
        why: `the sockets of ${refused} processes may not be asked for their namespace`,
        next: 'run it as root with all capabilities (CAP_SYS_PTRACE)',
      });
    }
  },
};
