/**
 * bpftrace's JSON lines → events. Pure and incremental: text in pieces of any size, events out; nothing that is printed makes it
 * throw. Written against bpftrace 0.16 … 0.27.
 */
import { sanitise } from '../core/text.js';

export interface MapEntry {
  /** Its parts as printed, joined with commas. */
  readonly key: string;
  readonly value: bigint;
}

export type ProbeEvent =
  /** Not yet attached in versions up to 0.23: the line comes before the work. */
  | { readonly type: 'attached'; readonly probes: number }
  | { readonly type: 'map'; readonly name: string; readonly entries: readonly MapEntry[] }
  /** `start` of frame.bt: every probe is attached. */
  | { readonly type: 'start' }
  /** End of a report. */
  | { readonly type: 'frame'; readonly nsecs: bigint }
  | { readonly type: 'lost'; readonly events: number }
  /** A helper failed in the kernel; `code` is a negative errno. */
  | { readonly type: 'helper-error'; readonly helper: string; readonly code: number }
  | { readonly type: 'text'; readonly text: string }
  /** Not what bpftrace prints. */
  | { readonly type: 'rubbish'; readonly text: string };

/** A line of 16 MiB would be a report of 200,000 links. */
const LONGEST_LINE = 1 << 24;
const EXCERPT = 200;

export class LineDecoder {
  #rest = '';
  /** Inside a line that was too long: skip to its end. */
  #skipping = false;
  readonly #longestLine: number;

  constructor(longestLine = LONGEST_LINE) {
    this.#longestLine = longestLine;
  }

  push(chunk: string): readonly ProbeEvent[] {
    const lines = chunk.split('\n');
    const last = lines.pop() ?? '';
    const events: ProbeEvent[] = [];
    for (const line of lines) {
      this.#append(line, events);
      if (!this.#skipping) events.push(...decodeLine(this.#rest));
      this.#rest = '';
      this.#skipping = false;
    }
    this.#append(last, events);
    return events;
  }

  /** What a last line without an end holds. */
  end(): readonly ProbeEvent[] {
    const events = this.#skipping ? [] : decodeLine(this.#rest);
    this.#rest = '';
    this.#skipping = false;
    return events;
  }

  #append(text: string, events: ProbeEvent[]): void {
    if (this.#skipping) return;
    if (this.#rest.length + text.length <= this.#longestLine) {
      this.#rest += text;
      return;
    }
    events.push(rubbish(this.#rest + text));
    this.#rest = '';
    this.#skipping = true;
  }
}

function decodeLine(line: string): readonly ProbeEvent[] {
  if (!/\S/.test(line)) return [];
  const message = parse(line);
  if (!isRecord(message) || typeof message.type !== 'string') return [rubbish(line)];
  const decoder = DECODERS.get(message.type);
  return decoder === undefined ? [{ type: 'text', text: excerpt(line) }] : decoder(message, line);
}

type JsonRecord = Readonly<Record<string, unknown>>;
type MessageDecoder = (message: JsonRecord, line: string) => readonly ProbeEvent[];

const DECODERS: ReadonlyMap<string, MessageDecoder> = new Map<string, MessageDecoder>(
  Object.entries<MessageDecoder>({
    attached_probes: ({ data }, line) => {
      const probes = isRecord(data) ? toCount(data.probes) : null;
      return probes === null ? [rubbish(line)] : [{ type: 'attached', probes }];
    },
    map: ({ data }, line) => (isRecord(data) ? Object.entries(data).flatMap(decodeMap) : [rubbish(line)]),
    printf: ({ data }, line) => (typeof data === 'string' ? [decodePrinted(data)] : [rubbish(line)]),
    lost_events: ({ data }, line) => {
      const events = isRecord(data) ? toCount(data.events) : null;
      return events === null ? [rubbish(line)] : [{ type: 'lost', events }];
    },
    helper_error: (message, line) => {
      const facts = isRecord(message.data) ? { ...message, ...message.data } : message;
      const { helper, retcode } = facts;
      if (typeof helper !== 'string' || typeof retcode !== 'number') return [rubbish(line)];
      return [{ type: 'helper-error', helper: excerpt(helper), code: retcode }];
    },
  }),
);

function decodeMap([name, value]: readonly [string, unknown]): readonly ProbeEvent[] {
  if (!isRecord(value)) {
    const single = toInteger(value);
    return single === null ? [] : [{ type: 'map', name, entries: [{ key: '', value: single }] }];
  }
  const entries: MapEntry[] = [];
  for (const key of Object.keys(value)) {
    const number = toInteger(value[key]);
    if (number !== null) entries.push({ key, value: number });
  }
  return [{ type: 'map', name, entries }];
}

function decodePrinted(text: string): ProbeEvent {
  const [, kind, digits] = /^(start|frame) (\d{1,20})\n$/.exec(text) ?? [];
  if (kind === 'start') return { type: 'start' };
  if (kind === 'frame' && digits !== undefined) return { type: 'frame', nsecs: BigInt(digits) };
  return { type: 'text', text: excerpt(text) };
}

/** A part of a key as an unsigned 64-bit number: hex or decimal by version, signed up to 0.23. */
export function keyNumber(part: string): bigint | null {
  if (!/^(?:-?\d{1,20}|0x[0-9a-fA-F]{1,16})$/.test(part)) return null;
  return BigInt.asUintN(64, BigInt(part));
}

/** Integers beyond 2^53 are quoted first: JSON.parse would round them. Only a value stands between `": ` and `,` or `}`. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line.replace(/": (-?\d{16,20})(?=[,}])/g, '": "$1"'));
  } catch {
    return null;
  }
}

function toInteger(value: unknown): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d{16,20}$/.test(value) ? BigInt(value) : null;
}

function toCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rubbish(line: string): ProbeEvent {
  return { type: 'rubbish', text: excerpt(line) };
}

function excerpt(text: string): string {
  return sanitise(text.slice(0, EXCERPT));
}
