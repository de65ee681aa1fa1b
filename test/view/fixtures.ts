/** A small builder of live states: pairs of whatever names a test wants, with rates, drops and events. */

import { sanitise } from '../../src/core/text.js';
import type { Handle, Inventory, Link, LinkKey, Namespace, Pair, Partial } from '../../src/inventory/model.js';
import { linkKey } from '../../src/inventory/model.js';
import type { LiveEvent, LiveState } from '../../src/live/model.js';
import type { ProbeState } from '../../src/probes/model.js';
import type { DropRate, PairRate, RateFrame } from '../../src/rates/model.js';

export const AT = Date.UTC(2026, 4, 12, 14, 2, 31);

export interface PairSpec {
  readonly a: string;
  readonly b: string | null;
  readonly placeA?: string;
  readonly placeB?: string;
  /** `kind:name` */
  readonly ownerB?: string;
  readonly master?: string;
  readonly packets?: number | null;
  readonly drops?: readonly DropRate[];
  readonly down?: boolean;
  readonly hidden?: boolean;
  readonly mtu?: number;
}

function link(nsid: number, ifindex: number, name: string, extra: { readonly [Key in keyof Link]?: Link[Key] } = {}): Link {
  return {
    key: linkKey(nsid, ifindex),
    nsid,
    ifindex,
    name: sanitise(name),
    rawName: name,
    altNames: [],
    kind: 'veth',
    mac: `02:42:ac:${[nsid, ifindex >> 8, ifindex & 255].map(byte => (byte & 255).toString(16).padStart(2, '0')).join(':')}`,
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
    ...extra,
  };
}

const MASTER_IFINDEX = 100_000;

export interface LiveSpec {
  readonly pairs: readonly PairSpec[];
  readonly events?: readonly LiveEvent[];
  readonly partial?: readonly Partial[];
  readonly probe?: { readonly [Key in keyof ProbeState]?: ProbeState[Key] };
  readonly frame?: boolean;
  /** Tells two reports apart: moves every number. */
  readonly tick?: number;
}

function handlesOf(name: string, nsid: number, owner: string | null, hidden: boolean): readonly Handle[] {
  if (hidden) return [];
  if (name === 'host') return [{ kind: 'self' }, { kind: 'process', pid: 1, comm: 'init' }];
  if (owner !== null) return [{ kind: 'process', pid: 1000 + nsid, comm: 'app' }];
  return [{ kind: 'named', path: `/run/netns/${sanitise(name)}` }];
}

export function wave(scale: number, phase: number, points = 60): readonly number[] {
  return Array.from({ length: points }, (_, index) => Math.max(0, scale * (0.75 + 0.25 * Math.sin((index + phase) / 4))));
}

export function inventoryOf({ pairs, partial = [] }: LiveSpec): Inventory {
  const namespaces = new Map<number, Namespace>();
  const byName = new Map<string, number>();
  const links = new Map<LinkKey, Link>();
  const namespaceFor = (name: string, owner: string | null, hidden: boolean): number => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const nsid = byName.size;
    byName.set(name, nsid);
    const [kind = '', ...rest] = owner === null ? [] : owner.split(':');
    namespaces.set(nsid, {
      nsid,
      inum: hidden ? null : 4026531840 + nsid,
      name: sanitise(name),
      hidden,
      isHost: name === 'host',
      owner: owner === null ? null : { kind, id: rest.join(':'), name: sanitise(rest.join(':')) },
      handles: handlesOf(name, nsid, owner, hidden),
    });
    return nsid;
  };
  namespaceFor('host', null, false);
  const made = pairs.map((spec, index): Pair => {
    const nsA = namespaceFor(spec.placeA ?? 'host', null, false);
    const down = spec.down === true ? ({ adminUp: false, operState: 'DOWN' } as const) : {};
    const master =
      spec.master === undefined ? null : MASTER_IFINDEX + [...new Set(pairs.map(pair => pair.master))].indexOf(spec.master);
    if (master !== null && spec.master !== undefined) {
      const bridge = link(nsA, master, spec.master, { kind: 'bridge' });
      links.set(bridge.key, bridge);
    }
    const a = link(nsA, index * 2 + 2, spec.a, { master, mtu: spec.mtu ?? 1500, ...down });
    links.set(a.key, a);
    if (spec.b === null) return { id: `pair-${index}`, certainty: 'unknown', why: 'the peer was not seen', a, b: null };
    const nsB = namespaceFor(spec.placeB ?? `ns${index}`, spec.ownerB ?? null, spec.hidden === true);
    const b = link(nsB, index * 2 + 3, spec.b, { addresses: [`172.18.0.${index + 2}/16`], mtu: spec.mtu ?? 1500 });
    links.set(b.key, b);
    return { id: `pair-${String(index).padStart(4, '0')}`, certainty: 'exact', a, b };
  });
  return { generation: 1, at: AT, namespaces, links, pairs: made, partial };
}

