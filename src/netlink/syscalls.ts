/** The only FFI: socket and namespace calls of libc that Node lacks. Numbers: <sys/socket.h>, <sched.h>, <linux/netlink.h>. */
import { createRequire } from 'node:module';
import { reasonOf, VethtopError } from '../core/errors.js';
import { ERRNO } from './constants.js';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_ROUTE = 0;
const CLONE_NEWNET = 0x40000000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_RCVTIMEO = 20;
const SOL_NETLINK = 270;
const NETLINK_ADD_MEMBERSHIP = 1;
const NETLINK_LISTEN_ALL_NSID = 8;
const NETLINK_GET_STRICT_CHK = 12;
const MSG_DONTWAIT = 0x40;
const MSG_TRUNC = 0x20;
const MSG_WAITFORONE = 0x10000;
/** The same number on every architecture that koffi has binaries for. */
const SYS_pidfd_open = 434;
const SYS_pidfd_getfd = 438;
/** bpf(2) by `process.arch`, <asm/unistd.h>. */
const SYS_BPF: Readonly<Record<string, number>> = { x64: 321, arm64: 280, riscv64: 280, loong64: 280, arm: 386, ia32: 357 };
/** <linux/sockios.h> */
const SIOCGSKNS = 0x894c;

/** A call's result: `value` ≥ 0, or `errno`. */
export type CallResult = { readonly value: number; readonly errno: 0 } | { readonly value: -1; readonly errno: number };

/** A received datagram: its length in the buffer, and the sender namespace's id where the socket listens to all. */
export type Received =
  | { readonly kind: 'data'; readonly length: number; readonly nsid: number | null }
  | { readonly kind: 'empty' }
  | { readonly kind: 'overrun' }
  | { readonly kind: 'error'; readonly errno: number };

export interface Syscalls {
  unshareNet(): CallResult;
  setnsNet(fd: number): CallResult;
  /** An rtnetlink socket in the thread's current namespace, close-on-exec. */
  netlinkSocket(): CallResult;
  close(fd: number): void;
  send(fd: number, bytes: Buffer): CallResult;
  /** Waits up to the socket's receive timeout. */
  receive(fd: number, into: Buffer): CallResult;
  /** recvmmsg(2) with `count` struct mmsghdr in `headers`; waits for the first datagram. */
  receiveMany(fd: number, headers: Buffer, count: number): CallResult;
  /** Where a buffer lies; for structures that point at it and live no longer. */
  address(buffer: Buffer): bigint;
  /** Never waits. */
  receiveEvent(fd: number, into: Buffer): Received;
  setReceiveTimeout(fd: number, seconds: number): void;
  setReceiveBuffer(fd: number, bytes: number): void;
  /** false: the kernel is older than 4.20. */
  setStrictChecking(fd: number): boolean;
  /** pidfd_open(2), since 5.3. */
  openPidfd(pid: number): CallResult;
  /** pidfd_getfd(2), since 5.6: a duplicate of the fd of another process. */
  duplicateFd(pidfd: number, fd: number): CallResult;
  /** SIOCGSKNS, since 4.10: an fd of the namespace that a socket belongs to. */
  socketNamespace(socket: number): CallResult;
  /** bpf(2); EOPNOTSUPP where its number is not known. */
  bpf(command: number, attributes: Buffer): CallResult;
  /** ioctl(2) on an fd of perf_event_open(2); `argument` is read and written. */
  perfIoctl(fd: number, request: number, argument: Buffer | null): CallResult;
  /** Binds, then hears every namespace that has an id here, then joins: binding with an empty mask drops memberships. */
  joinGroups(fd: number, groups: readonly number[]): CallResult;
}

/** Offsets in struct msghdr and iovec on 64-bit: name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48. */
const MSGHDR_BYTES = 56;
const CONTROL_BYTES = 256;
const CMSG_DATA_OFFSET = 16;

let loaded: Syscalls | undefined;

/**
 * Loads libc on first use (a few milliseconds).
 * @throws VethtopError `dependency` when koffi has no binary for this platform.
 */
export function syscalls(): Syscalls {
  loaded ??= load();
  return loaded;
}

