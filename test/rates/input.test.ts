import { expect, it } from 'vitest';
import { countersOf } from '../../src/rates/input.js';
import { aLink, aNamespace, anInventory, exactPair, NO_COUNTERS } from './fixtures.js';

it('reads the counters that links carry, and leaves out links without', () => {
  const counted = aLink(0, 3, { counters: { ...NO_COUNTERS, txPackets: 7 } });
  const reading = countersOf(anInventory([aNamespace(0)], [exactPair(counted, aLink(0, 4))]), 12);
  expect(reading).toEqual({ monotonicMs: 12, links: new Map([['0/3', counted.counters]]) });
});
