import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import { readEnums } from '../../src/probes/btf.js';
import { isReasonEnum, parseReasons, reasonsOf } from '../../src/probes/reasons.js';
import { describeNeeding } from '../support/requirements.js';

/** A blob with: int (kind 1), enum colour { red = 0, blue = 65537 }, struct with one member (kind 4), enum64 size { big = 7 }. */
function blob(baseStrings = 0): Buffer {
  const strings = Buffer.from('\0colour\0red\0blue\0size\0big\0', 'latin1');
  const at = (name: string): number => baseStrings + strings.indexOf(`\0${name}\0`) + 1;
  const words = (...numbers: readonly number[]): Buffer => {
    const buffer = Buffer.alloc(numbers.length * 4);
    numbers.forEach((number, index) => {
      buffer.writeUInt32LE(number >>> 0, index * 4);
    });
    return buffer;
  };
  const types = Buffer.concat([
    words(0, 1 << 24, 4, 0),
    words(at('colour'), (6 << 24) | 2, 4, at('red'), 0, at('blue'), 65_537),
    words(0, (4 << 24) | 1, 8, 0, 1, 0),
    words(at('size'), (19 << 24) | 1, 8, at('big'), 7, 0),
  ]);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0xeb9f, 0);
  header.writeUInt8(1, 2);
  header.writeUInt32LE(24, 4);
  header.writeUInt32LE(0, 8);
  header.writeUInt32LE(types.length, 12);
  header.writeUInt32LE(types.length, 16);
  header.writeUInt32LE(strings.length, 20);
  return Buffer.concat([header, types, strings]);
}

const COLOUR = {
  name: 'colour',
  values: new Map([
    [0, 'red'],
    [65_537, 'blue'],
  ]),
};

describe('readEnums', () => {
  it('reads enums of 32 and of 64 bits among other types', () => {
    expect(readEnums(blob(), () => true)).toEqual([COLOUR, { name: 'size', values: new Map([[7, 'big']]) }]);
    expect(readEnums(blob(), name => name === 'colour')).toEqual([COLOUR]);
  });

  it("reads a module's, whose names come after the kernel's", () => {
    const base = blob();
    const length = base.readUInt32LE(20);
    expect(readEnums(blob(length), name => name === 'colour', base)).toEqual([COLOUR]);
  });

  it('is either read or malformed, whatever the bytes are', () => {
    const whole = blob();
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (bytes, length) => {
        const damaged = Buffer.from(whole.subarray(0, length));
        for (const [offset, byte] of bytes) if (offset < length) damaged[offset] = byte;
        try {
          readEnums(damaged, () => true);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(VethtopError);
        }
      }),
    );
  });
});

describeNeeding(['btf'], "the kernel's own BTF", () => {
  it('names the reasons that the tracepoint names', () => {
    const names = reasonsOf(readEnums(readFileSync('/sys/kernel/btf/vmlinux'), isReasonEnum));
    const expected = parseReasons(readFileSync(new URL('./fixtures/kfree_skb-6.18.format', import.meta.url), 'utf8'));
    const found = new Set(names.values());
    for (const common of ['NO_SOCKET', 'NETFILTER_DROP', 'QDISC_DROP']) {
      expect([...expected.values()]).toContain(common);
      expect(found).toContain(common);
    }
  });
});
