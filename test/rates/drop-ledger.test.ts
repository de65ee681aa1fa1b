/** Drops through the whole differ: who they belong to, and what becomes of their totals. */
import { describe, expect, it } from 'vitest';
import { probeKey } from '../../src/probes/model.js';
import { drive, pairOf } from './drive.js';
import {
  aDrop,
  aLink,
  aNamespace,
  anInventory,
  aSample,
  exactPair,
  HOST_END,
  INNER_END,
  INVENTORY,
  keyOf,
  PAIR,
} from './fixtures.js';

const A = keyOf(HOST_END);
const B = keyOf(INNER_END);

describe('drops', () => {
  it('belong to the end on which they happened, by reason and function', () => {
    const frames = drive([
      { sample: aSample(1000, [], { drops: [aDrop(A, 10)] }) },
      {
        sample: aSample(2000, [], {
          drops: [aDrop(A, 30), aDrop(B, 200, { reason: 'NOT_SPECIFIED', function: '__dev_forward_skb', cause: 'peer is down' })],
        }),
      },
    ]);
    const [first, second] = frames.map(frame => pairOf(frame));
    expect(first).toMatchObject({ dropsPerSecond: null, dropsTotal: 10 });
    expect(second).toMatchObject({ dropsPerSecond: 220, dropsTotal: 230 });
    expect(second?.drops).toMatchObject([
      { end: 'a', reason: 'NETFILTER_DROP', function: 'nf_hook_slow', class: 'loss', cause: null, perSecond: 20, total: 30 },
      {
        end: 'b',
        reason: 'NOT_SPECIFIED',
        function: '__dev_forward_skb',
        class: 'loss',
        cause: 'peer is down',
        perSecond: 200,
        total: 200,
      },
    ]);
    expect(frames[1]?.total).toMatchObject({ dropsPerSecond: 220, topReason: { reason: 'NOT_SPECIFIED', share: 200 / 220 } });
    expect(frames[1]?.otherDropsPerSecond).toBe(0);
  });

  it('count as losses only in class loss, but are all kept', () => {
    const frames = drive([
      { sample: aSample(1000, []) },
      {
        sample: aSample(2000, [], {
          drops: [
            aDrop(A, 5, { reason: 'OTHERHOST', class: 'benign' }),
            aDrop(A, 7, { reason: 'NO_SOCKET', class: 'socket' }),
            aDrop(A, 1),
          ],
        }),
      },
    ]);
    expect(pairOf(frames[1])).toMatchObject({ dropsPerSecond: 1, dropsTotal: 1 });
    expect(pairOf(frames[1]).drops.map(drop => [drop.reason, drop.perSecond])).toEqual([
      ['OTHERHOST', 5],
      ['NO_SOCKET', 7],
      ['NETFILTER_DROP', 1],
    ]);
    expect(frames[1]?.total.topReason).toEqual({ reason: 'NETFILTER_DROP', share: 1 });
  });

  it('on a bridge belong to the port the packet came in by', () => {
    const port = aLink(0, 10, { master: 5, portKind: 'bridge' });
    const inventory = anInventory(
      [aNamespace(0), aNamespace(1)],
      [exactPair(port, INNER_END)],
      [aLink(0, 5, { kind: 'bridge', name: 'br0' })],
    );
    const onBridge = probeKey(4026530000, 5);
    const drops = (packets: number) => [
      aDrop(onBridge, packets, { ingressIfindex: 10 }),
      aDrop(onBridge, packets * 2, { ingressIfindex: 99 }),
      aDrop(onBridge, packets * 4),
    ];
    const frames = drive([
      { inventory, sample: aSample(1000, [], { drops: drops(1) }) },
      { inventory, sample: aSample(2000, [], { drops: drops(11) }) },
    ]);
    expect(pairOf(frames[1], inventory.pairs[0]?.id)).toMatchObject({ dropsPerSecond: 10, drops: [{ end: 'a', total: 11 }] });
    expect(frames[1]?.otherDropsPerSecond).toBe(60);
  });

  it('on another link than the port’s own bridge stay with that link', () => {
    const frames = drive([
      { sample: aSample(1000, []) },
      { sample: aSample(2000, [], { drops: [aDrop(probeKey(4026530000, 5), 3, { ingressIfindex: 10 })] }) },
    ]);
    expect(pairOf(frames[1]).drops).toEqual([]);
    expect(frames[1]?.otherDropsPerSecond).toBe(3);
  });

  it('without a device, or benign ones elsewhere, are no pair’s', () => {
    const frames = drive([
      { sample: aSample(1000, []) },
      { sample: aSample(2000, [], { drops: [aDrop(null, 4), aDrop(null, 9, { reason: 'NO_SOCKET', class: 'socket' })] }) },
    ]);
    expect(frames[1]?.otherDropsPerSecond).toBe(4);
    expect(pairOf(frames[1]).dropsTotal).toBe(0);
  });

  it('from two places in one function are one kind', () => {
    const frames = drive([
      { sample: aSample(1000, [], { drops: [aDrop(A, 1), aDrop(A, 2)] }) },
      { sample: aSample(2000, [], { drops: [aDrop(A, 4), aDrop(A, 4)] }) },
    ]);
    expect(pairOf(frames[1]).drops).toMatchObject([{ total: 8, perSecond: 5 }]);
  });

  it('of a link that the inventory learns of later are its pair’s in the end', () => {
    const without = anInventory([aNamespace(0), aNamespace(1)], []);
    const frames = drive([
      { inventory: without, sample: aSample(1000, [], { drops: [aDrop(A, 200)] }) },
      { inventory: INVENTORY, sample: aSample(2000, [], { drops: [aDrop(A, 200)] }) },
    ]);
    expect(pairOf(frames[1])).toMatchObject({ dropsTotal: 200, dropsPerSecond: 0 });
  });

  it('of a dead pair are not given to one that has its inode and ifindex', () => {
    const empty = anInventory([aNamespace(0), aNamespace(1)], []);
    const frames = drive([
      { sample: aSample(1000, [], { drops: [aDrop(A, 50)] }) },
      { sample: aSample(2000, [], { drops: [aDrop(A, 60)] }), inventory: empty },
      {
        sample: aSample(3000, [], { drops: [aDrop(A, 61)] }),
        inventory: anInventory([aNamespace(0), aNamespace(1)], [{ ...PAIR, id: 'again' }]),
      },
    ]);
    expect(pairOf(frames[2], 'again')).toMatchObject({ dropsTotal: 1, dropsPerSecond: 1 });
  });

  it('that went backwards are a restart', () => {
    const frames = drive([
      { sample: aSample(1000, [], { drops: [aDrop(A, 50)] }) },
      { sample: aSample(2000, [], { drops: [aDrop(A, 20)] }) },
      { sample: aSample(3000, [], { drops: [aDrop(A, 25)] }) },
    ]);
    expect(frames.map(frame => pairOf(frame).dropsPerSecond)).toEqual([null, null, 5]);
    expect(frames.map(frame => pairOf(frame).dropsTotal)).toEqual([50, 50, 55]);
  });

  it('are carried while no report comes, then unknown; the kinds and totals stay', () => {
    const frames = drive([{ sample: aSample(1000, []) }, { sample: aSample(2000, [], { drops: [aDrop(A, 8)] }) }, {}, {}, {}]);
    expect(frames.map(frame => pairOf(frame).dropsPerSecond)).toEqual([null, 8, 8, 8, null]);
    expect(pairOf(frames[4]).drops).toMatchObject([{ perSecond: null, total: 8 }]);
    expect(pairOf(frames[4]).history.drops).toEqual([null, 8, 8, 8, null]);
    expect(frames[4]?.total.topReason).toBeNull();
  });
});

describe('drops that no pair has', () => {
  it('are told by link, reason and function; without a device apart', () => {
    const other = probeKey(4026530000, 99);
    const drops = (factor: number) => [
      aDrop(other, 10 * factor),
      aDrop(other, 5 * factor, { ingressIfindex: 3 }),
      aDrop(null, factor, { reason: 'NO_SOCKET', function: 'tcp_v4_rcv', class: 'socket' }),
      aDrop(keyOf(HOST_END), 7 * factor),
    ];
    const [first, second] = drive([
      { sample: aSample(0, [], { drops: drops(1) }) },
      { sample: aSample(1000, [], { drops: drops(3) }) },
    ]);
    expect(first?.otherDrops?.map(({ key, perSecond, total }) => [key, perSecond, total])).toEqual([
      [other, null, 15],
      [null, null, 1],
    ]);
    expect(second?.otherDrops?.map(({ key, perSecond, total }) => [key, perSecond, total])).toEqual([
      [other, 30, 45],
      [null, 2, 3],
    ]);
    expect(second?.otherDropsPerSecond).toBe(30);
  });
});
