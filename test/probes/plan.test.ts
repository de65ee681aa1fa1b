import { describe, expect, it } from 'vitest';
import { FLAVOURS } from '../../src/probes/flavours.js';
import { isSamePlan, planFor, type Wanted } from '../../src/probes/plan.js';

const WANTED: Wanted = { depth: 'full', intervalMs: 1000, capacity: 4096, retries: true };
const [twice] = FLAVOURS.filter(({ retry }) => retry.length > 0);
const [once] = FLAVOURS.filter(({ retry }) => retry.length === 0);
if (twice === undefined || once === undefined) throw new Error('both kinds of flavour are needed');

describe('planFor', () => {
  it('plans no program where only the counters are wanted', () => {
    expect(planFor(twice, { ...WANTED, depth: 'counters' })).toBeNull();
  });

  it('looks for retries only where packets are counted by a flavour that sees them twice', () => {
    expect(planFor(twice, WANTED)?.retries).toBe(true);
    expect(planFor(twice, { ...WANTED, retries: false })?.retries).toBe(false);
    expect(planFor(twice, { ...WANTED, depth: 'light' })?.retries).toBe(false);
    expect(planFor(once, WANTED)?.retries).toBe(false);
  });
});

describe('isSamePlan', () => {
  it.each<[string, Partial<Wanted>, boolean]>([
    ['nothing', {}, true],
    ['an interval that has the same reports', { intervalMs: 2000 }, true],
    ['a shorter interval', { intervalMs: 200 }, false],
    ['room', { capacity: 8192 }, false],
    ['depth', { depth: 'light' }, false],
    ['retries', { retries: false }, false],
  ])('%s', (_, change, same) => {
    const plan = planFor(twice, WANTED);
    expect(plan !== null && isSamePlan(plan, planFor(twice, { ...WANTED, ...change }))).toBe(same);
  });

  it('another flavour', () => {
    const plan = planFor(twice, WANTED);
    expect(plan !== null && isSamePlan(plan, planFor(once, WANTED))).toBe(false);
  });
});
