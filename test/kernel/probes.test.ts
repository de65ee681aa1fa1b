/** The probes against the running kernel: what was sent is what is counted, and no program is left behind. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { ROOT } from '../support/paths.js';
import { isRunning } from '../support/processes.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { bpftracesOf, type Cable, makeCable, send, UDP_OVERHEAD, Watched } from './probes-cable.js';

describeNeeding(['namespaces', 'btf', 'program:bpftrace'], 'probes', () => {
  let cable: Cable;
  let watched: Watched;

  // A new one for each: a link that was down has forgotten its neighbours, and ARP would be counted too.
  beforeEach(async () => {
    cable = await makeCable();
  });
  afterEach(async () => {
    await watched.probes.stop();
    await cable.host.dispose();
  });

  it('count every packet and byte that an end transmits, and nothing else', async () => {
    watched = new Watched();
    await watched.live();
    expect(watched.probes.state()).toMatchObject({ depth: 'full', restarts: 0, lost: 0, gapMs: 0 });
    expect(['tracepoint', 'kprobe']).toContain(watched.probes.state().flavour);
    await send(cable.host, 1000, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets >= 1000, '1,000 packets');
    const frames = watched.samples.length;
    await watched.until(() => watched.samples.length >= frames + 2, 'two more samples');
    expect(watched.links(cable.red)).toEqual({ xmitPackets: 1000, xmitBytes: 1000 * (100 + UDP_OVERHEAD), xmitFailed: 0 });
  });

  it('name link, function and class of packets over the MTU of the peer', async () => {
    await cable.host.sh('ip -n blue link set eth0 mtu 1000');
    watched = new Watched();
    await watched.live();
    await send(cable.host, 200, 1400);
    // Maps are printed one after another: a report taken in the middle may have the drops of packets that it hasn't counted yet.
    await watched.until(
      () => Math.min(watched.links(cable.red).xmitFailed, watched.links(cable.red).xmitPackets) >= 200,
      '200 failures',
    );
    const [drop] = watched.drops(cable.red);
    expect(drop).toMatchObject({ reason: 'NOT_SPECIFIED', class: 'loss', packets: 200 });
    expect(drop?.function).toMatch(/^__dev_forward_skb2?$/);
    expect(drop?.cause).toContain('over its MTU');
    expect(watched.links(cable.red)).toMatchObject({ xmitPackets: 200, xmitFailed: 200 });
  });

  it('name packets that die because the peer is down, at the end that sends', async () => {
    await cable.host.sh('ip -n blue link set eth0 down');
    watched = new Watched();
    await watched.live();
    await send(cable.host, 200, 100);
    await watched.until(() => watched.drops(cable.red).length > 0 && watched.drops(cable.red)[0]?.packets === 200, '200 drops');
    expect(watched.drops(cable.red)).toMatchObject([
      { reason: 'QDISC_DROP', function: '__dev_queue_xmit', class: 'loss', packets: 200 },
    ]);
    expect(watched.drops(cable.red)[0]?.cause).toContain('no carrier');
  });

  it('count drops only in depth light, and go on counting where they were when the depth changes', async () => {
    watched = new Watched();
    await watched.live();
    await send(cable.host, 100, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets === 100, '100 packets');
    watched.probes.setDepth('light');
    await watched.until(() => watched.last?.epoch === 1 && watched.probes.state().depth === 'light', 'depth light');
    const before = watched.links(cable.red);
    await cable.host.sh('ip -n blue link set eth0 mtu 1000');
    await send(cable.host, 50, 1400);
    await watched.until(() => watched.drops(cable.red).some(drop => drop.packets === 50), '50 drops');
    await cable.host.sh('ip -n blue link set eth0 mtu 1500');
    expect(watched.links(cable.red).xmitPackets).toBe(before.xmitPackets);
    watched.probes.setDepth('full');
    await watched.until(() => watched.last?.epoch === 2 && watched.probes.state().depth === 'full', 'depth full');
    await send(cable.host, 100, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets === before.xmitPackets + 100, 'packets counted on');
    expect(watched.probes.state().restarts).toBe(0);
    expect(watched.probes.state().gapMs).toBeGreaterThan(0);
    watched.probes.setDepth('counters');
    await watched.until(() => watched.probes.state().flavour === 'counters', 'counters');
    expect(watched.probes.state()).toMatchObject({ status: 'live', depth: 'counters' });
    expect(bpftracesOf(process.pid)).toEqual([]);
  });

  it('survive a bpftrace that is killed: totals go on, the gap is told', async () => {
    watched = new Watched();
    await watched.live();
    await send(cable.host, 300, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets === 300, '300 packets');
    for (const pid of bpftracesOf(process.pid)) process.kill(pid, 'SIGKILL');
    await watched.until(() => watched.last?.epoch === 1, 'the second program');
    await send(cable.host, 300, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets >= 600, '300 packets more');
    expect(watched.links(cable.red).xmitPackets).toBe(600);
    expect(watched.probes.state()).toMatchObject({ status: 'live', restarts: 1 });
    expect(watched.probes.state().message).toContain('SIGKILL');
    expect(watched.probes.state().gapMs).toBeGreaterThan(0);
    expect(watched.states.map(({ status }) => status)).toContain('restarting');
    const totals = watched.samples.map(sample => sample.links.get(cable.red)?.xmitPackets ?? 0);
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    const times = watched.samples.map(sample => sample.monotonicMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it('leave no bpftrace and no mount when they stop', async () => {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
    watched = new Watched();
    await watched.live();
    const [pid] = bpftracesOf(process.pid);
    expect(pid).toBeDefined();
    await watched.probes.stop();
    expect(isRunning(pid ?? 0)).toBe(false);
    expect(watched.probes.state().status).toBe('stopped');
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).toBe(mounts);
  });

  it('say why a forced flavour is not there, or use it', async () => {
    watched = new Watched({ flavour: 'fentry' });
    await watched.until(() => watched.probes.state().status !== 'starting', 'an answer');
    const { status, flavour, whyNot, message } = watched.probes.state();
    if (status === 'live') expect(flavour).toBe('fentry');
    else {
      expect({ status, flavour }).toEqual({ status: 'unavailable', flavour: 'counters' });
      expect(whyNot).toEqual([{ flavour: 'fentry', why: expect.stringMatching(/^bpftrace ended with status 1: .*veth_xmit/) }]);
      expect(message).toBe(`no probes: ${whyNot[0]?.why}`);
    }
  });

  it('end with the process that started them, whatever ends it', { timeout: 120_000 }, async () => {
    watched = new Watched({ depth: 'counters' });
    await ensureBuilt();
    const script = `
      import { startProbes } from '${ROOT}/dist/probes/supervisor.js';
      startProbes({ intervalMs: 200, depth: 'full', linkCount: 10, onSample: () => console.log('sample'), onState: () => {} });
    `;
    const parent = await cable.host.spawn(process.execPath, ['--input-type=module', '-e', script]);
    await parent.until(({ stdout }) => stdout.includes('sample'), { what: 'a sample', timeoutMs: 40_000 });
    const bpftraces = bpftracesOf(parent.pid);
    expect(bpftraces).toHaveLength(1);
    parent.kill('SIGKILL');
    await until(() => bpftraces.every(pid => !isRunning(pid)), { what: 'bpftrace to end', timeoutMs: 2000 });
  });
});
