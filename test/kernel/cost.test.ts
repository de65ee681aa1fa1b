/** What the probes cost, as the running kernel tells it; and that measuring leaves the host as it was. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeNeeding } from '../support/requirements.js';
import { type Cable, makeCable, send, Watched } from './probes-cable.js';

function statisticsHeld(): number {
  return readdirSync('/proc/self/fd').filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === 'anon_inode:bpf-stats';
    } catch {
      // The listing's own fd.
      return false;
    }
  }).length;
}

describeNeeding(['namespaces', 'btf', 'program:bpftrace'], 'the cost of the probes', () => {
  let cable: Cable;
  let watched: Watched;

  beforeEach(async () => {
    cable = await makeCable();
  });
  afterEach(async () => {
    await watched.probes.stop();
    await cable.host.dispose();
  });

  it('is measured only where it is asked for, and nothing stays switched on', async () => {
    const setting = readFileSync('/proc/sys/kernel/bpf_stats_enabled', 'latin1');
    watched = new Watched();
    await watched.live();
    expect(watched.probes.state().cost).toBeUndefined();
    expect(statisticsHeld()).toBe(0);
    watched.probes.measureCost(true);
    await watched.until(() => statisticsHeld() === 1, 'the statistics to be on');
    expect(readFileSync('/proc/sys/kernel/bpf_stats_enabled', 'latin1')).toBe(setting);
    const sent = send(cable.host, 20_000, 100);
    await watched.until(() => watched.probes.state().cost?.nsPerPacket, 'a price per packet');
    await sent;
    expect(watched.probes.state().cost?.corePercent).toBeGreaterThan(0);
    watched.probes.measureCost(false);
    expect(statisticsHeld()).toBe(0);
  });

  it('has no part of perf in it: the events of the tracepoints are quiet, and every packet is counted all the same', async () => {
    watched = new Watched({ flavour: 'tracepoint' });
    await watched.live();
    // Transmit, retry, drop.
    expect(watched.probes.state().quieted).toEqual({ events: 3, why: null });
    await send(cable.host, 500, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets === 500, '500 packets');
    await cable.host.sh('ip -n blue link set eth0 mtu 1000');
    await send(cable.host, 200, 1400);
    await watched.until(() => watched.drops(cable.red)[0]?.packets === 200, '200 drops');
  });

  it('is one probe less where no veth can hand a packet in again', async () => {
    watched = new Watched({ flavour: 'tracepoint', retries: false });
    await watched.live();
    expect(watched.probes.state().quieted?.events).toBe(2);
    watched.probes.setRetries(true);
    await watched.until(() => watched.probes.state().quieted?.events === 3, 'a program with the retries');
    await watched.until(() => watched.last?.epoch === 1, 'its first report');
    expect(watched.probes.state().restarts).toBe(0);
  });
});
