import { describe, expect, it } from 'vitest';
import { probeKey } from '../../src/probes/model.js';
import { endOfDrop, indexEnds } from '../../src/rates/ends.js';
import { aLink, aNamespace, anInventory, exactPair, keyOf } from './fixtures.js';

const PORT = aLink(0, 10, { master: 5 });
const INNER = aLink(1, 2);
const PAIR = exactPair(PORT, INNER);
const HALF = { id: 'half', certainty: 'unknown', why: 'because', a: aLink(0, 12), b: null } as const;
const IN_HIDDEN = exactPair(aLink(0, 11), aLink(2, 2));

const index = indexEnds(
  anInventory([aNamespace(0), aNamespace(1), aNamespace(2, { inum: null, hidden: true })], [PAIR, HALF, IN_HIDDEN]),
);

it('knows each end by its probe key, but none in a namespace without an inode', () => {
  expect(index.pairs).toEqual([
    { id: PAIR.id, a: { linkKey: '0/10', probeKey: '4026530000/10' }, b: { linkKey: '1/2', probeKey: '4026530001/2' } },
    { id: 'half', a: { linkKey: '0/12', probeKey: '4026530000/12' }, b: null },
    { id: IN_HIDDEN.id, a: { linkKey: '0/11', probeKey: '4026530000/11' }, b: { linkKey: '2/2', probeKey: null } },
  ]);
  expect(index.byProbeKey.size).toBe(4);
});

describe('a drop belongs to', () => {
  const bridge = probeKey(4026530000, 5);
  it.each([
    ['the end it happened on', keyOf(INNER), 0, 'b'],
    ['that end, whatever it came in by', keyOf(INNER), 10, 'b'],
    ['the port of the bridge it came in by', bridge, 10, 'a'],
    ['nobody, on a bridge from elsewhere', bridge, 99, undefined],
    ['nobody, on a bridge from nowhere', bridge, 0, undefined],
    ['nobody, by a port of another bridge', probeKey(4026530000, 6), 10, undefined],
    ['nobody, in a namespace that is not known', probeKey(1, 5), 10, undefined],
    ['nobody, without a device', null, 10, undefined],
  ] as const)('%s', (_, key, ingress, end) => {
    expect(endOfDrop(index, key, ingress)?.end).toBe(end);
  });
});
