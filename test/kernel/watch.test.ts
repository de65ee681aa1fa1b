import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { pairOf, SILENT_PAIR, send, startReceiver, Watching } from './watching.js';

const NEEDS = ['root', 'namespaces', 'program:bpftrace', 'program:ip'] as const;
/** Ethernet, IPv4 and UDP headers before 22 bytes of payload: the smallest frame, 64 bytes with its checksum. */
const FRAME_BYTES = 14 + 20 + 8 + 22;

async function txPackets(host: PrivateHost, namespace: string, name: string): Promise<number> {
  const [link]: { stats64: { tx: { packets: number } } }[] = JSON.parse(
    await host.sh(`ip -n ${namespace} -s -j link show ${name}`),
  );
  return link?.stats64.tx.packets ?? Number.NaN;
}

describeNeeding(NEEDS, 'watch --json', () => {
  let host: PrivateHost;
  beforeEach(async () => {
    host = await PrivateHost.create();
    await host.sh(SILENT_PAIR);
  });
  afterEach(() => host?.dispose());

  it('accounts for exactly the 1,000 packets that were sent, as the kernel does', async () => {
    await startReceiver(host, 'r');
    const watching = await Watching.start(host);
    const before = await watching.until('live probes', line => {
      const found = pairOf(line, 'left');
      return line.flavour !== 'counters' && found.pair.source === 'probe' && found.pair[found.out].packets !== null && found;
    });
    const kernelBefore = await txPackets(host, 'l', 'left');
    await send(host, 'l', '10.251.7.2', 1000);
    const base = before.pair[before.out];
    await watching.until('1,000 packets', line => {
      const { pair, out } = pairOf(line, 'left');
      return (pair[out].packets ?? 0) >= (base.packets ?? 0) + 1000;
    });
    const [, settled] = await watching.next(2);
    if (settled === undefined) throw new Error('no report');
    const { pair, out } = pairOf(settled, 'left');
    expect(settled.depth).toBe('full');
    expect(pair.source).toBe('probe');
    expect(pair[out].packets).toBe((base.packets ?? Number.NaN) + 1000);
    expect(pair[out].bytes).toBe((base.bytes ?? Number.NaN) + 1000 * FRAME_BYTES);
    expect(await txPackets(host, 'l', 'left')).toBe(kernelBefore + 1000);
    expect(pair.dropsTotal).toBe(0);
  });

  it('shows 200 packets to an end whose peer is down as drops, with end, reason and function', async () => {
    const watching = await Watching.start(host);
    await watching.until('live probes', line => line.flavour !== 'counters' && line.probe.status === 'live');
    await host.sh('ip -n r link set right down');
    // Until link watch has noticed, packets still reach veth and die there; from then on at the queue.
    await until(async () => /state (LOWERLAYER)?DOWN/.test(await host.sh('ip -n l link show left')), {
      what: 'left to lose its carrier',
    });
    await send(host, 'l', '10.251.7.2', 200);
    const { drop, end } = await watching.until('200 drops', line => {
      const found = pairOf(line, 'left');
      const [drop] = found.pair.drops.filter(one => one.class === 'loss' && one.total >= 200);
      return drop && { drop, end: found.end };
    });
    // Without carrier the kernel has taken the queue away: net/sched/sch_generic.c, noop_enqueue.
    expect(drop).toMatchObject({ end, total: 200, reason: 'QDISC_DROP', function: '__dev_queue_xmit' });
    expect(drop.cause).toMatch(/carrier|down/);
  });

  it('shows 200 packets over the MTU of the peer as drops, with end, reason and function', async () => {
    await host.sh('ip -n l link set left mtu 3000');
    const watching = await Watching.start(host);
    await watching.until('live probes', line => line.flavour !== 'counters' && line.probe.status === 'live');
    await send(host, 'l', '10.251.7.2', 200, 2000);
    const { drop, end } = await watching.until('200 drops', line => {
      const found = pairOf(line, 'left');
      const [drop] = found.pair.drops.filter(one => one.class === 'loss' && one.total >= 200);
      return drop && { drop, end: found.end };
    });
    expect(drop).toMatchObject({ end, total: 200, reason: 'NOT_SPECIFIED' });
    expect(drop.function).toMatch(/^(__dev_forward_skb2?|veth_xmit)$/);
    expect(drop.cause).toMatch(/MTU/);
  });

  it('lets a namespace go while it is watched: its pair is gone from the host at once', async () => {
    await host.sh('ip netns add gone; ip link add stays type veth peer name goes netns gone; ip link set stays up');
    const watching = await Watching.start(host);
    await watching.until('the pair', line => line.pairs.some(({ a, b }) => a.name === 'stays' || b?.name === 'stays'));
    await host.sh('ip netns del gone');
    // The kernel takes a namespace down in a worker: at once is as soon as without vethtop.
    await until(async () => (await host.exec('ip', ['link', 'show', 'stays'])).exitCode !== 0, {
      what: 'the host end to go',
      timeoutMs: 2000,
    });
    await watching.until('the report without it', line =>
      line.pairs.every(({ a, b }) => a.name !== 'stays' && b?.name !== 'stays'),
    );
  });

  // From eight veths in a namespace on their counters are read by one dump.
  it.each([0, 9])('has the kernel counters where they are asked for, and says so; beside %i other veths', async others => {
    for (let index = 0; index < others; index++)
      await host.sh(`ip -n l link add o${index} type veth peer name p${index} netns r`);
    await startReceiver(host, 'r');
    const watching = await Watching.start(host, ['--flavour', 'counters']);
    const base = await watching.until('a report', line => line.intervalMs !== null && pairOf(line, 'left'));
    await send(host, 'l', '10.251.7.2', 500);
    const line = await watching.until('500 packets', one => {
      const { pair, out } = pairOf(one, 'left');
      return (pair[out].packets ?? 0) === (base.pair[base.out].packets ?? 0) + 500 && one;
    });
    expect(line).toMatchObject({ flavour: 'counters', depth: 'counters' });
    expect(pairOf(line, 'left').pair).toMatchObject({ source: 'kernel', dropsPerSecond: null, dropsTotal: null });
  });

  it('ends after -n reports, and with 128+n on a signal, with nothing left running', async () => {
    const counted = await host.vethtop(['watch', '--json', '-d', '0.2', '-n', '3']);
    expect(counted.exitCode).toBe(0);
    expect(counted.stdout.trim().split('\n')).toHaveLength(3);
    const watching = await Watching.start(host);
    expect(await watching.process.stop('SIGTERM')).toEqual({ exitCode: 143, signal: null });
    await until(async () => (await host.exec('pgrep', ['-x', 'bpftrace'])).exitCode === 1, { what: 'bpftrace to be gone' });
  });

  it('leaves no bpftrace behind after kill -9', async () => {
    const watching = await Watching.start(host);
    await watching.until('live probes', line => line.probe.status === 'live');
    expect((await host.exec('pgrep', ['-x', 'bpftrace'])).exitCode).toBe(0);
    await watching.process.stop('SIGKILL');
    await until(async () => (await host.exec('pgrep', ['-x', 'bpftrace'])).exitCode === 1, {
      what: 'bpftrace to end',
      timeoutMs: 2000,
    });
  });
});
