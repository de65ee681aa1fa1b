/** The NAPI path of veth: a full ring, and packets that a queueing discipline hands in again, exact by the kernel's counters. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeNeeding } from '../support/requirements.js';
import { type Cable, makeCable, send, Watched } from './probes-cable.js';

const PACKETS = 20_000;

interface LinkCounters {
  readonly txPackets: number;
  readonly txDropped: number;
}

async function counters(cable: Cable, namespace: string): Promise<LinkCounters> {
  const text = await cable.host.sh(`ip -n ${namespace} -s -j link show eth0`);
  const [link]: { readonly stats64: { readonly tx: { readonly packets: number; readonly dropped: number } } }[] =
    JSON.parse(text);
  if (link === undefined) throw new Error(`no eth0 in ${namespace}`);
  return { txPackets: link.stats64.tx.packets, txDropped: link.stats64.tx.dropped };
}

/** Kernel threads that poll an eth0. */
function pollers(): ReadonlySet<number> {
  return new Set(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .filter(pid => {
        try {
          return readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('napi/eth0-');
        } catch {
          // It has ended since.
          return false;
        }
      })
      .map(Number),
  );
}

/** A sender that could segment TCP itself is not worth GRO to veth (veth.c: veth_skb_is_eligible_for_gro). */
const NAPI = 'ip netns exec red ethtool -K eth0 tso off; ip netns exec blue ethtool -K eth0 gro on';

/** Receiving in blue is the work of a kernel thread on CPU 0, which gets no time while a sender in real time has that CPU. */
async function slowReceiver(cable: Cable): Promise<void> {
  const before = pollers();
  await cable.host.sh(`${NAPI}; ip netns exec blue sh -c 'echo 1 >/sys/class/net/eth0/threaded'`);
  const own = [...pollers()].filter(pid => !before.has(pid));
  expect(own.length).toBeGreaterThan(0);
  for (const pid of own) execFileSync('taskset', ['-pc', '0', String(pid)]);
}

describeNeeding(['namespaces', 'btf', 'program:bpftrace', 'program:ethtool', 'program:tc'], 'veth with NAPI', () => {
  let cable: Cable;
  let watched: Watched;

  beforeEach(async () => {
    cable = await makeCable();
  });
  afterEach(async () => {
    await watched.probes.stop();
    await cable.host.dispose();
  });

  const flood = (): Promise<void> => send(cable.host, PACKETS, 22, { by: 'chrt --fifo 1 taskset -c 0' });

  it('counts every packet, by one of them, that GRO takes in', async () => {
    await cable.host.sh(NAPI);
    watched = new Watched();
    await watched.live();
    await send(cable.host, 1000, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets >= 1000, '1,000 packets');
    expect(watched.links(cable.red)).toMatchObject({ xmitPackets: 1000, xmitFailed: 0 });
    expect((await counters(cable, 'red')).txPackets).toBe(1000);
    const polled = await cable.host.sh('ip netns exec blue ethtool -S eth0');
    expect(Number(/rx_queue_0_xdp_packets: (\d+)/.exec(polled)?.[1])).toBe(1000);
  });

  it('tells how many found the ring full', async () => {
    await slowReceiver(cable);
    watched = new Watched();
    await watched.live();
    await flood();
    await watched.until(() => watched.links(cable.red).xmitPackets >= PACKETS, 'all packets');
    const kernel = await counters(cable, 'red');
    const atRing = (): number =>
      watched.drops(cable.blue).reduce((sum, drop) => (drop.function === 'veth_xmit' ? sum + drop.packets : sum), 0);
    expect(kernel.txDropped).toBeGreaterThan(0);
    await watched.until(() => atRing() === kernel.txDropped, 'every drop at the ring');
    expect(kernel.txPackets + kernel.txDropped).toBe(PACKETS);
    expect(watched.links(cable.red).xmitPackets).toBe(PACKETS);
  });

  it('counts once what a queueing discipline hands in again', async () => {
    await slowReceiver(cable);
    await cable.host.sh(`ip netns exec red tc qdisc add dev eth0 root pfifo limit ${2 * PACKETS}`);
    watched = new Watched();
    await watched.live();
    await flood();
    const kernel = async (): Promise<number> => (await counters(cable, 'red')).txPackets;
    await watched.until(async () => (await kernel()) === PACKETS, 'the queue to run empty');
    await watched.until(() => watched.links(cable.red).xmitPackets >= PACKETS, 'all packets');
    const requeues = Number(/requeues (\d+)/.exec(await cable.host.sh('ip netns exec red tc -s qdisc show dev eth0'))?.[1]);
    expect(requeues).toBeGreaterThan(0);
    const frames = watched.samples.length;
    await watched.until(() => watched.samples.length >= frames + 2, 'two more samples');
    expect(watched.links(cable.red).xmitPackets).toBe(PACKETS);
    expect(watched.links(cable.blue).xmitPackets).toBe((await counters(cable, 'blue')).txPackets);
  });
});
