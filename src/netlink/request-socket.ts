/** Request and answer over one rtnetlink socket, synchronously: the kernel fills a dump while it is read, without waiting. */
import { VethtopError } from '../core/errors.js';
import { HEADER_BYTES, type Message, message, messages, readI32 } from './codec.js';
import { ERRNO, NLM_F, NLMSG } from './constants.js';
import { MultiReceiver } from './multi-receive.js';
import { syscalls } from './syscalls.js';

const TIMEOUT_SECONDS = 5;
/** Requests sent in one datagram: their answers, 4 KiB each by the kernel's count, must fit into the receive buffer. */
const BATCH = 64;
const RECEIVE_BUFFER_BYTES = 4 << 20;

export type Answer =
  | { readonly kind: 'ok' }
  /** The dump was not consistent (NLM_F_DUMP_INTR): ask again. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'error'; readonly errno: number };

const OK: Answer = { kind: 'ok' };

export interface Request {
  readonly type: number;
  readonly body: Buffer;
  readonly dump: boolean;
}

/** A request that is answered by one message at most, or by an error. */
export type SingleRequest = Omit<Request, 'dump'>;

interface Received {
  readonly buffer: Buffer;
  readonly part: Message;
}

/** Payload of one answer message: `start`…`end` of `buffer`, valid only during the call. */
export type OnMessage = (buffer: Buffer, message: Message) => void;

/** The same for many requests: `index` says which one is answered. */
export type OnMessageOf = (index: number, buffer: Buffer, message: Message) => void;

export class RequestSocket {
  readonly #fd: number;
  readonly #receiver = new MultiReceiver(syscalls());
  readonly strict: boolean;
  #seq = 0;
  /** Requests made so far; shows what a refresh costs. */
  requests = 0;

  /** Takes ownership of `fd`, an rtnetlink socket. */
  constructor(fd: number) {
    this.#fd = fd;
    syscalls().setReceiveTimeout(fd, TIMEOUT_SECONDS);
    syscalls().setReceiveBuffer(fd, RECEIVE_BUFFER_BYTES);
    this.strict = syscalls().setStrictChecking(fd);
  }

  /**
   * Sends one request and reads its whole answer.
   * @throws VethtopError `netlink` when the socket fails or stays silent, `malformed` when the answer is.
   */
  ask({ type, body, dump }: Request, onMessage: OnMessage): Answer {
    const seq = ++this.#seq;
    this.requests++;
    this.#send(message({ type, flags: NLM_F.REQUEST | (dump ? NLM_F.DUMP : NLM_F.ACK), seq, body }));
    let interrupted = false;
    for (;;) {
      for (const { buffer, part } of this.#receive()) {
        // Left over from an earlier request that failed half-way.
        if (part.seq !== seq) continue;
        if ((part.flags & NLM_F.DUMP_INTR) !== 0) interrupted = true;
        if (part.type === NLMSG.ERROR || part.type === NLMSG.DONE) {
          const errno = errnoIn(buffer, part);
          if (errno !== 0) return { kind: 'error', errno };
          return interrupted ? { kind: 'interrupted' } : OK;
        }
        onMessage(buffer, part);
      }
    }
  }

  /**
   * Asks many single requests with few system calls; the answers in the order of the requests. Only the last of a batch is
   * acknowledged: what succeeds without an answer before it stays silent (netlink_rcv_skb answers in order).
   * @throws VethtopError as `ask`.
   */
  askMany(requests: readonly SingleRequest[], onMessage: OnMessageOf): Answer[] {
    const answers: Answer[] = requests.map(() => OK);
    for (let from = 0; from < requests.length; from += BATCH) {
      this.#askBatch(requests.slice(from, from + BATCH), from, onMessage, answers);
    }
    return answers;
  }

  #askBatch(requests: readonly SingleRequest[], from: number, onMessage: OnMessageOf, answers: Answer[]): void {
    const firstSeq = this.#seq + 1;
    this.#seq += requests.length;
    this.requests += requests.length;
    const last = requests.length - 1;
    this.#send(
      Buffer.concat(
        requests.map(({ type, body }, index) =>
          message({ type, flags: NLM_F.REQUEST | (index === last ? NLM_F.ACK : 0), seq: firstSeq + index, body }),
        ),
      ),
    );
    for (let done = false; !done; ) {
      for (const { buffer, part } of this.#receive()) {
        const index = part.seq - firstSeq;
        if (index < 0 || index > last) continue;
        if (part.type === NLMSG.ERROR) {
          const errno = errnoIn(buffer, part);
          if (errno !== 0) answers[from + index] = { kind: 'error', errno };
          if (index === last) done = true;
        } else onMessage(from + index, buffer, part);
      }
    }
  }

  /** The messages that are there; waits for the first. */
  #receive(): Received[] {
    const received = this.#receiver.receive(this.#fd);
    if (received.kind === 'error') throw socketError('receive', received.errno);
    const { buffer, spans } = received;
    const found: Received[] = [];
    for (const { start, end } of spans) for (const part of messages(buffer, end, start)) found.push({ buffer, part });
    return found;
  }

  #send(bytes: Buffer): void {
    const sent = syscalls().send(this.#fd, bytes);
    if (sent.errno !== 0) throw socketError('send', sent.errno);
  }

  close(): void {
    syscalls().close(this.#fd);
  }
}

/** NLMSG_ERROR and, since 4.20, NLMSG_DONE carry a negative errno; 0 is success. */
function errnoIn(buffer: Buffer, { start, end }: Message): number {
  return end - start >= 4 ? -readI32(buffer, start, end) : 0;
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
