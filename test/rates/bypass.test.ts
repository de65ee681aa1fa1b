import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBypass, meterBypass, type Passage } from '../../src/rates/bypass.js';
import { drive, pairOf } from './drive.js';
import { aSample, HOST_END, INNER_END, NO_COUNTERS } from './fixtures.js';

/** [received by the kernel's count, sent by the probes'] in each tick. */
function run(ticks: readonly (readonly [number, number] | null)[]): readonly boolean[] {
  const state = createBypass();
  let received = 0;
  let sent = 0;
  return [[0, 0] as const, ...ticks].map(tick => {
    if (tick === null) return meterBypass(state, null);
    received += tick[0];
    sent += tick[1];
    return meterBypass(state, { linkKey: '1/2', received, sent } satisfies Passage);
  });
}

describe('meterBypass', () => {
  it('finds what lasts', () => {
    expect(
      run([
        [100, 0],
        [100, 0],
        [100, 0],
        [100, 0],
      ]),
    ).toEqual([false, false, false, true, true]);
  });

  it('finds a part that goes by', () => {
    expect(
      run([
        [100, 70],
        [100, 70],
        [100, 70],
      ]).at(-1),
    ).toBe(true);
  });

  it('does not mind readings of different instants, nor a quiet link', () => {
    expect(
      run([
        [1000, 950],
        [1000, 1050],
        [1000, 920],
        [1000, 1080],
      ]).includes(true),
    ).toBe(false);
    expect(
      run([
        [19, 0],
        [19, 0],
        [19, 0],
        [19, 0],
      ]).includes(true),
    ).toBe(false);
  });

  it('takes it back when the packets come the usual way again, not when none come', () => {
    const before = [
      [100, 0],
      [100, 0],
      [100, 0],
    ] as const;
    expect(run([...before, [0, 0], [0, 0], [0, 0], [0, 0]]).at(-1)).toBe(true);
    expect(run([...before, [100, 100], [100, 100], [100, 100]]).at(-1)).toBe(false);
  });

  it('begins anew after a gap', () => {
    expect(run([[100, 0], [100, 0], null, [100, 0]]).includes(true)).toBe(false);
  });

  it('is never found where the probes see all that is received', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1e6), fc.nat(1e6))), ticks => {
        expect(run(ticks.map(([received, more]) => [received, received + more])).includes(true)).toBe(false);
      }),
    );
  });
});

describe('a pair', () => {
  it('says that packets come by another way', () => {
    const frames = drive(
      [0, 1, 2, 3, 4].map(second => ({
        sample: aSample(second * 1000, [[HOST_END, [10]]]),
        counters: {
          monotonicMs: second * 1000,
          links: new Map([[INNER_END.key, { ...NO_COUNTERS, rxPackets: 10 + second * 500 }]]),
        },
      })),
    );
    expect(frames.map(frame => pairOf(frame).bypass)).toEqual([false, false, false, false, true]);
  });
});
