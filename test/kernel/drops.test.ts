/** Drops of every class that can be provoked here, by `drops --json`: at the right link, for the right reason, to the packet. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DropDocument, DropsLine } from '../../src/output/json.js';
import type { HostProcess } from '../support/host-process.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { send } from './probes-cable.js';

/** red and blue, each by a pair on a bridge in hub; nothing moves by itself. */
const BRIDGED = `
for ns in red blue hub; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip -n hub link add br0 type bridge stp_state 0 mcast_snooping 0
ip -n hub link set br0 up
n=0
for ns in red blue; do
  n=$((n + 1))
  ip -n $ns link add eth0 address 02:00:00:00:07:0$n type veth peer name p-$ns netns hub
  ip -n $ns addr add 10.253.7.$n/24 dev eth0
  ip -n hub link set p-$ns master br0
  ip -n hub link set p-$ns up
  ip -n $ns link set eth0 up
done
ip -n red neigh replace 10.253.7.2 dev eth0 nud permanent lladdr 02:00:00:00:07:02
ip -n blue neigh replace 10.253.7.1 dev eth0 nud permanent lladdr 02:00:00:00:07:01
`;

interface Case {
  readonly name: string;
  readonly provoke: string;
  /** As it was before. */
  readonly mend: string;
  readonly bytes?: number;
  readonly expected: {
    readonly link: string;
    readonly reason: RegExp;
    readonly function: RegExp;
    readonly class: DropDocument['class'];
    readonly cause: RegExp;
  };
}

const PACKETS = 200;

const CASES: readonly Case[] = [
  {
    name: 'over the MTU of the receiving end',
    provoke: 'ip -n blue link set eth0 mtu 500',
    mend: 'ip -n blue link set eth0 mtu 1500',
    bytes: 1000,
    expected: { link: 'p-blue@hub', reason: /^NOT_SPECIFIED$/, function: /^__dev_forward_skb/, class: 'loss', cause: /MTU/ },
  },
  {
    name: 'over the MTU of the outgoing port of a bridge',
    provoke: 'ip -n hub link set p-blue mtu 500',
    mend: 'ip -n hub link set p-blue mtu 1500',
    bytes: 1000,
    expected: {
      link: 'p-blue@hub',
      reason: /./,
      function: /^br_(nf_dev_queue|dev_queue_push)_xmit$/,
      class: 'loss',
      cause: /outgoing bridge port/,
    },
  },
  {
    name: 'a firewall',
    provoke: `ip netns exec blue nft 'table ip t { chain c { type filter hook input priority 0; udp dport 9 drop; }; }'`,
    mend: 'ip netns exec blue nft flush ruleset',
    expected: {
      link: 'eth0@blue',
      reason: /^NETFILTER_DROP$/,
      function: /^(nf_hook_slow|nft_do_chain)$/,
      class: 'loss',
      cause: /firewall/,
    },
  },
  {
    name: 'a filter of tc',
    provoke: `ip netns exec blue tc qdisc add dev eth0 clsact
      ip netns exec blue tc filter add dev eth0 ingress bpf da bytecode '1,6 0 0 2'`,
    mend: 'ip netns exec blue tc qdisc del dev eth0 clsact',
    expected: { link: 'eth0@blue', reason: /^TC_INGRESS$/, function: /./, class: 'loss', cause: /tc filter/ },
  },
  {
    name: 'a bridge port that is not forwarding',
    // A port that comes up listens for 15 s before it forwards.
    provoke: `ip -n hub link set br0 type bridge forward_delay 1500 stp_state 1
      ip -n hub link set p-red down; ip -n hub link set p-red up
      until ip -n red link show eth0 | grep -q 'state UP'; do sleep 0.05; done`,
    // Without STP a port forwards as soon as it comes up; one that listens already waits to the end of its time.
    mend: `ip -n hub link set br0 type bridge stp_state 0; ip -n hub link set p-red down; ip -n hub link set p-red up
      until bridge -n hub link show dev p-red | grep -q 'state forwarding'; do sleep 0.05; done`,
    expected: { link: 'p-red@hub', reason: /./, function: /^br_handle_frame$/, class: 'loss', cause: /not forwarding/ },
  },
  {
    name: 'isolated ports of a bridge',
    provoke: 'for p in red blue; do ip -n hub link set p-$p type bridge_slave isolated on; done',
    mend: 'for p in red blue; do ip -n hub link set p-$p type bridge_slave isolated off; done',
    expected: { link: 'p-red@hub', reason: /./, function: /^br_(?!handle_frame$)/, class: 'loss', cause: /./ },
  },
  {
    name: 'a source that is not reached through the link',
    provoke: `ip -n red addr add 10.99.0.1/32 dev lo; ip -n red route replace 10.253.7.0/24 dev eth0 src 10.99.0.1
      ip netns exec blue sysctl -qw net.ipv4.conf.all.rp_filter=1`,
    mend: `ip -n red route replace 10.253.7.0/24 dev eth0 src 10.253.7.1; ip -n red addr del 10.99.0.1/32 dev lo
      ip netns exec blue sysctl -qw net.ipv4.conf.all.rp_filter=0`,
    expected: { link: 'eth0@blue', reason: /^IP_RPFILTER$/, function: /./, class: 'loss', cause: /reverse-path/ },
  },
  {
    name: 'a stale MAC address, flooded by the bridge',
    provoke: 'ip -n red neigh replace 10.253.7.2 dev eth0 nud permanent lladdr 02:00:00:00:07:77',
    mend: 'ip -n red neigh replace 10.253.7.2 dev eth0 nud permanent lladdr 02:00:00:00:07:02',
    expected: { link: 'eth0@blue', reason: /^OTHERHOST$/, function: /^ip_rcv/, class: 'benign', cause: /another host/ },
  },
  {
    name: 'nobody listening',
    provoke: ':',
    mend: ':',
    expected: { link: 'eth0@blue', reason: /^NO_SOCKET$/, function: /udp/, class: 'socket', cause: /listens/ },
  },
  {
    name: 'no carrier',
    provoke: 'ip -n hub link set p-red down; until ip -n red link show eth0 | grep -q NO-CARRIER.*DOWN; do sleep 0.05; done',
    mend: 'ip -n hub link set p-red up',
    expected: { link: 'eth0@red', reason: /^QDISC_DROP$/, function: /^__dev_queue_xmit$/, class: 'loss', cause: /no carrier/ },
  },
];

