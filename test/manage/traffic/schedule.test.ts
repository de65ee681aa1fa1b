import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetsDue } from '../../../src/manage/traffic/schedule.js';

const wave = fc.record({ packetsPerSecond: fc.integer({ min: 1, max: 10_000 }), index: fc.nat(50) });

describe('packetsDue', () => {
  it('starts at zero and never falls', () => {
    fc.assert(
      fc.property(wave, fc.array(fc.nat(3_600_000), { minLength: 2 }), (of, times) => {
        const due = times.toSorted((a, b) => a - b).map(time => packetsDue(of, time));
        expect(packetsDue(of, 0)).toBe(0);
        expect(due).toEqual(due.toSorted((a, b) => a - b));
      }),
    );
  });

  it('keeps to the mean over whole periods', () => {
    fc.assert(
      fc.property(wave, fc.integer({ min: 1, max: 100 }), (of, periods) => {
        expect(Math.abs(packetsDue(of, periods * 24_000) - of.packetsPerSecond * periods * 24)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('moves by two fifths around it', () => {
    const perSecond = Array.from({ length: 24 }, (_, second) => {
      const of = { packetsPerSecond: 1_000, index: 0 };
      return packetsDue(of, (second + 1) * 1_000) - packetsDue(of, second * 1_000);
    });
    expect(Math.max(...perSecond)).toBeGreaterThan(1_380);
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(1_401);
    expect(Math.min(...perSecond)).toBeLessThan(620);
    expect(Math.min(...perSecond)).toBeGreaterThanOrEqual(599);
  });
});
