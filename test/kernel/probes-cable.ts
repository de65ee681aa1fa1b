/** A cable in a private host, traffic over it, and probes with all that they said. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  type DropTotal,
  type LinkTotals,
  type ProbeKey,
  type ProbeState,
  probeKey,
  type Sample,
} from '../../src/probes/model.js';
import { type ProbeOptions, type Probes, startProbes } from '../../src/probes/supervisor.js';
import { PrivateHost } from '../support/private-host.js';
import { until } from '../support/until.js';

/** Two namespaces and a pair, with nothing on it but what the tests send: no IPv6, no ARP. */
const CABLE = `
for ns in red blue; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip -n red link add eth0 type veth peer name eth0 netns blue
ip -n red addr add 10.253.7.1/24 dev eth0
ip -n blue addr add 10.253.7.2/24 dev eth0
ip -n red link set eth0 up
ip -n blue link set eth0 up
ip -n red neigh replace 10.253.7.2 dev eth0 nud permanent lladdr $(ip netns exec blue cat /sys/class/net/eth0/address)
ip -n blue neigh replace 10.253.7.1 dev eth0 nud permanent lladdr $(ip netns exec red cat /sys/class/net/eth0/address)
for ns in red blue; do echo $(stat -L -c %i /run/netns/$ns) $(ip netns exec $ns cat /sys/class/net/eth0/ifindex); done
`;

/** argv: packets, payload bytes, address. */
const SEND = `
const [packets, bytes] = process.argv.slice(1, 3).map(Number);
const address = process.argv[3];
// More than the ring of a veth holds.
const socket = require('node:dgram').createSocket({ type: 'udp4', sendBufferSize: 1 << 20 });
const payload = Buffer.alloc(bytes);
let left = packets;
const next = () => (left-- > 0 ? socket.send(payload, 9, address, next) : socket.close());
next();
`;

export const UDP_OVERHEAD = 8 + 20 + 14;

export interface Cable {
  readonly host: PrivateHost;
  readonly red: ProbeKey;
  readonly blue: ProbeKey;
}

export async function makeCable(): Promise<Cable> {
  const host = await PrivateHost.create();
  const [red = '', blue = ''] = (await host.sh(CABLE)).trim().split('\n');
  return { host, red: keyOf(red), blue: keyOf(blue) };
}

export function keyOf(line: string): ProbeKey {
  const [inum, ifindex] = line.split(' ').map(Number);
  return probeKey(inum ?? 0, ifindex ?? 0);
}

/** UDP datagrams one by one, from a namespace of the host. @param by a command line that the sender is started by. */
export async function send(
  host: PrivateHost,
  packets: number,
  bytes: number,
  { from = 'red', to = '10.253.7.2', by = '' }: { readonly from?: string; readonly to?: string; readonly by?: string } = {},
): Promise<void> {
  await host.sh(`${by} ip netns exec ${from} '${process.execPath}' -e "$SEND" ${packets} ${bytes} ${to}`, { env: { SEND } });
}

/** Probes with all that they said. */
export class Watched {
  readonly samples: Sample[] = [];
  readonly states: ProbeState[] = [];
  readonly probes: Probes;

  constructor(options: Partial<ProbeOptions> = {}) {
    this.probes = startProbes({
      intervalMs: 200,
      depth: 'full',
      linkCount: 10,
      ...options,
      onSample: sample => this.samples.push(sample),
      onState: state => this.states.push(state),
    });
  }

  get last(): Sample | undefined {
    return this.samples.at(-1);
  }

  live(): Promise<unknown> {
    return until(() => this.probes.state().status === 'live' && this.last, {
      what: this.#explain('to go live'),
      timeoutMs: 40_000,
    });
  }

  links(key: ProbeKey): LinkTotals {
    return this.last?.links.get(key) ?? { xmitPackets: 0, xmitBytes: 0, xmitFailed: 0 };
  }

  drops(key: ProbeKey): readonly DropTotal[] {
    return this.last?.drops.filter(drop => drop.key === key) ?? [];
  }

  /** Waits for a sample in which `ask` finds what it looks for. */
  until<T>(ask: () => T, what: string): Promise<unknown> {
    return until(ask, { what: this.#explain(what), timeoutMs: 20_000 });
  }

  #explain(what: string): () => string {
    return () =>
      `${what}; state ${JSON.stringify(this.probes.state())}, last links ${JSON.stringify([...(this.last?.links ?? [])])}`;
  }
}

/** bpftrace processes whose parent is `parent`: setpriv has become bpftrace by exec. */
export function bpftracesOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        return stat.includes('(bpftrace)') && Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}
