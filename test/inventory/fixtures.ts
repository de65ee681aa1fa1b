import { type Inventory, type Link, type LinkKey, linkKey, type Namespace } from '../../src/inventory/model.js';
import { pairLinks } from '../../src/inventory/pairs.js';

export function link(given: Partial<Link> & { readonly nsid: number; readonly ifindex: number }): Link {
  const name = given.name ?? `if${given.ifindex}`;
  return {
    key: linkKey(given.nsid, given.ifindex),
    name,
    rawName: name,
    altNames: [],
    kind: 'veth',
    mac: '02:00:00:00:00:01',
    mtu: 1500,
    flags: 1,
    adminUp: true,
    loopback: false,
    operState: 'UP',
    carrier: true,
    master: null,
    portKind: null,
    lowerIfindex: null,
    lowerNsid: null,
    addresses: [],
    counters: null,
    ...given,
  };
}

export function namespace(given: Partial<Namespace> & { readonly nsid: number }): Namespace {
  return {
    inum: 4026530000 + given.nsid,
    name: `ns${given.nsid}`,
    hidden: false,
    isHost: false,
    owner: null,
    handles: [],
    ...given,
  };
}

export function inventory(namespaces: readonly Namespace[], links: readonly Link[]): Inventory {
  const byNsid = new Map(namespaces.map(one => [one.nsid, one]));
  const byKey = new Map<LinkKey, Link>(links.map(one => [one.key, one]));
  return { generation: 1, at: 0, namespaces: byNsid, links: byKey, pairs: pairLinks(byNsid, byKey), partial: [] };
}

/** Both ends of a pair, pointing at each other as the kernel reports it. */
export function veths(
  a: Partial<Link> & { readonly nsid: number; readonly ifindex: number },
  b: Partial<Link> & { readonly nsid: number; readonly ifindex: number },
): [Link, Link] {
  const across = a.nsid !== b.nsid;
  return [
    link({ lowerIfindex: b.ifindex, lowerNsid: across ? b.nsid : null, ...a }),
    link({ lowerIfindex: a.ifindex, lowerNsid: across ? a.nsid : null, ...b }),
  ];
}
