import { describe, expect, it } from 'vitest';
import { parseSelection, selectPairs } from '../../src/commands/select.js';
import { inventory, namespace, veths } from '../inventory/fixtures.js';

const picture = inventory(
  [namespace({ nsid: 1, isHost: true, name: 'host' }), namespace({ nsid: 2, name: 'blue' }), namespace({ nsid: 3, name: 'red' })],
  [
    ...veths({ nsid: 1, ifindex: 5, name: 'va' }, { nsid: 2, ifindex: 2, name: 'eth0' }),
    ...veths({ nsid: 1, ifindex: 6, name: 'vb' }, { nsid: 3, ifindex: 2, name: 'eth0' }),
  ],
);

describe('selectPairs', () => {
  it('filters and sorts as the screen does', () => {
    expect(selectPairs(picture, null, parseSelection({ filter: 'ns:red' })).map(({ a }) => a.name)).toEqual(['vb']);
    expect(selectPairs(picture, null, parseSelection({ sort: '-a' })).map(({ a }) => a.name)).toEqual(['vb', 'va']);
    expect(selectPairs(picture, null, parseSelection({})).map(({ a }) => a.name)).toEqual(['va', 'vb']);
  });

  it('says where a filter is wrong and which columns there are', () => {
    expect(() => parseSelection({ filter: '/[/' })).toThrow(/filter is wrong[\s\S]*\^/);
    expect(() => parseSelection({ sort: 'beauty' })).toThrow(/one of state, a, /);
  });
});
