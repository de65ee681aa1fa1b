/** Opening the namespace that a handle names. */
import fs from 'node:fs';
import { errnoOf, reasonOf } from '../../core/errors.js';
import { SocketOpener } from '../../netlink/socket-namespace.js';
import type { Handle } from '../model.js';
import { handlePath } from './source.js';

export type Opened =
  /** An fd of the namespace with this inum, the caller's to close. */
  | { readonly kind: 'ok'; readonly fd: number }
  /** The handle is gone, or is another namespace by now. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly why: string };

const GONE: Opened = { kind: 'gone' };

function openSocket(pid: number, fd: number): number | null {
  const opener = new SocketOpener(pid);
  const opened = opener.open(fd);
  opener.close();
  return opened.errno === 0 ? opened.value : null;
}

/** The bytes of a path are kept beside it where the path shows them in another form. */
function pathToOpen(handle: Handle): string | Buffer {
  const raw = 'rawPath' in handle ? handle.rawPath : undefined;
  if (raw === undefined) return handlePath(handle);
  const prefix = handle.kind === 'foreign-mount' ? `/proc/${handle.pid}/root` : '';
  return Buffer.from(`${prefix}${raw}`, 'latin1');
}

export function openHandle(handle: Handle, inum: number): Opened {
  let fd: number | null;
  if (handle.kind === 'socket') fd = openSocket(handle.pid, handle.fd);
  else {
    try {
      fd = fs.openSync(pathToOpen(handle), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'ENOENT' || errno === 'ESRCH') return GONE;
      return { kind: 'refused', why: `${handlePath(handle)}: ${errno ?? reasonOf(error)}` };
    }
  }
  if (fd === null) return GONE;
  // A mount hidden under another, or a process that moved on: not the namespace that was announced.
  if (fs.fstatSync(fd).ino === inum) return { kind: 'ok', fd };
  fs.closeSync(fd);
  return GONE;
}
