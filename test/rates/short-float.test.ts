import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromShort, toShort } from '../../src/rates/short-float.js';

const kept = (value: number | null) => fromShort(toShort(value));

describe('a rate in 16 bits', () => {
  it('is exact for null, 0 and whole numbers up to 2,048', () => {
    expect(kept(null)).toBeNull();
    for (let value = 0; value <= 2048; value++) expect(kept(value)).toBe(value);
  });

  it('is as good as one in 2,048 for all others', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -15, max: 2 ** 47, noNaN: true }), value => {
        expect(Math.abs((kept(value) ?? Number.NaN) - value)).toBeLessThanOrEqual(value / 2048);
      }),
    );
  });

  it('keeps the order', () => {
    const rate = fc.double({ min: 0, max: 2 ** 60, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (one, other) => {
        if (one <= other) expect(toShort(one)).toBeLessThanOrEqual(toShort(other));
      }),
    );
  });

  it('is at its ends what is closest, and never null or negative', () => {
    expect([kept(1e-9), kept(-3), kept(Number.MIN_VALUE)]).toEqual([0, 0, 0]);
    expect(kept(2 ** 60)).toBeGreaterThan(2 ** 46);
    expect(kept(Number.POSITIVE_INFINITY)).toBeGreaterThan(2 ** 46);
    expect(kept(Number.NaN)).toBeNull();
  });

  it('gives every code back', () => {
    for (let code = 0; code <= 0xffff; code++) expect(toShort(fromShort(code))).toBe(code);
  });
});
