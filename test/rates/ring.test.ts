import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryView, PAIR_SERIES, RingStore, type Value } from '../../src/rates/ring.js';

async function collectGarbage(): Promise<void> {
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
  await new Promise(resolve => setImmediate(resolve));
}

const createRing = (seriesCount: number, capacity: number) => new RingStore(seriesCount, capacity).create();

describe('ring', () => {
  it('gives the last values, oldest first, null where nothing was known', () => {
    const ring = createRing(2, 3);
    ring.push(1, null);
    ring.push(null, 20);
    expect(ring.read(0)).toEqual([1, null]);
    ring.push(3, 30);
    ring.push(4, 40);
    expect(ring.read(0)).toEqual([null, 3, 4]);
    expect(ring.read(1)).toEqual([20, 30, 40]);
  });

  it('equals a list cut to its capacity', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(2048))), fc.integer({ min: 1, max: 20 }), (values, capacity) => {
        const ring = createRing(1, capacity);
        for (const value of values) ring.push(value);
        expect(ring.read(0)).toEqual(values.slice(-capacity));
      }),
    );
  });

  it('has nothing of its neighbours', () => {
    const rate = fc.option(fc.nat(2048));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), rate, rate), { maxLength: 200 }), writes => {
        const store = new RingStore(2, 5, 3);
        const rings = Array.from({ length: 7 }, () => ({ ring: store.create(), first: [] as Value[], second: [] as Value[] }));
        for (const [index, first, second] of writes) {
          const one = rings[index];
          one?.ring.push(first, second);
          one?.first.push(first);
          one?.second.push(second);
        }
        for (const { ring, first, second } of rings)
          expect([ring.read(0), ring.read(1)]).toEqual([first.slice(-5), second.slice(-5)]);
      }),
    );
  });

  it('gives its place to another one when nobody holds it, and never while somebody has a view of it', async () => {
    const store = new RingStore(PAIR_SERIES.length, 100, 2);
    const made = Array.from({ length: 10 }, () => store.create());
    made.at(3)?.push(7, 7, 7, 7, 7);
    const kept = made.at(3) === undefined ? null : new HistoryView(made.at(3) ?? store.create());
    expect(store.room).toBe(10);
    made.length = 0;
    for (let tries = 0; store.room > 2 && tries < 100; tries++) await collectGarbage();
    expect(store.room).toBe(2);
    for (let count = 0; count < 5; count++) store.create().push(1, 1, 1, 1, 1);
    expect(kept?.ab).toEqual([7]);
  });

  it('refuses a series that it has not', () => {
    expect(() => createRing(1, 3).read(1)).toThrow(RangeError);
  });
});

describe('a history view', () => {
  it('names the series of a pair’s ring', () => {
    const ring = createRing(PAIR_SERIES.length, 4);
    ring.push(1, 2, 3, 4, 5);
    const view = new HistoryView(ring);
    expect(PAIR_SERIES.map(series => view[series])).toEqual([[1], [2], [3], [4], [5]]);
  });

  it('stays what it was when the ring goes on, and shows as unknown what was overwritten before it was read', () => {
    const ring = createRing(PAIR_SERIES.length, 3);
    ring.push(1, 10);
    ring.push(2, 20);
    const view = new HistoryView(ring);
    expect(view.ab).toEqual([1, 2]);
    for (const value of [3, 4]) ring.push(value, value * 10);
    expect(view.ab).toEqual([1, 2]);
    expect(view.ba).toEqual([null, 20]);
  });
});
