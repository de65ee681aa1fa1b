/** Small hosts for the rules: links by what matters of them, in namespaces by name. */
import type { Handle, Inventory, Link, LinkKey, Namespace, OperState, Pair } from '../../src/inventory/model.js';
import { linkKey } from '../../src/inventory/model.js';

export interface LinkSpec {
  readonly ns?: string;
  readonly name: string;
  readonly kind?: string | null;
  readonly up?: boolean;
  readonly mtu?: number;
  readonly addresses?: readonly string[];
  /** Name of the master in the same namespace. */
  readonly master?: string;
  readonly mac?: string;
}

export interface HostSpec {
  readonly links: readonly LinkSpec[];
  /** `name@ns` of both ends, or of one whose peer is unknown. */
  readonly pairs?: readonly (readonly [a: string, b: string | null])[];
  /** Namespaces beyond those of the links, and handles where they matter. */
  readonly namespaces?: Readonly<Record<string, readonly Handle[]>>;
}

const HOST = 'host';

export function hostOf({ links: specs, pairs = [], namespaces: extra = {} }: HostSpec): Inventory {
  const namespaces = new Map<number, Namespace>();
  const nsids = new Map<string, number>();
  const nsidOf = (name: string): number => {
    const known = nsids.get(name);
    if (known !== undefined) return known;
    const nsid = nsids.size;
    nsids.set(name, nsid);
    const self: readonly Handle[] = name === HOST ? [{ kind: 'self' }] : [{ kind: 'named', path: `/run/netns/${name}` }];
    const handles = extra[name] ?? self;
    namespaces.set(nsid, {
      nsid,
      inum: 100 + nsid,
      name,
      hidden: handles.length === 0,
      isHost: name === HOST,
      owner: null,
      handles,
    });
    return nsid;
  };
  nsidOf(HOST);
  for (const name of Object.keys(extra)) nsidOf(name);
  const byName = new Map<string, Link>();
  const links = new Map<LinkKey, Link>();
  specs.forEach((spec, index) => {
    const { ns = HOST, name, kind = 'veth', up = true, mtu = 1500, addresses = [], mac = `02:00:00:00:00:${index}` } = spec;
    const operState: OperState = up ? 'UP' : 'DOWN';
    const link: Link = {
      key: linkKey(nsidOf(ns), index + 1),
      nsid: nsidOf(ns),
      ifindex: index + 1,
      name,
      rawName: name,
      altNames: [],
      kind,
      mac,
      mtu,
      flags: up ? 1 : 0,
      adminUp: up,
      loopback: name === 'lo',
      operState,
      carrier: up,
      master: null,
      portKind: null,
      lowerIfindex: null,
      lowerNsid: null,
      addresses,
      counters: null,
    };
    byName.set(`${name}@${ns}`, link);
  });
  for (const { ns = HOST, name, master } of specs) {
    const link = byName.get(`${name}@${ns}`);
    if (link === undefined) continue;
    const found = { ...link, master: master === undefined ? null : (byName.get(`${master}@${ns}`)?.ifindex ?? null) };
    byName.set(`${name}@${ns}`, found);
    links.set(found.key, found);
  }
  const end = (name: string): Link => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`no link ${name}`);
    return found;
  };
  const made = pairs.map(([a, b]): Pair => {
    if (b === null) return { id: `${a}-?`, certainty: 'unknown', why: 'not seen', a: end(a), b: null };
    return { id: `${a}-${b}`, certainty: 'exact', a: end(a), b: end(b) };
  });
  return { generation: 1, at: 0, namespaces, links, pairs: made, partial: [] };
}

/** A bridge with an address and a container on it, as it should be. */
export const HEALTHY: HostSpec = {
  links: [
    { name: 'br0', kind: 'bridge', addresses: ['10.0.0.1/24', 'fe80::1/64'] },
    { name: 'v1', master: 'br0', addresses: ['fe80::2/64'] },
    { name: 'eth0', ns: 'one', addresses: ['10.0.0.2/24', 'fe80::3/64'] },
    { name: 'lo', ns: 'one', kind: null, addresses: ['127.0.0.1/8'] },
    { name: 'v2', master: 'br0' },
    { name: 'eth0', ns: 'two', addresses: ['10.0.0.3/24'] },
    { name: 'lo', ns: 'two', kind: null },
    { name: 'd0', addresses: ['10.1.0.1/30'] },
    { name: 'd1', ns: 'two', addresses: ['10.1.0.2/30'] },
  ],
  pairs: [
    ['v1@host', 'eth0@one'],
    ['v2@host', 'eth0@two'],
    ['d0@host', 'd1@two'],
  ],
};

/** The healthy host with changes to links, by `name@ns`. */
export function healthyBut(changes: Readonly<Record<string, Partial<LinkSpec>>>): Inventory {
  return hostOf({ ...HEALTHY, links: HEALTHY.links.map(link => ({ ...link, ...changes[`${link.name}@${link.ns ?? HOST}`] })) });
}
