import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/inventory/model.js';
import { isSetByHand, ownMtu, smallPortProblems } from '../../src/manage/bridge-mtu.js';
import { factsOf, smallHost } from '../view/forms/screen.js';

interface Fields {
  readonly bridgeMtu?: number;
  readonly portMtu?: number;
  readonly addresses?: readonly string[];
}

/** br0 and its port, of these MTUs and addresses, and what a port of `mtu` would do. */
function problems(mtu: number, { bridgeMtu = 1500, portMtu = 1500, addresses = ['fd00::1/64'] }: Fields = {}) {
  const host = smallHost();
  const links = new Map(
    [...host.inventory.links].map(([key, link]): [typeof key, Link] => {
      if (link.name === 'br0') return [key, { ...link, mtu: bridgeMtu, addresses }];
      return [key, link.name === 'veth-red' ? { ...link, mtu: portMtu } : link];
    }),
  );
  const facts = factsOf({ ...host, inventory: { ...host.inventory, links } });
  const bridge = [...links.values()].find(({ name }) => name === 'br0');
  if (bridge === undefined) throw new Error('no br0');
  return smallPortProblems(facts, bridge, { text: 'x', mtu });
}

describe('a port that is too small for the IPv6 of its bridge', () => {
  it('is refused', () => {
    expect(problems(1279)).toEqual([
      {
        what: 'br0 would lose fd00::1/64',
        why: 'a bridge takes the lowest MTU of its ports, x has 1279, and IPv6 needs 1280',
        next: 'give x an MTU of 1280 at least',
        forcible: false,
      },
    ]);
  });

  it.each<[string, number, Fields]>([
    ['one of 1280', 1280, {}],
    ['where the bridge has no IPv6', 1000, { addresses: ['10.0.0.1/24'] }],
    ['where it has only what comes back by itself', 1000, { addresses: ['fe80::1/64'] }],
    ['where the bridge is too small already', 1000, { bridgeMtu: 1200, portMtu: 1200 }],
    ['where the MTU of the bridge was set by hand', 1000, { bridgeMtu: 1400 }],
  ])('is fine: %s', (_, mtu, host) => {
    expect(problems(mtu, host)).toEqual([]);
  });
});

describe('the MTU that a bridge takes by itself', () => {
  it('is the lowest of its ports, and 1500 without any', () => {
    expect([ownMtu([]), ownMtu([9000]), ownMtu([1500, 68, 1400])]).toEqual([1500, 9000, 68]);
    fc.assert(fc.property(fc.array(fc.integer({ min: 68, max: 65_535 })), mtus => !isSetByHand(ownMtu(mtus), mtus)));
  });
});
