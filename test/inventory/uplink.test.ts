import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/inventory/model.js';
import { lowerOf, uplinkPath } from '../../src/inventory/uplink.js';
import { inventory, link, namespace, veths } from './fixtures.js';

const HOST = namespace({ nsid: 1, isHost: true });
const INSIDE = namespace({ nsid: 2 });
const NIC = link({ nsid: 1, ifindex: 2, name: 'eth9', kind: null });

function path(links: readonly Link[], end: Link): string[] {
  return uplinkPath(inventory([HOST, INSIDE, namespace({ nsid: 3 })], links), end).map(({ name }) => name);
}

const bridge = (ifindex: number, name: string): Link => link({ nsid: 1, ifindex, name, kind: 'bridge' });
const [PORT, END] = veths({ nsid: 1, ifindex: 5, name: 'veth0', master: 3 }, { nsid: 2, ifindex: 2, name: 'eth0' });

describe('uplinkPath', () => {
  it('goes over the peer, its bridge and the bridge uplink', () => {
    expect(path([PORT, END, bridge(3, 'br0'), { ...NIC, master: 3 }], END)).toEqual(['veth0', 'br0', 'eth9']);
  });

  it('goes down from a VLAN to the bond below it, and to its port', () => {
    const bond = link({ nsid: 1, ifindex: 8, name: 'bond0', kind: 'bond' });
    const vlan = link({ nsid: 1, ifindex: 9, name: 'bond0.100', kind: 'vlan', master: 3, lowerIfindex: 8 });
    expect(path([PORT, END, bridge(3, 'br0'), vlan, bond, { ...NIC, master: 8 }], END)).toEqual([
      'veth0',
      'br0',
      'bond0.100',
      'bond0',
      'eth9',
    ]);
  });

  it('goes over a pair between two bridges: qbr, qvb, qvo, the integration bridge', () => {
    const [qvb, qvo] = veths({ nsid: 1, ifindex: 6, name: 'qvb', master: 3 }, { nsid: 1, ifindex: 7, name: 'qvo', master: 4 });
    const ovs = link({ nsid: 1, ifindex: 4, name: 'ovs-system', kind: 'openvswitch' });
    expect(path([PORT, END, bridge(3, 'qbr'), qvb, qvo, ovs, { ...NIC, master: 4 }], END)).toEqual([
      'veth0',
      'qbr',
      'qvb',
      'qvo',
      'ovs-system',
      'eth9',
    ]);
  });

  it('goes to the link below a macvlan in another namespace', () => {
    const macvlan = link({ nsid: 3, ifindex: 4, name: 'mv0', kind: 'macvlan', lowerIfindex: 2, lowerNsid: 1, master: 6 });
    const [near, far] = veths({ nsid: 3, ifindex: 5, name: 'v3', master: 6 }, { nsid: 2, ifindex: 9, name: 'v2' });
    const inner = link({ nsid: 3, ifindex: 6, name: 'br3', kind: 'bridge' });
    expect(path([near, far, inner, macvlan, NIC], far)).toEqual(['v3', 'br3', 'mv0', 'eth9']);
  });

  it('takes a tunnel where no physical link leads out, and what the tunnel is stacked on where it is known', () => {
    const vxlan = (lowerIfindex: number | null): Link =>
      link({
        nsid: 1,
        ifindex: 10,
        name: 'vx0',
        kind: 'vxlan',
        master: 3,
        lowerIfindex: 10,
        details: { kind: 'vxlan', vni: 1, remote: null, local: null, port: 4789, lowerIfindex },
      });
    expect(path([PORT, END, bridge(3, 'br0'), vxlan(null), NIC], END)).toEqual(['veth0', 'br0', 'vx0']);
    expect(path([PORT, END, bridge(3, 'br0'), vxlan(2), NIC], END)).toEqual(['veth0', 'br0', 'vx0', 'eth9']);
  });

  it('takes the shorter of two ways, and none through another container', () => {
    const [other] = veths({ nsid: 1, ifindex: 6, name: 'veth1', master: 3 }, { nsid: 3, ifindex: 2, name: 'eth0' });
    const nicInside = link({ nsid: 3, ifindex: 7, name: 'sriov', kind: null });
    const links = [PORT, END, bridge(3, 'br0'), other, nicInside];
    expect(path(links, END)).toEqual(['veth0', 'br0']);
  });

  it('ends where nothing leads on, and at a loop', () => {
    const [a, b] = veths({ nsid: 1, ifindex: 5, master: 3 }, { nsid: 1, ifindex: 6, master: 3 });
    const picture = inventory([HOST], [a, b, bridge(3, 'br0')]);
    expect(uplinkPath(picture, a).map(({ ifindex }) => ifindex)).toEqual([6, 3]);
    expect(uplinkPath(picture, link({ nsid: 1, ifindex: 9, kind: 'dummy' }))).toEqual([]);
  });

  it('is a walk along real links without a repetition, whatever points where', () => {
    const any = fc.record({
      kind: fc.constantFrom('veth', 'bridge', 'vlan', 'vxlan', null),
      master: fc.option(fc.integer({ min: 1, max: 12 })),
      lowerIfindex: fc.option(fc.integer({ min: 0, max: 12 })),
      lowerNsid: fc.constantFrom(null, -1, 1, 2),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 12 }), given => {
        const links = given.map((one, index) => link({ nsid: 1 + (index % 2), ifindex: 1 + index, ...one }));
        const picture = inventory([HOST, INSIDE], links);
        for (const end of links) {
          const way = uplinkPath(picture, end);
          expect(new Set(way).size).toBe(way.length);
          expect(way).not.toContain(end);
        }
      }),
    );
  });
});

describe('lowerOf', () => {
  it('is null for what is stacked on nothing, or on a link that cannot be read', () => {
    const stacked = link({ nsid: 1, ifindex: 4, kind: 'macvlan', lowerIfindex: 2, lowerNsid: -1 });
    const picture = inventory([HOST], [NIC, stacked, PORT]);
    expect(lowerOf(picture, stacked)).toBeNull();
    expect(lowerOf(picture, PORT)).toBeNull();
    expect(lowerOf(picture, { ...stacked, lowerNsid: null })).toBe(NIC);
  });
});