function rateOf(id: string, spec: PairSpec, index: number, tick: number): PairRate {
  const packets = spec.packets === undefined ? 1000 : spec.packets;
  const drops = spec.drops ?? [];
  const known = packets !== null;
  const moved = known ? packets * (1 + tick / 100) : null;
  const direction = (value: number | null, size: number) => ({
    packetsPerSecond: value,
    bytesPerSecond: value === null ? null : value * size,
    packets: value === null ? null : value * 60,
    bytes: value === null ? null : value * 60 * size,
  });
  const history = (scale: number) => (known ? wave(scale, index + tick) : Array.from({ length: 60 }, () => null));
  return {
    id,
    source: known ? 'probe' : null,
    ab: direction(moved, 864),
    ba: direction(moved === null ? null : moved * 0.97, 120),
    dropsPerSecond: known ? drops.reduce((sum, drop) => sum + (drop.class === 'loss' ? (drop.perSecond ?? 0) : 0), 0) : null,
    dropsTotal: known ? drops.reduce((sum, drop) => sum + (drop.class === 'loss' ? drop.total : 0), 0) : null,
    drops,
    kernel: { abPacketsPerSecond: moved, baPacketsPerSecond: moved === null ? null : moved * 0.97 },
    history: {
      ab: history(packets ?? 0),
      ba: history((packets ?? 0) * 0.8),
      abBytes: history((packets ?? 0) * 864),
      baBytes: history((packets ?? 0) * 120),
      drops: history(3),
    },
  };
}

export function liveOf(spec: LiveSpec): LiveState {
  const inventory = inventoryOf(spec);
  const tick = spec.tick ?? 0;
  const rates = new Map(
    inventory.pairs.map((pair, index): [string, PairRate] => [
      pair.id,
      rateOf(pair.id, spec.pairs[index] ?? { a: '', b: null }, index, tick),
    ]),
  );
  const sum = (of: (rate: PairRate) => number | null): number =>
    [...rates.values()].reduce((total, rate) => total + (of(rate) ?? 0), 0);
  const frame: RateFrame = {
    at: AT + tick * 1000,
    intervalMs: 1000,
    flavour: 'tracepoint',
    depth: 'full',
    pairs: rates,
    total: {
      packetsPerSecond: sum(rate => rate.ab.packetsPerSecond) + sum(rate => rate.ba.packetsPerSecond),
      bytesPerSecond: sum(rate => rate.ab.bytesPerSecond) + sum(rate => rate.ba.bytesPerSecond),
      dropsPerSecond: sum(rate => rate.dropsPerSecond),
      packetsHistory: wave(1e6, tick),
      dropsHistory: wave(5, tick),
      topReason: rates.size === 0 ? null : { reason: 'NETFILTER_DROP', share: 0.71 },
    },
    otherDropsPerSecond: 0,
    gap: false,
    probe: {
      status: 'live',
      flavour: 'tracepoint',
      depth: 'full',
      whyNot: [
        { flavour: 'fentry', why: 'attaching was refused (EPERM)' },
        { flavour: 'kprobe', why: 'this kernel has no kprobes' },
      ],
      restarts: 0,
      lost: 0,
      gapMs: 0,
      message: null,
      bpftraceVersion: '0.17.0',
      ...spec.probe,
    },
  };
  return {
    hostName: 'edge-01',
    kernelRelease: '6.8.0',
    intervalMs: 1000,
    inventory,
    frame: spec.frame === false ? null : frame,
    events: spec.events ?? [],
  };
}

