import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backoff } from '../../src/probes/backoff.js';
import { cadenceFor } from '../../src/probes/cadence.js';
import { capacityFor, enlarged } from '../../src/probes/capacity.js';

describe('cadenceFor', () => {
  it.each([
    [200, { frameIntervalMs: 200, framesPerSample: 1 }],
    [1000, { frameIntervalMs: 1000, framesPerSample: 1 }],
    [1500, { frameIntervalMs: 750, framesPerSample: 2 }],
    [10_000, { frameIntervalMs: 1000, framesPerSample: 10 }],
  ])('%d ms', (intervalMs, cadence) => {
    expect(cadenceFor(intervalMs)).toEqual(cadence);
  });

  it('reports in whole milliseconds, at least once a second, and keeps the interval', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 600_000, noNaN: true }), intervalMs => {
        const { frameIntervalMs, framesPerSample } = cadenceFor(intervalMs);
        expect(Number.isInteger(frameIntervalMs)).toBe(true);
        expect(frameIntervalMs).toBeGreaterThanOrEqual(50);
        expect(frameIntervalMs).toBeLessThanOrEqual(1000);
        expect(Math.abs(frameIntervalMs * framesPerSample - Math.max(50, intervalMs))).toBeLessThanOrEqual(framesPerSample);
      }),
    );
  });
});

describe('capacity', () => {
  it('has room for more than the links there are', () => {
    expect(capacityFor(0)).toBe(4096);
    expect(capacityFor(2001)).toBe(8192 * 2 ** Math.ceil(Math.log2((2001 * 4) / 8192)));
    fc.assert(fc.property(fc.nat(100_000), links => capacityFor(links) >= Math.min(1 << 20, links * 4)));
  });

  it('doubles when it is nearly full, up to a limit', () => {
    expect(enlarged(4096, 3000)).toBeNull();
    expect(enlarged(4096, 4000)).toBe(8192);
    expect(enlarged(1 << 20, 1 << 20)).toBeNull();
  });
});

describe('Backoff', () => {
  it('waits longer each time, up to a limit, and starts over after a healthy life', () => {
    const backoff = new Backoff();
    expect([0, 0, 0, 0, 0, 0, 0].map(livedMs => backoff.nextMs(livedMs))).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000]);
    expect(backoff.nextMs(60_000)).toBe(250);
  });
});
