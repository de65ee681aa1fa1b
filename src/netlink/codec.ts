/**
 * The netlink wire format: pure encoding and decoding over Buffers (netlink(7), rtnetlink(7)). Host byte order, which is
 * little-endian on every platform that Node and koffi support here. Anything malformed is a VethtopError `malformed`;
 * nothing reads outside the given range, and every loop advances.
 */
import { VethtopError } from '../core/errors.js';
import { NLA_TYPE_MASK } from './constants.js';

export const HEADER_BYTES = 16;
const SEQ_OFFSET = 8;
const ATTRIBUTE_HEADER_BYTES = 4;

/** One message inside a receive buffer: `start`…`end` is its payload. */
export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly seq: number;
  readonly start: number;
  readonly end: number;
}

/** One attribute: `start`…`end` is its value. */
export interface Attribute {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

function align4(length: number): number {
  return (length + 3) & ~3;
}

function malformed(what: string, offset: number, why: string): VethtopError {
  return new VethtopError({ code: 'malformed', what: `malformed netlink ${what} at offset ${offset}`, why });
}

/** The messages in `buffer` up to `length`, from `from`. */
export function messages(buffer: Buffer, length: number, from = 0): Message[] {
  if (length > buffer.length) throw malformed('datagram', from, `${length} bytes said, ${buffer.length} there`);
  const found: Message[] = [];
  let offset = from;
  while (offset < length) {
    if (length - offset < HEADER_BYTES) throw malformed('message', offset, 'shorter than its header');
    const size = buffer.readUInt32LE(offset);
    if (size < HEADER_BYTES || size > length - offset) {
      throw malformed('message', offset, `length ${size} of ${length - offset} bytes`);
    }
    found.push({
      type: buffer.readUInt16LE(offset + 4),
      flags: buffer.readUInt16LE(offset + 6),
      seq: buffer.readUInt32LE(offset + SEQ_OFFSET),
      start: offset + HEADER_BYTES,
      end: offset + size,
    });
    offset += align4(size);
  }
  return found;
}

/** Calls `visit` for each attribute in `start`…`end`. A callback and not a generator: this runs 60 times per link. */
export function eachAttribute(
  buffer: Buffer,
  start: number,
  end: number,
  visit: (type: number, start: number, end: number) => void,
): void {
  if (start < 0 || end > buffer.length) throw malformed('attributes', start, `range ${start}…${end} of ${buffer.length} bytes`);
  let offset = start;
  while (offset < end) {
    if (end - offset < ATTRIBUTE_HEADER_BYTES) {
      // Padding after the last attribute may be left over, never data.
      return;
    }
    const size = buffer.readUInt16LE(offset);
    if (size < ATTRIBUTE_HEADER_BYTES || size > end - offset) {
      throw malformed('attribute', offset, `length ${size} of ${end - offset} bytes`);
    }
    visit(buffer.readUInt16LE(offset + 2) & NLA_TYPE_MASK, offset + ATTRIBUTE_HEADER_BYTES, offset + size);
    offset += align4(size);
  }
}

/** Attributes of higher numbers are of nobody's interest here. */
const MOST_TYPES = 64;

/** The attributes of one payload by type: what a decoder of many messages needs, read in one loop. May be used again. */
export class AttributeIndex {
  readonly #starts = new Uint32Array(MOST_TYPES);
  readonly #ends = new Uint32Array(MOST_TYPES);

  /**
   * Forgets what it had, and takes the attributes in `start`…`end`; the last of a type counts.
   * @throws VethtopError `malformed`.
   */
  read(buffer: Buffer, start: number, end: number): this {
    if (start < 0 || end > buffer.length) throw malformed('attributes', start, `range ${start}…${end} of ${buffer.length} bytes`);
    this.#ends.fill(0);
    let offset = start;
    while (end - offset >= ATTRIBUTE_HEADER_BYTES) {
      const size = (buffer[offset] ?? 0) | ((buffer[offset + 1] ?? 0) << 8);
      if (size < ATTRIBUTE_HEADER_BYTES || size > end - offset) {
        throw malformed('attribute', offset, `length ${size} of ${end - offset} bytes`);
      }
      const type = ((buffer[offset + 2] ?? 0) | ((buffer[offset + 3] ?? 0) << 8)) & NLA_TYPE_MASK;
      if (type < MOST_TYPES) {
        this.#starts[type] = offset + ATTRIBUTE_HEADER_BYTES;
        this.#ends[type] = offset + size;
      }
      offset += align4(size);
    }
    return this;
  }

