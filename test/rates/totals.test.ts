import { expect, it } from 'vitest';
import type { PairRate } from '../../src/rates/model.js';
import { sumPairs } from '../../src/rates/totals.js';

const EMPTY = { ab: [], ba: [], abBytes: [], baBytes: [], drops: [] };

function pair(ab: number | null, ba: number | null, losses: Readonly<Record<string, number>> | null = null): PairRate {
  const direction = (rate: number | null) => ({ packetsPerSecond: rate, bytesPerSecond: rate, packets: 0, bytes: 0 });
  const drops = Object.entries(losses ?? {}).map(([reason, perSecond]) => ({
    end: 'a' as const,
    reason,
    function: 'f',
    class: 'loss' as const,
    cause: null,
    perSecond,
    total: perSecond,
  }));
  return {
    id: 'x',
    source: 'probe',
    ab: direction(ab),
    ba: direction(ba),
    dropsPerSecond: losses === null ? null : drops.reduce((sum, drop) => sum + drop.perSecond, 0),
    dropsTotal: null,
    drops,
    kernel: { abPacketsPerSecond: null, baPacketsPerSecond: null },
    history: EMPTY,
  };
}

const MEASURED = { packets: true, drops: true };

it('sums what is known', () => {
  expect(sumPairs([pair(1, null), pair(null, 4)], MEASURED)).toMatchObject({ packetsPerSecond: 5, dropsPerSecond: null });
});

it('is unknown where all is, and before an interval even over nothing', () => {
  expect(sumPairs([pair(null, null)], MEASURED).packetsPerSecond).toBeNull();
  expect(sumPairs([], MEASURED)).toMatchObject({ packetsPerSecond: 0, dropsPerSecond: 0 });
  expect(sumPairs([], { packets: false, drops: false })).toMatchObject({ packetsPerSecond: null, dropsPerSecond: null });
});

it('names the commonest reason over all pairs', () => {
  const { topReason } = sumPairs([pair(0, 0, { A: 6, B: 3 }), pair(0, 0, { B: 4, C: 7 })], MEASURED);
  expect(topReason).toEqual({ reason: 'B', share: 7 / 20 });
  expect(sumPairs([pair(0, 0, { A: 0 })], MEASURED).topReason).toBeNull();
});
