/** System calls that Node lacks: namespaces, sockets in them, scheduling, bpf(2). Numbers: x86_64, <linux/…>. */
import { closeSync, openSync } from 'node:fs';
import koffi from 'koffi';

const libc = koffi.load('libc.so.6');

function declare(prototype) {
  const call = libc.func(prototype);
  const name = /(\w+)\(/.exec(prototype)?.[1];
  return (...values) => {
    const result = Number(call(...values));
    if (result < 0) throw Object.assign(new Error(`${name} failed with errno ${koffi.errno()}`), { errno: koffi.errno() });
    return result;
  };
}

const setns = declare('int setns(int fd, int type)');
export const socket = declare('int socket(int domain, int type, int protocol)');
export const bind = declare('int bind(int fd, void *address, uint32_t length)');
export const connect = declare('int connect(int fd, void *address, uint32_t length)');
export const send = declare('long send(int fd, void *bytes, size_t length, int flags)');
export const if_nametoindex = declare('uint32_t if_nametoindex(const char *name)');
export const recv = declare('long recv(int fd, void *bytes, size_t length, int flags)');
export const setsockopt = declare('int setsockopt(int fd, int level, int option, void *value, uint32_t length)');
export const sched_setscheduler = declare('int sched_setscheduler(int pid, int policy, void *parameters)');
export const sched_setaffinity = declare('int sched_setaffinity(int pid, size_t length, void *mask)');
const sendmmsg = declare('int sendmmsg(int fd, void *messages, unsigned int count, int flags)');
const syscall = declare('long syscall(long number, int command, void *attributes, unsigned int length)');

const CLONE_NEWNET = 0x40000000;
const HOME = openSync('/proc/thread-self/ns/net', 'r');

/** Runs a synchronous function in a named namespace: sockets it opens and programs it starts are there. */
export function inNamespace(namespace, action) {
  const fd = openSync(`/run/netns/${namespace}`, 'r');
  setns(fd, CLONE_NEWNET);
  try {
    return action();
  } finally {
    setns(HOME, CLONE_NEWNET);
    closeSync(fd);
  }
}

export function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** struct sockaddr_in. */
export function ipv4Address(address, port) {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(2, 0);
  bytes.writeUInt16BE(port, 2);
  Buffer.from(address.split('.').map(Number)).copy(bytes, 4);
  return bytes;
}

/** struct sockaddr_ll, to send on one link. */
export function linkAddress(ifindex) {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt16LE(17, 0);
  bytes.writeInt32LE(ifindex, 4);
  return bytes;
}

/** One datagram, `count` times in one call. @throws Error when the kernel took fewer. */
export function sendMany(fd, payload, count) {
  const iov = Buffer.alloc(16);
  iov.writeBigUInt64LE(koffi.address(payload), 0);
  iov.writeBigUInt64LE(BigInt(payload.length), 8);
  // struct mmsghdr: a struct msghdr of 56 bytes and the number sent, padded to 64.
  const messages = Buffer.alloc(64 * count);
  for (let index = 0; index < count; index++) {
    messages.writeBigUInt64LE(koffi.address(iov), 64 * index + 16);
    messages.writeBigUInt64LE(1n, 64 * index + 24);
  }
  const sent = sendmmsg(fd, messages, count, 0);
  if (sent !== count) throw new Error(`${sent} of ${count} datagrams were taken`);
  return sent;
}

const SYS_bpf = 321;
const BPF_PROG_LOAD = 5;
const BPF_OBJ_PIN = 6;
const BPF_PROG_TYPE_XDP = 6;

/** Loads an XDP program of two instructions that gives one verdict for every packet, and pins it. */
export function pinXdpVerdict(verdict, path) {
  const instructions = Buffer.from([0xb7, 0, 0, 0, verdict, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
  const license = Buffer.from('GPL\0');
  const load = Buffer.alloc(128);
  load.writeUInt32LE(BPF_PROG_TYPE_XDP, 0);
  load.writeUInt32LE(2, 4);
  load.writeBigUInt64LE(koffi.address(instructions), 8);
  load.writeBigUInt64LE(koffi.address(license), 16);
  const fd = syscall(SYS_bpf, BPF_PROG_LOAD, load, load.length);
  const pathname = Buffer.from(`${path}\0`);
  const pin = Buffer.alloc(128);
  pin.writeBigUInt64LE(koffi.address(pathname), 0);
  pin.writeUInt32LE(fd, 8);
  syscall(SYS_bpf, BPF_OBJ_PIN, pin, pin.length);
  closeSync(fd);
}
