import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/rates/attribute.js';
import { indexEnds } from '../../src/rates/ends.js';
import { drive, pairOf } from './drive.js';
import { aDrop, aSample, HOST_END, INNER_END, INVENTORY, keyOf } from './fixtures.js';

const index = indexEnds(INVENTORY);
const AT_RING = { reason: 'NOT_SPECIFIED', function: 'veth_xmit' } as const;

describe('a packet that found the ring of the receiver full', () => {
  it('is a failure of the end that sent it', () => {
    const sample = aSample(
      0,
      [
        [HOST_END, [100]],
        [INNER_END, [7]],
      ],
      { drops: [aDrop(keyOf(INNER_END), 30, AT_RING)] },
    );
    const { links, drops } = attribute(sample, index);
    expect(links.get(keyOf(HOST_END))?.xmitFailed).toBe(30);
    expect(links.get(keyOf(INNER_END))?.xmitFailed).toBe(0);
    expect(drops).toMatchObject([{ key: keyOf(HOST_END), packets: 30 }]);
  });

  it('stays at its device where the peer is not known', () => {
    const sample = aSample(0, [[HOST_END, [100]]], { drops: [aDrop('7/7', 30, AT_RING), aDrop(null, 2, AT_RING)] });
    expect(attribute(sample, index).drops.map(({ key }) => key)).toEqual(['7/7', null]);
  });

  it('leaves a sample without any as it is', () => {
    const sample = aSample(0, [[HOST_END, [100]]], { drops: [aDrop(keyOf(INNER_END), 3)] });
    expect(attribute(sample, index)).toBe(sample);
  });

  it('is not counted as sent', () => {
    const [, frame] = drive([
      { sample: aSample(0, [[HOST_END, [0]]]) },
      { sample: aSample(1000, [[HOST_END, [100]]], { drops: [aDrop(keyOf(INNER_END), 30, AT_RING)] }) },
    ]);
    const pair = pairOf(frame);
    expect(pair.ab.packets).toBe(70);
    expect(pair.drops).toMatchObject([{ end: 'a', function: 'veth_xmit', total: 30 }]);
  });
});
