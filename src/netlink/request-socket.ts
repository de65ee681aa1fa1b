/** Request and answer over one rtnetlink socket, synchronously: the kernel fills a dump while it is read, without waiting. */
import { VethtopError } from '../core/errors.js';
import { HEADER_BYTES, type Message, message, messages, readI32 } from './codec.js';
import { ERRNO, NLM_F, NLMSG } from './constants.js';
import { syscalls } from './syscalls.js';

/** Larger than any single message; the kernel fills up to 32 KiB per read of a dump and more where the reader offers it. */
const BUFFER_BYTES = 1 << 18;
const TIMEOUT_SECONDS = 5;

export type Answer =
  | { readonly kind: 'ok' }
  /** The dump was not consistent (NLM_F_DUMP_INTR): ask again. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'error'; readonly errno: number };

export interface Request {
  readonly type: number;
  readonly body: Buffer;
  readonly dump: boolean;
}

/** Payload of one answer message: `start`…`end` of `buffer`, valid only during the call. */
export type OnMessage = (buffer: Buffer, message: Message) => void;

export class RequestSocket {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  readonly strict: boolean;
  #seq = 0;
  /** Requests made so far; shows what a refresh costs. */
  requests = 0;

  /** Takes ownership of `fd`, an rtnetlink socket. */
  constructor(fd: number) {
    this.#fd = fd;
    syscalls().setReceiveTimeout(fd, TIMEOUT_SECONDS);
    this.strict = syscalls().setStrictChecking(fd);
  }

  /**
   * Sends one request and reads its whole answer.
   * @throws VethtopError `netlink` when the socket fails or stays silent, `malformed` when the answer is.
   */
  ask({ type, body, dump }: Request, onMessage: OnMessage): Answer {
    const seq = ++this.#seq;
    this.requests++;
    const flags = NLM_F.REQUEST | (dump ? NLM_F.DUMP : NLM_F.ACK);
    const sent = syscalls().send(this.#fd, message({ type, flags, seq, body }));
    if (sent.errno !== 0) throw socketError('send', sent.errno);
    let interrupted = false;
    for (;;) {
      const received = syscalls().receive(this.#fd, this.#buffer);
      if (received.errno !== 0) throw socketError('receive', received.errno);
      if (received.value === 0) throw socketError('receive', 0);
      for (const part of messages(this.#buffer, received.value)) {
        // Left over from an earlier request that failed half-way.
        if (part.seq !== seq) continue;
        if ((part.flags & NLM_F.DUMP_INTR) !== 0) interrupted = true;
        if (part.type === NLMSG.ERROR || part.type === NLMSG.DONE) {
          // DONE carries an errno too, since 4.20; both are negative.
          const errno = part.end - part.start >= 4 ? -readI32(this.#buffer, part.start, part.end) : 0;
          if (errno !== 0) return { kind: 'error', errno };
          return interrupted ? { kind: 'interrupted' } : { kind: 'ok' };
        }
        onMessage(this.#buffer, part);
      }
    }
  }

  close(): void {
    syscalls().close(this.#fd);
  }
}

function socketError(what: string, errno: number): VethtopError {
  const silent = errno === ERRNO.EAGAIN;
  return new VethtopError({
    code: 'netlink',
    what: `the kernel's netlink socket failed (${what})`,
    why: silent
      ? `no answer in ${TIMEOUT_SECONDS} s`
      : errno === 0
        ? `no data (${HEADER_BYTES} bytes expected)`
        : `errno ${errno}`,
    next: 'run vethtop again; if it stays, report it with the output of `vethtop status`',
  });
}
