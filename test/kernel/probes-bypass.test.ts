/** What a session does about things that happen on a pair: packets past its transmit function, and a queueing discipline. */

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { errnoOf } from '../../src/core/errors.js';
import { ensureBuilt } from '../support/build.js';
import { ROOT } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { bpftracesOf, send } from './probes-cable.js';
import { pairOf, Watching } from './watching.js';

/** red's packets come in by `uplink` in hub; blue hangs on `p`, also in hub. No bridge, no route between the two. */
const TWO_PAIRS = `
for ns in red blue hub; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip -n red link add eth0 type veth peer name uplink address 02:00:00:00:09:99 netns hub
ip -n blue link add eth1 type veth peer name p netns hub
ip -n red addr add 10.253.9.1/24 dev eth0
ip -n red link set eth0 up; ip -n hub link set uplink up; ip -n hub link set p up; ip -n blue link set eth1 up
ip -n red neigh replace 10.253.9.2 dev eth0 nud permanent lladdr 02:00:00:00:09:99
echo $(ip netns exec hub cat /sys/class/net/uplink/ifindex /sys/class/net/p/ifindex)
`;

/** Empty for a process that has just ended: one program takes over from another. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ESRCH') return '';
    throw thrown;
  }
}

describeNeeding(['namespaces', 'btf', 'program:bpftrace', 'program:tc'], 'a session', () => {
  let host: PrivateHost;

  beforeEach(async () => {
    await ensureBuilt();
    host = await PrivateHost.create();
  });
  afterEach(() => host.dispose());

  it('says of a pair that packets reach it past its transmit function', { timeout: 60_000 }, async context => {
    const [uplink, p] = (await host.sh(TWO_PAIRS)).trim().split(' ');
    const script = `${ROOT}/test/kernel/redirect-peer.mjs`;
    const args = ['netns', 'exec', 'hub', process.execPath, script, `${ROOT}/dist`, uplink ?? '', p ?? ''];
    const redirecting = await host.spawn('ip', args);
    await redirecting.until(({ stdout }) => stdout.includes('\n'), { what: 'the program to be attached' });
    if (redirecting.stdout.startsWith('refused')) context.skip('environment: this kernel has no tcx (before 6.6)');
    const watching = await Watching.start(host);
    await watching.until('live probes', line => line.probe.status === 'live' && line.depth === 'full');
    let seen = false;
    while (!seen) {
      await send(host, 200, 100, { to: '10.253.9.2' });
      seen = watching.lines().some(line => pairOf(line, 'eth1').pair.bypass);
    }
    const last = watching.lines().at(-1);
    if (last === undefined) throw new Error('no report');
    // The pair that they did come by is as it should be.
    expect(pairOf(last, 'uplink').pair.bypass).toBe(false);
    const { pair, end } = pairOf(last, 'eth1');
    expect(pair[end === 'a' ? 'ba' : 'ab'].packets).toBe(0);
  });

  it('looks for packets that are handed in again from the moment on that a veth has a queue', async () => {
    await host.sh(TWO_PAIRS);
    const watching = await Watching.start(host);
    await watching.until('live probes', line => line.probe.status === 'live' && line.depth === 'full');
    const program = (): string => bpftracesOf(watching.process.pid).map(commandLineOf).join();
    expect(program()).toContain('@xmit[');
    expect(program()).not.toContain('@retry[');
    await host.sh('ip netns exec red tc qdisc add dev eth0 root pfifo limit 100');
    await watching.until('a program with retries', () => program().includes('@retry['));
    await host.sh('ip netns exec red tc qdisc del dev eth0 root');
    await watching.until('a program without', () => program().includes('@xmit[') && !program().includes('@retry['));
  });
});
