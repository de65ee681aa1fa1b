import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import {
  AttributeIndex,
  attribute,
  attributes,
  HEADER_BYTES,
  message,
  messages,
  readName,
  readU8,
  readU32,
  readU64,
} from '../../src/netlink/codec.js';

const value = fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes));

describe('attributes', () => {
  it('come back as they were written, whatever their lengths', () => {
    const part = fc.record({ type: fc.integer({ min: 0, max: 0x3fff }), value });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), parts => {
        const wire = Buffer.concat(parts.map(one => attribute(one.type, one.value)));
        const read = attributes(wire, 0, wire.length).map(({ type, start, end }) => ({ type, value: wire.subarray(start, end) }));
        expect(read).toEqual(parts.map(one => ({ type: one.type, value: one.value })));
      }),
    );
  });

  it('lose the nested and byte-order flags of their type', () => {
    const wire = attribute(0x8000 | 18, Buffer.from([1]));
    expect(attributes(wire, 0, wire.length)[0]?.type).toBe(18);
  });

  it('that say more than there is are an error', () => {
    const wire = attribute(3, Buffer.from('eth0'));
    wire.writeUInt16LE(200, 0);
    expect(() => attributes(wire, 0, wire.length)).toThrow(VethtopError);
  });

  it('of length below their header are an error and no endless loop', () => {
    for (const length of [0, 1, 2, 3]) {
      const wire = attribute(3, Buffer.from('eth0'));
      wire.writeUInt16LE(length, 0);
      expect(() => attributes(wire, 0, wire.length)).toThrow(/malformed netlink attribute/);
    }
  });
});

describe('messages', () => {
  it('come back as they were written', () => {
    const part = fc.record({ type: fc.nat(0xffff), flags: fc.nat(0xffff), seq: fc.nat(0xffffffff), body: value });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), parts => {
        const wire = Buffer.concat(
          parts.map(one => {
            const bytes = message(one);
            return Buffer.concat([bytes, Buffer.alloc(((bytes.length + 3) & ~3) - bytes.length)]);
          }),
        );
        const read = messages(wire, wire.length);
        expect(read.map(({ type, flags, seq }) => ({ type, flags, seq }))).toEqual(
          parts.map(({ type, flags, seq }) => ({ type, flags, seq })),
        );
        expect(read.map(({ start, end }) => wire.subarray(start, end))).toEqual(parts.map(one => one.body));
      }),
    );
  });

  it('cut short are an error', () => {
    const wire = message({ type: 16, flags: 0, seq: 1, body: Buffer.alloc(32) });
    for (let length = 1; length < wire.length; length++) expect(() => messages(wire, length)).toThrow(VethtopError);
  });

  it('never read beyond the buffer, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        const wire = Buffer.from(bytes);
        let found: ReturnType<typeof messages>;
        try {
          found = messages(wire, wire.length);
        } catch (error) {
          expect(error).toBeInstanceOf(VethtopError);
          return;
        }
        for (const { start, end } of found) {
          expect(start).toBeGreaterThanOrEqual(HEADER_BYTES);
          expect(end).toBeLessThanOrEqual(wire.length);
        }
      }),
    );
  });
});

describe('values', () => {
  it('shorter than their type are an error', () => {
    const wire = Buffer.alloc(3);
    expect(() => readU32(wire, 0, 3)).toThrow(/3 bytes where 4/);
    expect(() => readU64(wire, 0, 3)).toThrow(VethtopError);
    expect(() => readU8(wire, 3, 3)).toThrow(VethtopError);
  });

  it('of 64 bits are exact up to 2^53', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), wanted => {
        const wire = Buffer.alloc(8);
        wire.writeBigUInt64LE(wanted);
        expect(readU64(wire, 0, 8)).toBe(Number(wanted));
      }),
    );
  });

  it('names end at the first NUL inside the attribute, or at its end', () => {
    expect(readName(Buffer.from('eth0\0zzz'), 0, 8).toString()).toBe('eth0');
    expect(readName(Buffer.from('eth0zzz\0'), 0, 4).toString()).toBe('eth0');
  });
});

describe('AttributeIndex', () => {
  it('finds what eachAttribute visits; the last of a type counts', () => {
    const list = fc.array(fc.tuple(fc.integer({ min: 0, max: 63 }), fc.uint8Array({ maxLength: 9 })), { maxLength: 12 });
    const index = new AttributeIndex();
    fc.assert(
      fc.property(list, given => {
        const wire = Buffer.concat(given.map(([type, value]) => attribute(type, Buffer.from(value))));
        index.read(wire, 0, wire.length);
        const last = new Map(attributes(wire, 0, wire.length).map(one => [one.type, one]));
        for (let type = 0; type < 64; type++) {
          const { start = 0, end = 0 } = last.get(type) ?? {};
          expect([index.has(type), index.start(type), index.end(type)]).toEqual([last.has(type), start, end]);
        }
      }),
    );
  });
});
