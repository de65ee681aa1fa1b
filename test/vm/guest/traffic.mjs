/** Traffic of an exact number of packets, from sockets in named namespaces. All of it is synchronous. */
import { closeSync } from 'node:fs';
import {
  bind,
  connect,
  if_nametoindex,
  inNamespace,
  int32,
  ipv4Address,
  linkAddress,
  recv,
  send,
  sendMany,
  setsockopt,
  socket,
} from './syscalls.mjs';

const AF_INET = 2;
const AF_PACKET = 17;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOL_SOCKET = 1;
const SO_SNDBUFFORCE = 32;
const SO_RCVBUFFORCE = 33;
/** Packets count until they are received (veth does not orphan them): a sender must not wait for that. */
const BUFFER_BYTES = 1 << 23;
const SOL_UDP = 17;
const UDP_SEGMENT = 103;
const MSG_DONTWAIT = 0x40;
const EAGAIN = 11;
/** The device did not take the packet: its queue, or the backlog of the CPU behind it, is full. */
const ENOBUFS = 105;
const PORT = 9;
/** Received between two drains at most: far less than the buffer holds. */
const BATCH = 50;

/** A UDP socket that counts what arrives. */
export class Receiver {
  received = 0;
  #fd;
  #into = Buffer.alloc(65536);

  constructor(namespace) {
    this.#fd = inNamespace(namespace, () => {
      const fd = socket(AF_INET, SOCK_DGRAM, 0);
      setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, int32(BUFFER_BYTES), 4);
      bind(fd, ipv4Address('0.0.0.0', PORT), 16);
      return fd;
    });
  }

  drain() {
    for (;;) {
      try {
        recv(this.#fd, this.#into, this.#into.length, MSG_DONTWAIT);
      } catch (thrown) {
        if (thrown.errno === EAGAIN) return;
        throw thrown;
      }
      this.received += 1;
    }
  }
}

export class Sender {
  sent = 0;
  #fd;
  #drain;

  /** @param drain called now and then, so that no socket buffer overflows. */
  constructor(namespace, address, { segmentBytes = 0, drain = () => undefined } = {}) {
    this.#drain = drain;
    this.#fd = inNamespace(namespace, () => {
      const fd = socket(AF_INET, SOCK_DGRAM, 0);
      setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, int32(BUFFER_BYTES), 4);
      if (segmentBytes > 0) setsockopt(fd, SOL_UDP, UDP_SEGMENT, int32(segmentBytes), 4);
      connect(fd, ipv4Address(address, PORT), 16);
      return fd;
    });
  }

  /** @param batch packets in one system call: between them this program does not wait for anything. */
  send(count, payloadBytes, batch = BATCH) {
    const payload = Buffer.alloc(payloadBytes);
    for (let left = count; left > 0; left -= batch) {
      this.sent += sendMany(this.#fd, payload, Math.min(left, batch));
      this.#drain();
    }
  }
}

/** Sends one Ethernet frame `count` times out of a link. One that the link refuses is lost, and has been handed to it. */
export function sendFrames(namespace, link, frame, count) {
  inNamespace(namespace, () => {
    const fd = socket(AF_PACKET, SOCK_RAW, 0);
    bind(fd, linkAddress(if_nametoindex(link)), 20);
    for (let index = 0; index < count; index++) handOver(fd, frame);
    closeSync(fd);
  });
}

function handOver(fd, frame) {
  try {
    send(fd, frame, frame.length, 0);
  } catch (thrown) {
    if (thrown.errno !== ENOBUFS) throw thrown;
  }
}

/** An Ethernet frame of at least `bytes`, filled up with zeros. */
export function frame({ to, from, ethertype, body = Buffer.alloc(0), bytes = 64 }) {
  const header = Buffer.concat([mac(to), mac(from), Buffer.from([ethertype >> 8, ethertype & 0xff])]);
  const content = Buffer.concat([header, body]);
  return Buffer.concat([content, Buffer.alloc(Math.max(0, bytes - content.length))]);
}

/** Who has `address`? (RFC 826) */
export function arpRequest(from, fromAddress, address) {
  const ipv4 = text => Buffer.from(text.split('.').map(Number));
  const opening = Buffer.from([0, 1, 8, 0, 6, 4, 0, 1]);
  const body = Buffer.concat([opening, mac(from), ipv4(fromAddress), Buffer.alloc(6), ipv4(address)]);
  return frame({ to: 'ff:ff:ff:ff:ff:ff', from, ethertype: 0x0806, body, bytes: 42 });
}

function mac(text) {
  return Buffer.from(text.replaceAll(':', ''), 'hex');
}
