/** The namespace that a socket of another process belongs to. */
import { type CallResult, syscalls } from './syscalls.js';

/** Asks the sockets of one process. */
export class SocketOpener {
  readonly #pidfd: CallResult;

  constructor(pid: number) {
    this.#pidfd = syscalls().openPidfd(pid);
  }

  /** An fd of the socket's namespace, the caller's to close. EPERM: the process may not be looked into. */
  open(fd: number): CallResult {
    if (this.#pidfd.errno !== 0) return this.#pidfd;
    const socket = syscalls().duplicateFd(this.#pidfd.value, fd);
    if (socket.errno !== 0) return socket;
    const namespace = syscalls().socketNamespace(socket.value);
    syscalls().close(socket.value);
    return namespace;
  }

  close(): void {
    if (this.#pidfd.errno === 0) syscalls().close(this.#pidfd.value);
  }
}