  has(type: number): boolean {
    return this.#ends[type] !== 0;
  }

  /** Where the value begins; 0 where it is not there. */
  start(type: number): number {
    return this.has(type) ? (this.#starts[type] ?? 0) : 0;
  }

  /** Where the value ends; 0 where it is not there. */
  end(type: number): number {
    return this.#ends[type] ?? 0;
  }
}

/** The attributes of a payload as a list; for tests and rare messages. */
export function attributes(buffer: Buffer, start: number, end: number): Attribute[] {
  const found: Attribute[] = [];
  eachAttribute(buffer, start, end, (type, from, to) => found.push({ type, start: from, end: to }));
  return found;
}

function sized(buffer: Buffer, start: number, end: number, bytes: number): void {
  if (end - start < bytes || end > buffer.length)
    throw malformed('value', start, `${end - start} bytes where ${bytes} are needed`);
}

export function readU8(buffer: Buffer, start: number, end: number): number {
  sized(buffer, start, end, 1);
  return buffer.readUInt8(start);
}

export function readU32(buffer: Buffer, start: number, end: number): number {
  sized(buffer, start, end, 4);
  return buffer.readUInt32LE(start);
}

export function readI32(buffer: Buffer, start: number, end: number): number {
  sized(buffer, start, end, 4);
  return buffer.readInt32LE(start);
}

/** A 64-bit counter as a number: exact to 2^53, which a 400 Gbit/s link reaches after two days in bytes and stays within 1 ppm. */
export function readU64(buffer: Buffer, start: number, end: number): number {
  sized(buffer, start, end, 8);
  return buffer.readUInt32LE(start) + buffer.readUInt32LE(start + 4) * 0x1_0000_0000;
}

/** A NUL-terminated string's bytes, without the NUL. */
export function readName(buffer: Buffer, start: number, end: number): Buffer {
  if (end > buffer.length) throw malformed('name', start, 'beyond the buffer');
  const nul = buffer.indexOf(0, start);
  return buffer.subarray(start, nul === -1 || nul > end ? end : nul);
}

/** Zeroed bytes from Node's pool: thousands of requests would each cost an ArrayBuffer of its own. */
export function zeroed(bytes: number): Buffer {
  return Buffer.allocUnsafe(bytes).fill(0);
}

/** An attribute ready for the wire, padded. */
export function attribute(type: number, value: Buffer): Buffer {
  const size = ATTRIBUTE_HEADER_BYTES + value.length;
  const out = zeroed(align4(size));
  out.writeUInt16LE(size, 0);
  out.writeUInt16LE(type, 2);
  value.copy(out, ATTRIBUTE_HEADER_BYTES);
  return out;
}

export function i32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeInt32LE(value);
  return out;
}

export function u32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeUInt32LE(value);
  return out;
}

export interface MessageParts {
  readonly type: number;
  readonly flags: number;
  readonly seq: number;
  readonly body: Buffer;
}

/** Gives the message at `start` another sequence number. */
export function setSeq(buffer: Buffer, start: number, seq: number): void {
  buffer.writeUInt32LE(seq, start + SEQ_OFFSET);
}

/** A whole message ready to be sent. */
export function message({ type, flags, seq, body }: MessageParts): Buffer {
  const out = zeroed(HEADER_BYTES + body.length);
  out.writeUInt32LE(out.length, 0);
  out.writeUInt16LE(type, 4);
  out.writeUInt16LE(flags, 6);
  setSeq(out, 0, seq);
  body.copy(out, HEADER_BYTES);
  return out;
}
