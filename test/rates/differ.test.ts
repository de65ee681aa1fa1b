import { describe, expect, it } from 'vitest';
import { advance, startRates } from '../../src/rates/differ.js';
import { drive, pairOf } from './drive.js';
import {
  aLink,
  aNamespace,
  anInventory,
  aProbe,
  aReading,
  aSample,
  exactPair,
  HOST_END,
  INNER_END,
  INVENTORY,
  PAIR,
} from './fixtures.js';

describe('packets from the probe', () => {
  it('gives each end its own direction, over the real interval', () => {
    const frames = drive([
      {
        sample: aSample(1000, [
          [HOST_END, [5]],
          [INNER_END, [7]],
        ]),
      },
      {
        sample: aSample(3000, [
          [HOST_END, [1005, 100_500]],
          [INNER_END, [7]],
        ]),
      },
    ]);
    const first = pairOf(frames[0]);
    expect(first.source).toBe('probe');
    expect(first.ab).toEqual({ packetsPerSecond: null, bytesPerSecond: null, packets: 5, bytes: 500 });
    const second = pairOf(frames[1]);
    expect(second.ab).toEqual({ packetsPerSecond: 500, bytesPerSecond: 50_000, packets: 1005, bytes: 100_500 });
    expect(second.ba).toEqual({ packetsPerSecond: 0, bytesPerSecond: 0, packets: 7, bytes: 700 });
    expect(frames.map(frame => frame.intervalMs)).toEqual([null, 2000]);
  });

  it('leaves out packets that the transmit function failed, and their bytes', () => {
    const frames = drive([
      { sample: aSample(1000, []) },
      { sample: aSample(2000, [[HOST_END, [200, 20_000, 200]]]) },
      { sample: aSample(3000, [[HOST_END, [300, 30_000, 200]]]) },
    ]);
    expect(pairOf(frames[1]).ab).toEqual({ packetsPerSecond: 0, bytesPerSecond: 0, packets: 0, bytes: 0 });
    expect(pairOf(frames[2]).ab).toEqual({ packetsPerSecond: 100, bytesPerSecond: 10_000, packets: 100, bytes: 10_000 });
  });

  it('does not go back when the failures are read a packet later than the transmissions', () => {
    const frames = drive([
      { sample: aSample(1000, [[HOST_END, [100, 10_000, 0]]]) },
      { sample: aSample(2000, [[HOST_END, [200, 20_000, 101]]]) },
      { sample: aSample(3000, [[HOST_END, [201, 20_100, 101]]]) },
      { sample: aSample(4000, [[HOST_END, [211, 21_100, 101]]]) },
    ]);
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([100, 100, 100, 110]);
    expect(pairOf(frames[3]).ab.packetsPerSecond).toBe(10);
  });

  it('goes on when failures of long ago are forgotten', () => {
    const frames = drive([
      { sample: aSample(1000, []) },
      { sample: aSample(2000, [[HOST_END, [200, 20_000, 50]]]) },
      { sample: aSample(3000, [[HOST_END, [300, 30_000, 50]]]) },
      { sample: aSample(4000, [[HOST_END, [340, 34_000, 0]]]) },
      { sample: aSample(5000, [[HOST_END, [350, 35_000, 4]]]) },
    ]);
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([0, 150, 250, 290, 296]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, 150, 100, 40, 6]);
  });

  it('is unknown before the first report', () => {
    const pair = pairOf(drive([{}])[0]);
    expect(pair.source).toBeNull();
    expect(pair.ab).toEqual({ packetsPerSecond: null, bytesPerSecond: null, packets: null, bytes: null });
    expect(pair.dropsPerSecond).toBeNull();
    expect(pair.dropsTotal).toBeNull();
  });

  it('starts a pair that turns up later with what its links have sent since they were made', () => {
    const without = anInventory([aNamespace(0), aNamespace(1)], []);
    const frames = drive([
      { sample: aSample(1000, []), inventory: without },
      { sample: aSample(2000, [[HOST_END, [400]]]), inventory: without },
      { sample: aSample(3000, [[HOST_END, [1000]]]) },
    ]);
    expect(pairOf(frames[2]).ab).toMatchObject({ packets: 1000, packetsPerSecond: 600 });
  });

  it('does not give a new pair what a dead one sent under the same inode and ifindex', () => {
    const again = { ...PAIR, id: 'again' };
    const empty = anInventory([aNamespace(0), aNamespace(1)], []);
    const frames = drive([
      { sample: aSample(1000, [[HOST_END, [500]]]) },
      { sample: aSample(2000, [[HOST_END, [510]]]), inventory: empty },
      { sample: aSample(3000, [[HOST_END, [513]]]), inventory: empty },
      { sample: aSample(4000, [[HOST_END, [520]]]), inventory: anInventory([aNamespace(0), aNamespace(1)], [again]) },
    ]);
    expect(pairOf(frames[3], 'again').ab.packets).toBe(10);
    expect(frames[3]?.pairs.has(PAIR.id)).toBe(false);
  });

  it('shows a total that went backwards as a restart: no rate once, and the total goes on', () => {
    const frames = drive([
      { sample: aSample(1000, [[HOST_END, [100]]]) },
      { sample: aSample(2000, [[HOST_END, [40]]]) },
      { sample: aSample(3000, [[HOST_END, [50]]]) },
    ]);
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([100, 100, 110]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, null, 10]);
  });

  it('says nothing about a link that a sample has forgotten', () => {
    const frames = drive([
      { sample: aSample(1000, [[HOST_END, [100]]]) },
      { sample: aSample(2000, []) },
      { sample: aSample(3000, [[HOST_END, [130]]]) },
    ]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, null, 30]);
    expect(pairOf(frames[2]).ab.packets).toBe(130);
  });
});

