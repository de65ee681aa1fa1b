/** Request and answer over one rtnetlink socket, synchronously: the kernel fills a dump while it is read, without waiting. */
import { VethtopError } from '../core/errors.js';
import { HEADER_BYTES, type Message, message, messages, readI32, setSeq } from './codec.js';
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

/** Requests encoded once, to be sent again and again: in datagrams of a batch each. */
export type Prepared = readonly Batch[];

interface Batch {
  readonly bytes: Buffer;
  /** Where in `bytes` each message begins. */
  readonly starts: readonly number[];
  /** Index of its first request. */
  readonly from: number;
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
    const seq = this.#numbers(1);
    this.#send(message({ type, flags: NLM_F.REQUEST | (dump ? NLM_F.DUMP : NLM_F.ACK), seq, body }));
    let interrupted = false;
    let answer: Answer | null = null;
    while (answer === null) {
      this.#receive((buffer, part) => {
        // Left over from an earlier request that failed half-way.
        if (part.seq !== seq || answer !== null) return;
        if ((part.flags & NLM_F.DUMP_INTR) !== 0) interrupted = true;
        if (part.type === NLMSG.ERROR || part.type === NLMSG.DONE) {
          const errno = errnoIn(buffer, part);
          if (errno !== 0) answer = { kind: 'error', errno };
          else answer = interrupted ? { kind: 'interrupted' } : OK;
          return;
        }
        onMessage(buffer, part);
      });
    }
    return answer;
  }

  /**
   * Asks many single requests with few system calls; the answers in the order of the requests. Only the last of a batch is
   * acknowledged: what succeeds without an answer before it stays silent (netlink_rcv_skb answers in order).
   * @throws VethtopError as `ask`.
   */
  askMany(requests: readonly SingleRequest[], onMessage: OnMessageOf): Answer[] {
    const answers: Answer[] = requests.map(() => OK);
    this.askPrepared(this.prepare(requests), onMessage, (index, errno) => {
      answers[index] = { kind: 'error', errno };
    });
    return answers;
  }

  prepare(requests: readonly SingleRequest[]): Prepared {
    const batches: Batch[] = [];
    for (let from = 0; from < requests.length; from += BATCH) {
      const some = requests.slice(from, from + BATCH);
      const parts = some.map(({ type, body }, index) =>
        message({ type, flags: NLM_F.REQUEST | (index === some.length - 1 ? NLM_F.ACK : 0), seq: 0, body }),
      );
      const starts: number[] = [];
      let start = 0;
      for (const part of parts) {
        starts.push(start);
        start += part.length;
      }
      batches.push({ bytes: Buffer.concat(parts), starts, from });
    }
    return batches;
  }

  /** `askMany` with what `prepare` gave. */
  askPrepared(prepared: Prepared, onMessage: OnMessageOf, onError: (index: number, errno: number) => void): void {
    for (const batch of prepared) this.#askBatch(batch, onMessage, onError);
  }

  #askBatch({ bytes, starts, from }: Batch, onMessage: OnMessageOf, onError: (index: number, errno: number) => void): void {
    const firstSeq = this.#numbers(starts.length);
    for (const [index, start] of starts.entries()) setSeq(bytes, start, (firstSeq + index) >>> 0);
    this.#send(bytes);
    const last = starts.length - 1;
    let done = false;
    while (!done) {
      this.#receive((buffer, part) => {
        const index = (part.seq - firstSeq) >>> 0;
        if (index > last) return;
        if (part.type === NLMSG.ERROR) {
          const errno = errnoIn(buffer, part);
          if (errno !== 0) onError(from + index, errno);
          if (index === last) done = true;
        } else onMessage(from + index, buffer, part);
      });
    }
  }

  /** The first of `count` sequence numbers; they are 32 bits long, which 2,000 requests a second use up in 25 days. */
  #numbers(count: number): number {
    const first = (this.#seq + 1) >>> 0;
    this.#seq = (this.#seq + count) >>> 0;
    this.requests += count;
    return first;
  }

  /** The messages that are there; waits for the first. */
  #receive(onPart: OnMessage): void {
    const received = this.#receiver.receive(this.#fd);
    if (received.kind === 'error') throw socketError('receive', received.errno);
    const { buffer, spans } = received;
    for (const { start, end } of spans) for (const part of messages(buffer, end, start)) onPart(buffer, part);
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
