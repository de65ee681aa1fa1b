import { describe, expect, it } from 'vitest';
import { NO_REPORT_YET, rateAfter, STALE_AFTER_TICKS, step, type Timing } from '../../src/rates/timing.js';

const AT_1S: Timing = step(NO_REPORT_YET, 1000, false);

describe('step', () => {
  it.each([
    ['no report', NO_REPORT_YET, null, false, { step: 'none', lastMs: null, intervalMs: null, missedTicks: 1 }],
    ['the first', NO_REPORT_YET, 1000, false, { step: 'first', lastMs: 1000, intervalMs: null, missedTicks: 0 }],
    ['the next', AT_1S, 1250, false, { step: 'interval', lastMs: 1250, intervalMs: 250, missedTicks: 0 }],
    ['one after a restart', AT_1S, 1250, true, { step: 'break', lastMs: 1250, intervalMs: 250, missedTicks: 0 }],
    ['the same again', AT_1S, 1000, false, { step: 'none', lastMs: 1000, intervalMs: null, missedTicks: 1 }],
    ['one too close to tell apart', AT_1S, 1000.5, false, { step: 'none', lastMs: 1000, intervalMs: null, missedTicks: 1 }],
    ['one from before', AT_1S, 400, false, { step: 'break', lastMs: 400, intervalMs: null, missedTicks: 0 }],
    ['no number', AT_1S, Number.NaN, false, { step: 'none', lastMs: 1000, intervalMs: null, missedTicks: 1 }],
  ])('%s', (_, timing, monotonicMs, broken, expected) => {
    expect(step(timing, monotonicMs, broken)).toEqual(expected);
  });
});

describe('rateAfter', () => {
  it('divides by the real interval', () => {
    expect(rateAfter(step(AT_1S, 1250, false), 7, 100, false)).toBe(400);
  });

  it('is unknown after a restart of either side', () => {
    expect(rateAfter(step(AT_1S, 1250, false), 7, 100, true)).toBeNull();
    expect(rateAfter(step(AT_1S, 1250, true), 7, 100, false)).toBeNull();
  });

  it('carries the last for a while', () => {
    let timing = AT_1S;
    const carried = Array.from({ length: STALE_AFTER_TICKS + 1 }, () => {
      timing = step(timing, null, false);
      return rateAfter(timing, 7, 0, false);
    });
    expect(carried).toEqual([7, 7, null, null]);
  });
});
