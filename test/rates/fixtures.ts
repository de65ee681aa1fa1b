/** Builders of inventories, samples and readings. */
import { type Counters, type Inventory, type Link, linkKey, type Namespace, type Pair } from '../../src/inventory/model.js';
import {
  type DropTotal,
  dropId,
  type LinkTotals,
  type ProbeKey,
  type ProbeState,
  probeKey,
  type Sample,
} from '../../src/probes/model.js';
import type { CounterReading } from '../../src/rates/input.js';

export const NO_COUNTERS: Counters = {
  rxPackets: 0,
  txPackets: 0,
  rxBytes: 0,
  txBytes: 0,
  rxErrors: 0,
  txErrors: 0,
  rxDropped: 0,
  txDropped: 0,
};

export function aNamespace(nsid: number, fields: Partial<Namespace> = {}): Namespace {
  return {
    nsid,
    inum: 4026530000 + nsid,
    name: nsid === 0 ? 'host' : `ns${nsid}`,
    hidden: false,
    isHost: nsid === 0,
    owner: null,
    handles: nsid === 0 ? [{ kind: 'self' }] : [{ kind: 'named', path: `/run/netns/ns${nsid}` }],
    ...fields,
  };
}

export function aLink(nsid: number, ifindex: number, fields: Partial<Link> = {}): Link {
  const name = fields.name ?? `veth${ifindex}`;
  return {
    key: linkKey(nsid, ifindex),
    nsid,
    ifindex,
    name,
    rawName: name,
    altNames: [],
    kind: 'veth',
    mac: '02:00:00:00:00:01',
    mtu: 1500,
    flags: 0x1043,
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
    ...fields,
  };
}

export function anInventory(
  namespaces: readonly Namespace[],
  pairs: readonly Pair[],
  otherLinks: readonly Link[] = [],
): Inventory {
  const ends = pairs.flatMap(pair => (pair.b === null ? [pair.a] : [pair.a, pair.b]));
  return {
    generation: 1,
    at: 0,
    namespaces: new Map(namespaces.map(namespace => [namespace.nsid, namespace])),
    links: new Map([...ends, ...otherLinks].map(link => [link.key, link])),
    pairs,
    partial: [],
  };
}

export function exactPair(a: Link, b: Link): Pair {
  return { id: `${a.key}-${b.key}`, certainty: 'exact', a, b };
}

/** The host (nsid 0) and ns1 with one pair, ifindex 10 ⇄ 2. */
export const HOST_END = aLink(0, 10, { name: 'veth10' });
export const INNER_END = aLink(1, 2, { name: 'eth0' });
export const PAIR = exactPair(HOST_END, INNER_END);
export const INVENTORY = anInventory([aNamespace(0), aNamespace(1)], [PAIR]);

export function keyOf(link: Link): ProbeKey {
  return probeKey(4026530000 + link.nsid, link.ifindex);
}

/** [packets, bytes?, failed?] */
export type Sent = readonly [packets: number, bytes?: number, failed?: number];

export function totals([packets, bytes = packets * 100, failed = 0]: Sent): LinkTotals {
  return { xmitPackets: packets, xmitBytes: bytes, xmitFailed: failed };
}

export function aSample(
  monotonicMs: number,
  links: readonly (readonly [Link, Sent])[],
  fields: { readonly epoch?: number; readonly drops?: readonly DropTotal[] } = {},
): Sample {
  return {
    at: 1_700_000_000_000 + monotonicMs,
    monotonicMs,
    epoch: fields.epoch ?? 0,
    links: new Map(links.map(([link, sent]) => [keyOf(link), totals(sent)])),
    drops: fields.drops ?? [],
  };
}

export function aDrop(key: ProbeKey | null, packets: number, fields: Partial<DropTotal> = {}): DropTotal {
  const named = {
    key,
    ingressIfindex: 0,
    reason: 'NETFILTER_DROP',
    function: 'nf_hook_slow',
    class: 'loss',
    cause: null,
    packets,
    ...fields,
  } as const;
  return { id: dropId(named.key, named.ingressIfindex, named.reason, named.function), ...named };
}

export function aReading(monotonicMs: number, links: readonly (readonly [Link, Sent])[]): CounterReading {
  return {
    monotonicMs,
    links: new Map(
      links.map(([link, [packets, bytes = packets * 100]]) => [link.key, { ...NO_COUNTERS, txPackets: packets, txBytes: bytes }]),
    ),
  };
}

export function aProbe(fields: Partial<ProbeState> = {}): ProbeState {
  return {
    status: 'live',
    flavour: 'tracepoint',
    depth: 'full',
    whyNot: [],
    restarts: 0,
    lost: 0,
    gapMs: 0,
    message: null,
    bpftraceVersion: '0.17.0',
    ...fields,
  };
}