function drop(
  reason: string,
  fn: string,
  perSecond: number,
  total: number,
  extra: { readonly [Key in keyof DropRate]?: DropRate[Key] } = {},
): DropRate {
  return { end: 'a', reason, function: fn, class: 'loss', cause: null, perSecond, total, ...extra };
}

const NAMED: readonly PairSpec[] = [
  {
    a: 'veth3f1c2aa',
    b: 'eth0',
    placeB: 'c1',
    ownerB: 'docker:web-1',
    master: 'br-9f1',
    packets: 812_400,
    drops: [
      drop('NETFILTER_DROP', 'nf_hook_slow', 142, 91_204, { cause: 'a netfilter rule, or bridge-nf-call-iptables' }),
      drop('OTHERHOST', 'ip_rcv_core', 44, 12_011, { class: 'benign' }),
      drop('NOT_SPECIFIED', '__dev_forward_skb', 59, 7_302, { cause: 'the peer is down or the packet is over its MTU' }),
      drop('NO_SOCKET', 'ping_rcv', 0, 12, { end: 'b', class: 'socket' }),
    ],
  },
  {
    a: 'veth91bd077',
    b: 'eth0',
    placeB: 'c2',
    ownerB: 'docker:web-2',
    master: 'br-9f1',
    packets: 401_100,
    drops: [drop('CPU_BACKLOG', 'enqueue_to_backlog', 88, 4_100)],
  },
  {
    a: 'vethA',
    b: 'vethB',
    placeA: 'red',
    placeB: 'blue',
    packets: 120_000,
    drops: [drop('QDISC_DROP', '__dev_queue_xmit', 19, 640)],
  },
  {
    a: 'tap3f09aa10-2b',
    b: 'ns-3f09aa10',
    placeB: 'qdhcp-8c1e',
    ownerB: 'dhcp:8c1e4a0c-0c5f-4b9e-9a55-6f0f6a3d2e11-on-a-long-network',
    packets: 42,
  },
  { a: 'veth-idle', b: 'eth0', placeB: 'quiet', packets: 0 },
  { a: 'veth-down', b: 'eth0', placeB: 'c4', ownerB: 'podman:db', packets: 0, down: true },
  { a: 'veth-half', b: null, packets: null },
  { a: 'veth-hid', b: 'eth9', placeB: 'hidden#7', hidden: true, packets: 0.4 },
  { a: '東京都港区', b: 'eth0', placeB: '大阪', packets: 7 },
  { a: '\x1b]0;x\x07', b: '{bold}', placeB: '‮evil🙂é', packets: 3 },
];

const EVENTS: readonly LiveEvent[] = [
  { at: AT - 9000, kind: 'namespace-removed', text: 'namespace old' },
  { at: AT - 4000, kind: 'namespace-added', text: 'namespace blue' },
  { at: AT - 2000, kind: 'pair-added', text: 'pair vethA(red) ⇄ vethB(blue)', pairId: 'pair-0002' },
  { at: AT - 1000, kind: 'warning', text: 'the probe restarted, 1.2 s not counted' },
];

/** What the pictures are taken of: every kind of row, and enough of them to scroll. */
export function busyHost(extra: { readonly [Key in keyof LiveSpec]?: LiveSpec[Key] } = {}): LiveState {
  const more = Array.from(
    { length: 24 },
    (_, index): PairSpec => ({
      a: `veth${(0xabc000 + index * 77).toString(16)}`,
      b: 'eth0',
      placeB: `pod-${index}`,
      ownerB: `pod:shop/cart-${index}`,
      master: 'cni0',
      packets: 1500 * (index + 1),
    }),
  );
  return liveOf({ pairs: [...NAMED, ...more], events: EVENTS, ...extra });
}

/** No pair at all. */
export function bareHost(): LiveState {
  return liveOf({ pairs: [], partial: [{ source: '/proc/1/ns/net', why: 'permission denied', next: 'run as root' }] });
}

export function oneUniform(count: number, tick = 0): LiveState {
  return liveOf({
    pairs: Array.from({ length: count }, (_, index) => ({
      a: `veth${index}`,
      b: 'eth0',
      packets: ((index * 7919) % 1000) + tick,
    })),
    tick,
  });
}
