/** A host with one of each: owners, a bridge, a hidden namespace, a pair of doubt, names from far away. */
import type { Inventory } from '../../src/inventory/model.js';
import type { StatusFacts } from '../../src/output/status.js';
import { advance, startRates } from '../../src/rates/differ.js';
import type { RateFrame } from '../../src/rates/model.js';
import {
  aDrop,
  aLink,
  aNamespace,
  anInventory,
  aProbe,
  aSample,
  exactPair,
  keyOf,
  NO_COUNTERS,
  type Sent,
} from '../rates/fixtures.js';

export const AT_MS = Date.UTC(2024, 4, 6, 14, 2, 31);

const WEB = { kind: 'docker', id: 'c0ffee00', name: 'web-1' };

export const NAMESPACES = [
  aNamespace(0, {
    handles: [
      { kind: 'self' },
      { kind: 'process', pid: 1, comm: 'systemd' },
      { kind: 'process', pid: 812, comm: 'sshd' },
      { kind: 'thread', pid: 812, tid: 815, comm: 'worker' },
    ],
  }),
  aNamespace(1, {
    name: 'web-1',
    owner: WEB,
    handles: [
      { kind: 'mount', path: '/run/docker/netns/c0ffee' },
      { kind: 'process', pid: 4711, comm: 'nginx' },
    ],
  }),
  aNamespace(2, { name: 'blue' }),
  aNamespace(3, { name: 'hidden#3', inum: null, hidden: true, handles: [] }),
  aNamespace(4, {
    name: '網路',
    handles: [
      { kind: 'fd', pid: 99, fd: 7, comm: 'holder' },
      { kind: 'foreign-mount', pid: 98, path: '/var/run/netns/x' },
    ],
  }),
];

export const BRIDGE = aLink(0, 5, { name: 'br0', kind: 'bridge', addresses: ['10.0.0.1/24'] });
export const UPLINK = aLink(0, 2, { name: 'eth0', kind: null, master: 5, portKind: 'bridge' });
export const LOOPBACK = aLink(2, 1, { name: 'lo', kind: null, loopback: true, operState: 'UNKNOWN', addresses: ['127.0.0.1/8'] });

export const WEB_HOST_END = aLink(0, 42, {
  name: 'veth3f1c2aa',
  master: 5,
  portKind: 'bridge',
  counters: { ...NO_COUNTERS, txPackets: 10, txBytes: 840, rxPackets: 12, rxBytes: 1000, rxDropped: 2 },
});
export const WEB_END = aLink(1, 41, { name: 'eth0', altNames: ['enp0'], addresses: ['172.18.0.2/16', 'fe80::42/64'] });
export const WEB_PAIR = exactPair(WEB_HOST_END, WEB_END);

export const FAR_PAIR = exactPair(
  aLink(2, 7, { name: 'vethB', mtu: 1400, adminUp: false, operState: 'DOWN' }),
  aLink(4, 8, { name: '介面', mac: null, addresses: null }),
);
export const HIDDEN_PAIR = exactPair(aLink(0, 50, { name: 'veth50' }), aLink(3, 2, { name: 'eth0' }));
export const HALF_PAIR = {
  id: 'half',
  certainty: 'unknown',
  why: 'its peer is in a namespace that can’t be asked',
  a: aLink(2, 9, { name: 'lost' }),
  b: null,
} as const;

export const INVENTORY: Inventory = {
  ...anInventory(NAMESPACES, [WEB_PAIR, FAR_PAIR, HIDDEN_PAIR, HALF_PAIR], [BRIDGE, UPLINK, LOOPBACK]),
  at: AT_MS,
  partial: [
    { source: '/proc/1/ns/net', why: 'permission denied', next: 'run as root' },
    { source: 'namespace blue', why: 'it went away' },
  ],
};

/** Frames one second apart: the packets that end A of the web pair has sent, and its drops. */
export function framesOf(
  ticks: readonly { readonly sent: Sent; readonly dropped: number; readonly epoch?: number }[],
): readonly RateFrame[] {
  let state = startRates();
  return ticks.map(({ sent, dropped, epoch = 0 }, index) => {
    const drops = [
      aDrop(keyOf(WEB_HOST_END), dropped, { cause: 'a firewall rule' }),
      aDrop(keyOf(WEB_END), 3, { reason: 'OTHERHOST', function: 'ip_rcv_core', class: 'benign' }),
    ];
    const result = advance(state, {
      at: AT_MS + index * 1000,
      sample: aSample(index * 1000, [[WEB_HOST_END, sent]], { drops, epoch }),
      counters: null,
      inventory: INVENTORY,
      probe: aProbe(),
    });
    state = result.state;
    return result.frame;
  });
}

export const STATUS: StatusFacts = {
  vethtopVersion: '0.1.0',
  node: 'v20.20.2',
  kernelRelease: '6.18.0',
  uid: 0,
  capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN', 'CAP_BPF', 'CAP_PERFMON', 'CAP_SYS_PTRACE'],
  flavours: {
    live: 'tracepoint',
    whyNot: [
      { flavour: 'fentry', why: 'attaching was refused' },
      { flavour: 'kprobe', why: 'this kernel has no kprobes' },
    ],
  },
  bpftrace: { path: '/usr/bin/bpftrace', version: '0.17.0' },
  tracefs: 'mountable',
  btf: true,
  namespaces: { total: 41, unreadable: 2 },
  partial: INVENTORY.partial,
  missing: [{ what: 'ethtool', why: 'ring counters can’t be shown', install: 'apt-get install ethtool' }],
};
