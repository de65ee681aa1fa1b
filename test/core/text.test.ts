import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise, sanitiseBytes } from '../../src/core/text.js';

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/;

describe('sanitise', () => {
  it.each([
    ['an escape sequence', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
    ['a blessed tag, which is harmless', '{bold}', '{bold}'],
    ['what looks like an option', '-rf', '-rf'],
    ['a bidi override', 'a\u202eb', 'a\\u{202e}b'],
    ['CJK', '網路介面', '網路介面'],
    ['a C1 control', '\u009b31m', '\\x9b31m'],
    ['half a surrogate pair', '\ud800', '\\u{d800}'],
  ])('%s', (_, raw, shown) => {
    expect(sanitise(raw)).toBe(shown);
  });

  it('leaves nothing that steers a terminal, and is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), raw => {
        const safe = sanitise(raw);
        expect(safe).not.toMatch(UNSAFE);
        expect(sanitise(safe)).toBe(safe);
      }),
    );
  });
});

describe('sanitiseBytes', () => {
  it('shows bytes that are no UTF-8 as numbers', () => {
    expect(sanitiseBytes(Buffer.from([0x65, 0xff, 0xfe]))).toBe('e\\xff\\xfe');
  });

  it('is safe for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 130 }), bytes => {
        expect(sanitiseBytes(bytes)).not.toMatch(UNSAFE);
      }),
    );
  });
});
