/** Random lives of a pair: reports late, repeated and restarted, counters reset, the pair deleted, depth switched. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateInput } from '../../src/rates/input.js';
import type { DirectionRate, PairRate, RateFrame } from '../../src/rates/model.js';
import { drive } from './drive.js';
import {
  aDrop,
  aNamespace,
  anInventory,
  aProbe,
  aReading,
  aSample,
  HOST_END,
  INNER_END,
  INVENTORY,
  keyOf,
  PAIR,
} from './fixtures.js';

const EMPTY = anInventory([aNamespace(0), aNamespace(1)], []);

interface Move {
  readonly elapsedMs: number;
  readonly sent: number;
  readonly failed: number;
  readonly dropped: number;
  readonly report: boolean;
  readonly restart: boolean;
  readonly reset: boolean;
  readonly deleted: boolean;
  readonly light: boolean;
}

const rarely = fc.integer({ min: 0, max: 9 }).map(value => value === 0);
const move: fc.Arbitrary<Move> = fc.record({
  elapsedMs: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(0, 0.25, -700, 3e7)),
  sent: fc.nat(1_000_000),
  failed: fc.nat(1000),
  dropped: fc.nat(1000),
  report: fc.integer({ min: 0, max: 4 }).map(value => value !== 0),
  restart: rarely,
  reset: rarely,
  deleted: rarely,
  light: rarely,
});

function play(moves: readonly Move[]): readonly Partial<RateInput>[] {
  let [ms, sent, failed, dropped, epoch] = [10_000, 0, 0, 0, 0];
  return moves.map(next => {
    ms += next.elapsedMs;
    sent = (next.reset ? 0 : sent) + next.sent;
    failed = Math.min(sent, (next.reset ? 0 : failed) + next.failed);
    dropped = (next.reset ? 0 : dropped) + next.dropped;
    epoch += next.restart ? 1 : 0;
    return {
      sample: next.report
        ? aSample(ms, [[HOST_END, [sent, sent * 64, failed]]], { epoch, drops: [aDrop(keyOf(INNER_END), dropped)] })
        : null,
      counters: next.report ? aReading(ms, [[HOST_END, [sent]]]) : null,
      inventory: next.deleted ? EMPTY : INVENTORY,
      probe: aProbe({ depth: next.light ? 'light' : 'full' }),
    };
  });
}

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Map) return [...value.values()].flatMap(numbersOf);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(numbersOf);
  return [];
}

function lives(frames: readonly RateFrame[]): readonly (readonly PairRate[])[] {
  const found: PairRate[][] = [[]];
  for (const frame of frames) {
    const pair = frame.pairs.get(PAIR.id);
    if (pair === undefined) found.push([]);
    else found.at(-1)?.push(pair);
  }
  return found;
}

describe('any sequence of reports', () => {
  it('never makes a total go back while the pair is there, nor a rate negative, infinite or no number', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), moves => {
        const frames = drive(play(moves), 16);
        for (const frame of frames) {
          const histories = [...frame.pairs.values()].flatMap(({ history }) => [history.ab, history.abBytes, history.drops]);
          for (const number of [...numbersOf(frame), ...numbersOf(histories)]) {
            expect(Number.isFinite(number) && number >= 0).toBe(true);
          }
        }
        const grows = (values: readonly (number | null)[]) =>
          values.reduce<number>((last, value) => {
            const now = value ?? 0;
            expect(now).toBeGreaterThanOrEqual(last);
            return now;
          }, 0);
        for (const life of lives(frames)) {
          grows(life.map(pair => pair.ab.packets));
          grows(life.map(pair => pair.ab.bytes));
          grows(life.map(pair => pair.dropsTotal));
        }
      }),
    );
  });

  it('gives null, not 0, for an interval that nothing is known of', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), moves => {
        const ticks = play(moves.map(next => ({ ...next, deleted: false, light: false })));
        drive(ticks).forEach((frame, index) => {
          const rates = [frame.pairs.get(PAIR.id)?.ab.packetsPerSecond, frame.pairs.get(PAIR.id)?.dropsPerSecond];
          if (frame.gap) expect(rates).toEqual([null, null]);
          if (ticks.slice(Math.max(0, index - 2), index + 1).every(tick => tick.sample === null))
            expect(rates).toEqual([null, null]);
        });
      }),
    );
  });

  it('has totals that are the first total and all rates × intervals', () => {
    const steady = move.map(next => ({
      ...next,
      elapsedMs: Math.max(1, Math.abs(next.elapsedMs)),
      failed: 0,
      restart: false,
      reset: false,
      deleted: false,
      light: false,
    }));
    fc.assert(
      fc.property(fc.array(steady, { minLength: 2, maxLength: 40 }), moves => {
        const ticks = play(moves);
        const frames = drive(ticks).filter((_, index) => ticks[index]?.sample !== null);
        const direction = (frame: RateFrame | undefined): DirectionRate | undefined => frame?.pairs.get(PAIR.id)?.ab;
        const firstTotal = direction(frames[0])?.packets ?? 0;
        const summed = frames.reduce(
          (sum, frame) => sum + ((direction(frame)?.packetsPerSecond ?? 0) * (frame.intervalMs ?? 0)) / 1000,
          firstTotal,
        );
        const total = direction(frames.at(-1))?.packets ?? 0;
        expect(Math.abs(summed - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
      }),
    );
  });

  it('counts exactly what was sent and not failed, however the reports fall', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ sent: fc.nat(1000), failed: fc.nat(1000), report: fc.boolean() }), { maxLength: 30 }),
        moves => {
          let [sent, failed] = [0, 0];
          const ticks = moves.map(({ sent: more, failed: lost, report }, index) => {
            sent += more;
            failed += Math.min(lost, more);
            return { sample: report ? aSample(index * 1000, [[HOST_END, [sent, sent * 64, failed]]]) : null };
          });
          const last = { sample: aSample(1e6, [[HOST_END, [sent, sent * 64, failed]]]) };
          expect(
            drive([...ticks, last])
              .at(-1)
              ?.pairs.get(PAIR.id)?.ab.packets,
          ).toBe(sent - failed);
        },
      ),
    );
  });
});
