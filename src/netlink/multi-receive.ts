/** Many datagrams in one call: recvmmsg(2) into slots of one buffer. Offsets are those of 64-bit Linux. */
import type { Syscalls } from './syscalls.js';

const SLOTS = 32;
/** Larger than any answer: the kernel fills up to 32 KiB of a dump at once. Pages that are not written cost nothing. */
const SLOT_BYTES = 128 << 10;
const IOVEC_BYTES = 16;
/** struct mmsghdr: struct msghdr (name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48), len 56. */
const MMSGHDR_BYTES = 64;
const FLAGS_OFFSET = 48;
const LENGTH_OFFSET = 56;
const MSG_TRUNC = 0x20;

export type ManyReceived =
  /** `starts` and `ends` of datagrams in `buffer`, valid until the next call. */
  | {
      readonly kind: 'data';
      readonly buffer: Buffer;
      readonly spans: readonly { readonly start: number; readonly end: number }[];
    }
  | { readonly kind: 'error'; readonly errno: number };

export class MultiReceiver {
  readonly #sys: Syscalls;
  readonly #buffer = Buffer.allocUnsafeSlow(SLOTS * SLOT_BYTES);
  readonly #iovecs = Buffer.alloc(SLOTS * IOVEC_BYTES);
  readonly #headers = Buffer.alloc(SLOTS * MMSGHDR_BYTES);

  constructor(sys: Syscalls) {
    this.#sys = sys;
    const data = sys.address(this.#buffer);
    const iovecs = sys.address(this.#iovecs);
    for (let slot = 0; slot < SLOTS; slot++) {
      this.#iovecs.writeBigUInt64LE(data + BigInt(slot * SLOT_BYTES), slot * IOVEC_BYTES);
      this.#iovecs.writeBigUInt64LE(BigInt(SLOT_BYTES), slot * IOVEC_BYTES + 8);
      this.#headers.writeBigUInt64LE(iovecs + BigInt(slot * IOVEC_BYTES), slot * MMSGHDR_BYTES + 16);
      this.#headers.writeBigUInt64LE(1n, slot * MMSGHDR_BYTES + 24);
    }
  }

  /** Waits for the first datagram, up to the socket's receive timeout, and takes what is there by then. */
  receive(fd: number): ManyReceived {
    const received = this.#sys.receiveMany(fd, this.#headers, SLOTS);
    if (received.errno !== 0) return { kind: 'error', errno: received.errno };
    const spans: { start: number; end: number }[] = [];
    for (let slot = 0; slot < received.value; slot++) {
      const header = slot * MMSGHDR_BYTES;
      if ((this.#headers.readUInt32LE(header + FLAGS_OFFSET) & MSG_TRUNC) !== 0) return { kind: 'error', errno: 0 };
      const start = slot * SLOT_BYTES;
      spans.push({ start, end: start + this.#headers.readUInt32LE(header + LENGTH_OFFSET) });
    }
    return { kind: 'data', buffer: this.#buffer, spans };
  }
}