function linkText({ link }: DropDocument): string {
  return link === null ? 'no device' : `${link.name}@${link.namespace}`;
}

/** Without what other tests on this machine lose. */
function known(line: DropsLine | undefined): string {
  return JSON.stringify(
    line?.drops.filter(({ link }) => link?.name !== null).map(drop => [linkText(drop), drop.reason, drop.function, drop.total]),
  );
}

/** Kinds of drop and how many there are of each. */
function totalsOf(line: DropsLine): ReadonlyMap<string, DropDocument> {
  return new Map(line.drops.map(drop => [[linkText(drop), drop.reason, drop.function].join(' '), drop]));
}

describeNeeding(['namespaces', 'btf', 'program:bpftrace', 'program:nft', 'program:tc'], 'drops --json', () => {
  let host: PrivateHost;
  let running: HostProcess;

  const newest = (): DropsLine | undefined => {
    const line = running.lines().at(-1);
    return line === undefined ? undefined : JSON.parse(line);
  };
  const waitFor = <T>(what: string, ask: (line: DropsLine) => T) =>
    until(
      () => {
        const line = newest();
        return line === undefined ? undefined : ask(line);
      },
      { what: () => `${what}; last: ${known(newest())}; ${running.stderr}`, timeoutMs: 15_000 },
    );

  beforeAll(async () => {
    host = await PrivateHost.create();
    await host.sh(BRIDGED);
    running = await host.spawnVethtop(['drops', '--json', '--all', '-d', '0.2']);
    await waitFor('live probes', line => line.probe.status === 'live' && line.intervalMs !== null);
  }, 120_000);
  afterAll(() => host?.dispose());

  it.each(CASES)('$name', async ({ provoke, mend, bytes = 100, expected }) => {
    await host.sh(provoke);
    const before = totalsOf(await waitFor('a report', line => line));
    await send(host, PACKETS, bytes);
    const fits = (drop: DropDocument): boolean =>
      linkText(drop) === expected.link && expected.reason.test(drop.reason) && expected.function.test(drop.function);
    const found = await waitFor(`${PACKETS} drops at ${expected.link}`, line => {
      for (const [kind, drop] of totalsOf(line)) {
        if (fits(drop) && drop.total - (before.get(kind)?.total ?? 0) >= PACKETS) return { kind, drop };
      }
      return null;
    }).finally(() => host.sh(mend));
    expect(found.drop.total - (before.get(found.kind)?.total ?? 0)).toBe(PACKETS);
    expect(found.drop).toMatchObject({ class: expected.class, cause: expect.stringMatching(expected.cause) });
    expect(found.drop.pair).not.toBeNull();
  });
});
