import { describe, expect, it } from 'vitest';
import type { Inventory, Link, Namespace } from '../../src/inventory/model.js';
import { PairLinker } from '../../src/inventory/pairs.js';
import { rowsOf } from '../../src/view/rows.js';
import { link, namespace, veths } from '../inventory/fixtures.js';

/** Pictures of one host, one after the other. */
function pictures() {
  const linker = new PairLinker();
  const links = new Map<string, Link>();
  const namespaces = new Map<number, Namespace>();
  return {
    links: (...all: readonly Link[]) => {
      for (const one of all) links.set(one.key, one);
    },
    namespaces: (...all: readonly Namespace[]) => {
      for (const one of all) namespaces.set(one.nsid, one);
    },
    take: (): Inventory => {
      const now = { namespaces: new Map(namespaces), links: new Map(links) as Inventory['links'] };
      return { generation: 1, at: 0, partial: [], ...now, pairs: linker.pair(now.namespaces, now.links) };
    },
  };
}

describe('rows', () => {
  const [a, b] = veths({ nsid: 1, ifindex: 5, name: 'veth0', master: 9 }, { nsid: 2, ifindex: 2, name: 'eth0' });
  const [c, d] = veths({ nsid: 1, ifindex: 6, name: 'veth1' }, { nsid: 3, ifindex: 2, name: 'eth0' });
  const bridge = link({ nsid: 1, ifindex: 9, name: 'br0', kind: 'bridge' });

  function host() {
    const all = pictures();
    all.namespaces(namespace({ nsid: 1, isHost: true, name: 'host' }), namespace({ nsid: 2 }), namespace({ nsid: 3 }));
    all.links(a, b, c, d, bridge);
    return all;
  }

  it('are the same where nothing of the pair has changed', () => {
    const all = host();
    const [first, second] = rowsOf(all.take());
    all.links({ ...d, mtu: 1400 });
    const [again, changed] = rowsOf(all.take());
    expect(again).toBe(first);
    expect(changed).not.toBe(second);
    expect(changed?.b?.link.mtu).toBe(1400);
  });

  it('follow the name of a bridge, of a namespace, and its owner', () => {
    const all = host();
    rowsOf(all.take());
    all.links({ ...bridge, name: 'lan' });
    expect(rowsOf(all.take())[0]?.a.master).toBe('lan');
    all.namespaces(namespace({ nsid: 2, name: 'blue', owner: { kind: 'docker', name: 'web' } as Namespace['owner'] }));
    expect(rowsOf(all.take())[0]?.b).toMatchObject({ namespace: 'blue', ownerKind: 'docker', ownerName: 'web', master: null });
  });

  it('say that an end is down as soon as it is', () => {
    const all = host();
    expect(rowsOf(all.take()).map(({ state }) => state)).toEqual(['up', 'up']);
    all.links({ ...a, adminUp: false });
    expect(rowsOf(all.take()).map(({ state }) => state)).toEqual(['down', 'up']);
  });
});
