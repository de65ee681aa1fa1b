import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRing, HistoryView, PAIR_SERIES, push, read } from '../../src/rates/ring.js';

describe('ring', () => {
  it('gives the last values, oldest first, null where nothing was known', () => {
    const ring = createRing(2, 3);
    push(ring, 1, null);
    push(ring, null, 20);
    expect(read(ring, 0)).toEqual([1, null]);
    push(ring, 3, 30);
    push(ring, 4, 40);
    expect(read(ring, 0)).toEqual([null, 3, 4]);
    expect(read(ring, 1)).toEqual([20, 30, 40]);
  });

  it('equals a list cut to its capacity', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1_000_000))), fc.integer({ min: 1, max: 20 }), (values, capacity) => {
        const ring = createRing(1, capacity);
        for (const value of values) push(ring, value);
        expect(read(ring, 0)).toEqual(values.slice(-capacity));
      }),
    );
  });

  it('refuses a series that it has not', () => {
    expect(() => read(createRing(1, 3), 1)).toThrow(RangeError);
  });
});

describe('a history view', () => {
  it('names the series of a pair’s ring', () => {
    const ring = createRing(PAIR_SERIES.length, 4);
    push(ring, 1, 2, 3, 4, 5);
    const view = new HistoryView(ring);
    expect(PAIR_SERIES.map(series => view[series])).toEqual([[1], [2], [3], [4], [5]]);
  });

  it('stays what it was when the ring goes on, and shows as unknown what was overwritten before it was read', () => {
    const ring = createRing(PAIR_SERIES.length, 3);
    push(ring, 1, 10);
    push(ring, 2, 20);
    const view = new HistoryView(ring);
    expect(view.ab).toEqual([1, 2]);
    for (const value of [3, 4]) push(ring, value, value * 10);
    expect(view.ab).toEqual([1, 2]);
    expect(view.ba).toEqual([null, 20]);
  });
});