describe('reports that come late, twice, or after a restart', () => {
  const sample = (ms: number, packets: number, epoch = 0) => ({ sample: aSample(ms, [[HOST_END, [packets]]], { epoch }) });

  it('carries what was known for two ticks, then knows nothing, then rates over the whole time', () => {
    const frames = drive([sample(1000, 0), sample(2000, 100), {}, {}, {}, {}, sample(7000, 600)]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, 100, 100, 100, null, null, 100]);
    expect(pairOf(frames[5]).ab.packets).toBe(100);
    expect(frames.map(frame => frame.intervalMs)).toEqual([null, 1000, 1000, 1000, null, null, 5000]);
    expect(pairOf(frames[6]).history.ab).toEqual([null, 100, 100, 100, null, null, 100]);
  });

  it('takes the same report again for no report', () => {
    const again = sample(2000, 100);
    const frames = drive([sample(1000, 0), again, again, sample(2000, 150), sample(3000, 200)]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, 100, 100, 100, 100]);
    expect(pairOf(frames[4]).ab.packets).toBe(200);
  });

  it('marks the gap of a restarted program: rates unknown, totals kept', () => {
    const frames = drive([sample(1000, 10), sample(2000, 20), sample(3000, 30, 1), sample(4000, 40, 1)]);
    expect(frames.map(frame => frame.gap)).toEqual([false, false, true, false]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, 10, null, 10]);
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([10, 20, 30, 40]);
    expect(frames.map(frame => pairOf(frame).dropsPerSecond)).toEqual([null, 0, null, 0]);
  });

  it('stands a clock that goes back or jumps', () => {
    const frames = drive([sample(5000, 10), sample(1000, 20), sample(2000, 30), sample(1_002_000, 1030)]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, null, 10, 1]);
    expect(pairOf(frames[3]).ab.packets).toBe(1030);
  });

  it('ignores a report without a time', () => {
    const frames = drive([sample(1000, 10), sample(Number.NaN, 20), sample(2000, 20)]);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, null, 10]);
  });
});

