import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costBetween } from '../../src/probes/cost.js';
import { parseProgramRuns, type Runs } from '../../src/probes/program-runs.js';

const runs = (...rows: readonly (readonly [number, number, number])[]): ReadonlyMap<number, Runs> =>
  new Map(rows.map(([id, runTimeNs, count]) => [id, { runTimeNs, runs: count }]));

describe('costBetween', () => {
  it('gives all programs of a packet one price', () => {
    const cost = costBetween(runs([1, 1000, 10], [2, 500, 10]), runs([1, 101_000, 1010], [2, 30_500, 1010]), 200);
    expect(cost).toEqual({ nsPerPacket: 130, corePercent: 0.065 });
  });

  it('says that no packet came by', () => {
    expect(costBetween(runs([1, 7, 1]), runs([1, 7, 1]), 200)).toEqual({ nsPerPacket: null, corePercent: 0 });
  });

  it('says nothing of programs that were not there before', () => {
    expect(costBetween(runs(), runs([1, 1000, 10]), 200)).toBeNull();
    expect(costBetween(runs([1, 0, 0]), runs([2, 1000, 10]), 200)).toBeNull();
  });

  it('is never negative nor infinite', () => {
    const readings = fc.array(fc.tuple(fc.nat(4), fc.nat(), fc.nat()), { maxLength: 5 }).map(rows => runs(...rows));
    fc.assert(
      fc.property(readings, readings, fc.nat(1000), (before, after, intervalMs) => {
        const cost = costBetween(before, after, intervalMs);
        if (cost === null) return;
        expect(cost.corePercent).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(cost.nsPerPacket ?? 0)).toBe(true);
        expect(cost.nsPerPacket ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('parseProgramRuns', () => {
  it('reads a program', () => {
    const text =
      'pos:\t0\nflags:\t02000002\nprog_type:\t5\nprog_id:\t84\nrun_time_ns:\t73519\nrun_cnt:\t811\nverified_insns:\t31\n';
    expect(parseProgramRuns(text)).toEqual({ id: 84, runs: { runTimeNs: 73519, runs: 811 } });
  });

  it.each(['', 'pos:\t0\nmap_id:\t3\n', 'link_type:\tperf\nlink_id:\t3\nprog_id:\t84\n'])('leaves out what is none: %j', text => {
    expect(parseProgramRuns(text)).toBeNull();
  });
});
