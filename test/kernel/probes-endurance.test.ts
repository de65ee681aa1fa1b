/** Probes that are killed, held up, and given links that come and go: what is counted stays right, and what is not is told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeKey } from '../../src/probes/model.js';
import { describeNeeding } from '../support/requirements.js';
import { bpftracesOf, type Cable, makeCable, send, Watched } from './probes-cable.js';

/** `VETHTOP_ENDURANCE_S=60` for the long form. */
const ENDURANCE_S = Number(process.env.VETHTOP_ENDURANCE_S ?? 15);
const KILL_EVERY_MS = 5000;

function isNonDecreasing(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
}

describeNeeding(['namespaces', 'btf', 'program:bpftrace'], 'probes', () => {
  let cable: Cable;
  let watched: Watched;

  beforeEach(async () => {
    cable = await makeCable();
  });
  afterEach(async () => {
    await watched.probes.stop();
    await cable.host.dispose();
    expect(bpftracesOf(process.pid)).toEqual([]);
  });

  it('that are killed again and again: totals never go back, every gap is told', {
    timeout: (ENDURANCE_S + 60) * 1000,
  }, async () => {
    watched = new Watched();
    await watched.live();
    const kills = Math.floor((ENDURANCE_S * 1000) / KILL_EVERY_MS);
    for (let kill = 1; kill <= kills; kill++) {
      const before = watched.links(cable.red).xmitPackets;
      await send(cable.host, 100, 100);
      await watched.until(() => watched.links(cable.red).xmitPackets === before + 100, '100 packets more');
      const { gapMs } = watched.probes.state();
      await sleep(KILL_EVERY_MS - 1000);
      for (const pid of bpftracesOf(process.pid)) process.kill(pid, 'SIGKILL');
      await watched.until(() => watched.probes.state().restarts === kill && watched.last?.epoch === kill, `restart ${kill}`);
      expect(watched.probes.state().gapMs).toBeGreaterThan(gapMs);
      expect(bpftracesOf(process.pid)).toHaveLength(1);
    }
    expect(watched.links(cable.red).xmitPackets).toBe(100 * kills);
    expect(isNonDecreasing(watched.samples.map(sample => sample.links.get(cable.red)?.xmitPackets ?? 0))).toBe(true);
    expect(isNonDecreasing(watched.samples.map(sample => sample.monotonicMs))).toBe(true);
  });

  it('that are held up for a while: nothing is lost', async () => {
    watched = new Watched();
    await watched.live();
    const [pid] = bpftracesOf(process.pid);
    if (pid === undefined) throw new Error('no bpftrace');
    process.kill(pid, 'SIGSTOP');
    await send(cable.host, 500, 100);
    await sleep(2000);
    expect(watched.links(cable.red).xmitPackets).toBe(0);
    process.kill(pid, 'SIGCONT');
    await watched.until(() => watched.links(cable.red).xmitPackets === 500, '500 packets');
    expect(watched.probes.state()).toMatchObject({ status: 'live', restarts: 0, lost: 0 });
  });

  it('that hang are replaced, and it is told', async () => {
    watched = new Watched();
    await watched.live();
    for (const pid of bpftracesOf(process.pid)) process.kill(pid, 'SIGSTOP');
    await watched.until(() => watched.probes.state().restarts === 1 && watched.last?.epoch === 1, 'a new program');
    expect(watched.probes.state().message).toContain('no report');
    expect(watched.probes.state().gapMs).toBeGreaterThan(4000);
  });

  it('give each link its own packets, though its device lies where another one lay before', async () => {
    watched = new Watched();
    await watched.live();
    const inum = Number(cable.red.split('/')[0]);
    const COUNT = 20;
    // One after the other, so that the kernel uses the same memory for the next.
    await cable.host.sh(
      `
      for n in $(seq ${COUNT}); do
        ip -n red link add v$n index $((100 + n)) type veth peer name w$n netns blue
        ip -n red link set v$n up; ip -n blue link set w$n up
        ip -n red addr add 10.253.8.1/24 dev v$n
        ip -n red neigh replace 10.253.8.2 dev v$n nud permanent lladdr 02:00:00:00:08:02
        ip netns exec red '${process.execPath}' -e "$SEND" $n
        ip -n red link del v$n
      done`,
      { env: { SEND: SEND_TO_8 } },
    );
    const counted = (): readonly number[] =>
      Array.from({ length: COUNT }, (_, index) => watched.links(probeKey(inum, 101 + index)).xmitPackets);
    const sent = Array.from({ length: COUNT }, (_, index) => index + 1);
    await watched.until(() => counted().at(-1) === COUNT, 'the packets of the last link');
    expect(counted()).toEqual(sent);
  });

  it('go on counting for a link that is made again with the same ifindex', async () => {
    watched = new Watched();
    await watched.live();
    await send(cable.host, 100, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets === 100, '100 packets');
    const ifindex = cable.red.split('/')[1];
    await cable.host.sh(`
      ip -n red link del eth0
      ip -n red link add eth0 index ${ifindex} type veth peer name eth0 netns blue
      ip -n red addr add 10.253.7.1/24 dev eth0; ip -n red link set eth0 up; ip -n blue link set eth0 up
      ip -n red neigh replace 10.253.7.2 dev eth0 nud permanent lladdr 02:00:00:00:07:02`);
    await send(cable.host, 50, 100);
    await watched.until(() => watched.links(cable.red).xmitPackets === 150, '50 packets more');
  });
});

/** argv: packets, to a neighbour on the newest link. */
const SEND_TO_8 = `
const socket = require('node:dgram').createSocket('udp4');
let left = Number(process.argv[1]);
const next = () => (left-- > 0 ? socket.send('x', 9, '10.253.8.2', next) : socket.close());
next();
`;