function load(): Syscalls {
  const require = createRequire(import.meta.url);
  let koffi: typeof import('koffi');
  try {
    koffi = require('koffi');
  } catch (error) {
    throw new VethtopError({
      code: 'dependency',
      what: 'the system calls of this platform could not be loaded',
      why: reasonOf(error),
      next: 'run `npm ci` in the installation folder; koffi has binaries for x64, arm64, arm, ia32, riscv64 and loong64',
      cause: error,
    });
  }
  const libc = koffi.load(null);
  const unshare = libc.func('int unshare(int)');
  const setns = libc.func('int setns(int, int)');
  const socket = libc.func('int socket(int, int, int)');
  const close = libc.func('int close(int)');
  const send = libc.func('int64_t send(int, const uint8_t *, size_t, int)');
  const recv = libc.func('int64_t recv(int, _Out_ uint8_t *, size_t, int)');
  const recvmmsg = libc.func('int recvmmsg(int, _Inout_ uint8_t *, uint32_t, int, uint8_t *)');
  const recvmsg = libc.func('int64_t recvmsg(int, _Inout_ uint8_t *, int)');
  const bind = libc.func('int bind(int, const uint8_t *, uint32_t)');
  const syscall = libc.func('long syscall(long, long, long, long)');
  const ioctl = libc.func('int ioctl(int, unsigned long, long)');
  const setsockopt = libc.func('int setsockopt(int, int, int, const uint8_t *, uint32_t)');

  const result = (value: number): CallResult => (value >= 0 ? { value, errno: 0 } : { value: -1, errno: koffi.errno() });
  const setInt = (fd: number, level: number, option: number, value: number): CallResult => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return result(setsockopt(fd, level, option, bytes, 4));
  };

  const control = Buffer.alloc(CONTROL_BYTES);
  const iov = Buffer.alloc(16);
  const header = Buffer.alloc(MSGHDR_BYTES);
  /** The buffer that `iov` points at: one socket asks ten times a second. */
  let eventBuffer: Buffer | null = null;

  return {
    unshareNet: () => result(unshare(CLONE_NEWNET)),
    setnsNet: fd => result(setns(fd, CLONE_NEWNET)),
    netlinkSocket: () => result(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)),
    close: fd => {
      close(fd);
    },
    send: (fd, bytes) => {
      for (;;) {
        const sent = result(send(fd, bytes, bytes.length, 0));
        if (sent.errno !== ERRNO.EINTR) return sent;
      }
    },
    receive: (fd, into) => {
      for (;;) {
        const received = result(recv(fd, into, into.length, 0));
        if (received.errno !== ERRNO.EINTR) return received;
      }
    },
    receiveMany: (fd, headers, count) => {
      for (;;) {
        const received = result(recvmmsg(fd, headers, count, MSG_WAITFORONE, null));
        if (received.errno !== ERRNO.EINTR) return received;
      }
    },
    address: buffer => koffi.address(buffer),
    receiveEvent: (fd, into) => {
      if (into !== eventBuffer) {
        eventBuffer = into;
        iov.writeBigUInt64LE(koffi.address(into), 0);
        iov.writeBigUInt64LE(BigInt(into.length), 8);
        header.writeBigUInt64LE(koffi.address(iov), 16);
        header.writeBigUInt64LE(1n, 24);
        header.writeBigUInt64LE(koffi.address(control), 32);
      }
      // The kernel writes how much of it was filled.
      header.writeUInt32LE(CONTROL_BYTES, 40);
      const { value, errno } = result(recvmsg(fd, header, MSG_DONTWAIT));
      if (errno === ERRNO.EAGAIN || errno === ERRNO.EINTR) return { kind: 'empty' };
      if (errno === ERRNO.ENOBUFS) return { kind: 'overrun' };
      if (errno !== 0) return { kind: 'error', errno };
      if ((header.readInt32LE(48) & MSG_TRUNC) !== 0) return { kind: 'overrun' };
      return { kind: 'data', length: value, nsid: controlNsid(control, header.readUInt32LE(40)) };
    },
    setReceiveTimeout: (fd, seconds) => {
      const timeval = Buffer.alloc(16);
      timeval.writeBigInt64LE(BigInt(seconds), 0);
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval, timeval.length);
    },
    setReceiveBuffer: (fd, bytes) => {
      if (setInt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes).errno !== 0) setInt(fd, SOL_SOCKET, SO_RCVBUF, bytes);
    },
    setStrictChecking: fd => setInt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1).errno === 0,
    openPidfd: pid => result(syscall(SYS_pidfd_open, pid, 0, 0)),
    duplicateFd: (pidfd, fd) => result(syscall(SYS_pidfd_getfd, pidfd, fd, 0)),
    socketNamespace: socket => result(ioctl(socket, SIOCGSKNS, 0)),
    bpf: (command, attributes) => {
      const number = SYS_BPF[process.arch];
      if (number === undefined) return { value: -1, errno: ERRNO.EOPNOTSUPP };
      return result(syscall(number, command, koffi.address(attributes), attributes.length));
    },
    perfIoctl: (fd, request, argument) => result(ioctl(fd, request, argument === null ? 0 : koffi.address(argument))),
    joinGroups: (fd, groups) => {
      const address = Buffer.alloc(12);
      address.writeUInt16LE(AF_NETLINK, 0);
      let done = result(bind(fd, address, address.length));
      if (done.errno === 0) done = setInt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1);
      for (const group of groups) {
        if (done.errno === 0) done = setInt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
      }
      return done;
    },
  };
}

/** The nsid in the first control message (struct cmsghdr: len 8, level 4, type 4), netlink(7). */
function controlNsid(control: Buffer, length: number): number | null {
  if (length < CMSG_DATA_OFFSET + 4) return null;
  const level = control.readInt32LE(8);
  const type = control.readInt32LE(12);
  return level === SOL_NETLINK && type === NETLINK_LISTEN_ALL_NSID ? control.readInt32LE(CMSG_DATA_OFFSET) : null;
}