describe('packets from the kernel', () => {
  const light = aProbe({ depth: 'light' });
  const counters = aProbe({ depth: 'counters', flavour: 'counters', status: 'unavailable' });
  const reading = (ms: number, packets: number) => ({
    counters: aReading(ms, [
      [HOST_END, [packets]],
      [INNER_END, [0]],
    ]),
  });

  it.each([light, counters])('counts from the first sight of a link ($depth)', probe => {
    const frames = drive([
      { ...reading(1000, 5000), probe },
      { ...reading(1500, 5100), probe },
    ]);
    expect(pairOf(frames[1]).source).toBe('kernel');
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([0, 100]);
    expect(pairOf(frames[1]).ab).toEqual({ packetsPerSecond: 200, bytesPerSecond: 20_000, packets: 100, bytes: 10_000 });
    expect(frames[1]?.intervalMs).toBe(500);
  });

  it('shows a reset as a restart', () => {
    const frames = drive([reading(1000, 5000), reading(2000, 3), reading(3000, 13)].map(tick => ({ ...tick, probe: counters })));
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, null, 10]);
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([0, 0, 10]);
  });

  it('knows nothing of drops without a probe', () => {
    const frames = drive([reading(1000, 1), reading(2000, 2)].map(tick => ({ ...tick, probe: counters })));
    expect(pairOf(frames[1])).toMatchObject({ dropsPerSecond: null, dropsTotal: null, drops: [] });
    expect(frames[1]?.total.dropsPerSecond).toBeNull();
    expect(frames[1]?.otherDropsPerSecond).toBeNull();
  });

  it('keeps its rates when the probe restarts in depth light', () => {
    const frames = drive([
      { ...reading(1000, 0), probe: light, sample: aSample(1000, []) },
      { ...reading(2000, 10), probe: light, sample: aSample(2000, [], { epoch: 1 }) },
    ]);
    expect(frames[1]?.gap).toBe(true);
    expect(pairOf(frames[1])).toMatchObject({ dropsPerSecond: null, ab: { packetsPerSecond: 10 } });
  });

  it('counts a pair with a hidden end, also in depth full', () => {
    const hidden = anInventory([aNamespace(0), aNamespace(1, { inum: null, hidden: true, name: 'hidden#1' })], [PAIR]);
    const frames = drive([
      { ...reading(1000, 0), sample: aSample(1000, [[HOST_END, [9]]]), inventory: hidden },
      { ...reading(2000, 10), sample: aSample(2000, [[HOST_END, [99]]]), inventory: hidden },
    ]);
    expect(pairOf(frames[1])).toMatchObject({ source: 'kernel', ab: { packets: 10, packetsPerSecond: 10 } });
  });

  it('reads the interval per link: one that was missing from a reading is rated over both', () => {
    const frames = drive(
      [reading(1000, 0), { counters: aReading(2000, []) }, reading(3000, 30)].map(tick => ({ ...tick, probe: counters })),
    );
    expect(pairOf(frames[2]).ab.packetsPerSecond).toBe(15);
  });

  it('says beside the probe what the kernel counts', () => {
    const frames = drive([
      { ...reading(1010, 0), sample: aSample(1000, []) },
      { ...reading(2010, 90), sample: aSample(2000, [[HOST_END, [100]]]) },
    ]);
    expect(pairOf(frames[1])).toMatchObject({
      source: 'probe',
      ab: { packetsPerSecond: 100 },
      kernel: { abPacketsPerSecond: 90, baPacketsPerSecond: 0 },
    });
  });

  it('changes between the sources without missing a packet or counting it twice', () => {
    const full = aProbe();
    // 100 packets in each interval; the probe sees none of those in depth light.
    const frames = drive([
      { ...reading(1000, 1000), sample: aSample(1000, [[HOST_END, [0]]]), probe: full },
      { ...reading(2000, 1100), sample: aSample(2000, [[HOST_END, [100]]]), probe: full },
      { ...reading(3000, 1200), sample: aSample(3000, [[HOST_END, [140]]], { epoch: 1 }), probe: light },
      { ...reading(4000, 1300), sample: aSample(4000, [[HOST_END, [140]]], { epoch: 1 }), probe: light },
      { ...reading(5000, 1400), sample: aSample(5000, [[HOST_END, [170]]], { epoch: 2 }), probe: full },
      { ...reading(6000, 1500), sample: aSample(6000, [[HOST_END, [270]]], { epoch: 2 }), probe: full },
    ]);
    expect(frames.map(frame => pairOf(frame).ab.packets)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(frames.map(frame => pairOf(frame).source)).toEqual(['probe', 'probe', 'kernel', 'kernel', 'kernel', 'probe']);
    expect(frames.map(frame => pairOf(frame).ab.packetsPerSecond)).toEqual([null, 100, 100, 100, 100, 100]);
  });
});

describe('the whole', () => {
  it('sums what is known, and is unknown where nothing is', () => {
    const otherHost = aLink(0, 11);
    const other = exactPair(otherHost, aLink(1, 3));
    const inventory = anInventory([aNamespace(0), aNamespace(1)], [PAIR, other]);
    const frames = drive([
      { inventory, sample: aSample(1000, [[HOST_END, [50]]]) },
      {
        inventory,
        sample: aSample(2000, [
          [HOST_END, [10]],
          [INNER_END, [30]],
          [otherHost, [100]],
        ]),
      },
    ]);
    expect(frames[0]?.total).toMatchObject({
      packetsPerSecond: null,
      bytesPerSecond: null,
      dropsPerSecond: null,
      topReason: null,
    });
    expect(frames[1]?.total).toMatchObject({ packetsPerSecond: 130, bytesPerSecond: 13_000, dropsPerSecond: 0 });
    expect(frames[1]?.total.packetsHistory).toEqual([null, 130]);
    expect(frames[1]?.total.dropsHistory).toEqual([null, 0]);
  });

  it('is 0 on a host without a pair once there was an interval', () => {
    const inventory = anInventory([aNamespace(0)], []);
    const frames = drive([
      { inventory, sample: aSample(1000, []) },
      { inventory, sample: aSample(2000, []) },
    ]);
    expect(frames.map(frame => frame.total.packetsPerSecond)).toEqual([null, 0]);
  });

  it('refuses a state that is used up', () => {
    const state = startRates();
    const input = { at: 0, sample: null, counters: null, inventory: INVENTORY, probe: aProbe() };
    advance(state, input);
    expect(() => advance(state, input)).toThrow('used up');
  });

  it('keeps histories to their length', () => {
    const frames = drive(
      Array.from({ length: 6 }, (_, tick) => ({ sample: aSample(tick * 1000, [[HOST_END, [tick * tick]]]) })),
      3,
    );
    expect(pairOf(frames[5]).history.ab).toEqual([5, 7, 9]);
    expect(frames[5]?.total.packetsHistory).toEqual([5, 7, 9]);
  });
});
