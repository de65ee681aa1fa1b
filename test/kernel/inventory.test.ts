import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LsDocument, NsDocument, PeerDocument } from '../../src/output/json.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';

describeNeeding(['root', 'namespaces'], 'a topology of more than veths', () => {
  let host: PrivateHost;
  let ns: NsDocument;

  beforeAll(async () => {
    host = await PrivateHost.create();
    await host.sh(`
      ip netns add inside; ip netns add stacked
      ip link add br0 type bridge stp_state 1 forward_delay 700; ip link set br0 up
      ip link add port0 type veth peer name eth0 netns inside; ip -n inside link set eth0 up
      ip link set port0 master br0 up; ip link set port0 type bridge_slave isolated on cost 42
      ip link add up0 type veth peer name up1; ip link set up0 up
      ip link add link up0 mv0 netns stacked type macvlan mode private
      ip link add vx0 type vxlan id 4242 remote 192.0.2.7 local 192.0.2.1 dstport 4789
      ip link set vx0 master br0 up
      ip -n inside link property add dev eth0 altname the-end-inside
    `);
    const { stdout, stderr } = await host.vethtop(['ns', '--json']);
    expect(stderr).toBe('');
    ns = JSON.parse(stdout);
  });
  afterAll(() => host?.dispose());

  function linkNamed(name: string): NsDocument['namespaces'][number]['links'][number] | undefined {
    return ns.namespaces.flatMap(({ links }) => links).find(link => link.name === name);
  }

  it('shows what a kind has of its own', () => {
    expect(linkNamed('br0')?.details).toMatchObject({ kind: 'bridge', stp: true, forwardDelayMs: 7000 });
    expect(linkNamed('vx0')?.details).toMatchObject({
      kind: 'vxlan',
      vni: 4242,
      remote: '192.0.2.7',
      local: '192.0.2.1',
      port: 4789,
    });
    expect(linkNamed('port0')).toMatchObject({ details: null, master: { name: 'br0', kind: 'bridge' } });
  });

  it('shows the state of a bridge port', () => {
    expect(linkNamed('port0')?.port).toMatchObject({ kind: 'bridge', cost: 42, isolated: true });
    expect(linkNamed('br0')?.port).toBeNull();
  });

  it('shows what a link is stacked on, in another namespace too', () => {
    expect(linkNamed('mv0')).toMatchObject({
      details: { kind: 'macvlan', mode: 'private' },
      lower: { name: 'up0', namespace: 'host' },
    });
    expect(linkNamed('vx0')?.lower).toBeNull();
  });

  it('follows an end to the tunnel that leads out of its bridge', async () => {
    const { stdout } = await host.vethtop(['peer', 'the-end-inside', '--json']);
    const { asked, uplinkPath, pair }: PeerDocument = JSON.parse(stdout);
    expect([asked, pair.b?.altNames]).toEqual(['b', ['the-end-inside']]);
    expect(uplinkPath.map(({ namespace, link, kind }) => `${link}@${namespace} ${kind}`)).toEqual([
      'port0@host veth',
      'br0@host bridge',
      'vx0@host vxlan',
    ]);
  });

  it('tells as many packets as were sent, at both ends', async () => {
    // Nothing but what is sent on purpose: no neighbour discovery.
    await host.sh(`
      ip netns add wire
      for enter in '' 'ip netns exec wire'; do
        $enter sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
      done
      ip link add w0 type veth peer name w1 netns wire; ip addr add 10.7.0.1/24 dev w0; ip -n wire addr add 10.7.0.2/24 dev w1
      ip link set w0 up; ip -n wire link set w1 up
      until ip netns exec wire ping -c1 -W1 10.7.0.1 >/dev/null; do :; done
    `);
    const counters = async () => {
      const { stdout } = await host.vethtop(['ls', '--json']);
      const { pairs }: LsDocument = JSON.parse(stdout);
      const pair = pairs.find(({ a }) => a.name === 'w0');
      return [pair?.a.counters?.rxPackets ?? 0, pair?.b?.counters?.txPackets ?? 0];
    };
    const [rxBefore = 0, txBefore = 0] = await counters();
    await host.sh('ip netns exec wire ping -c 50 -i 0.002 -q 10.7.0.1');
    const [rx = 0, tx = 0] = await counters();
    expect(rx - rxBefore).toBeGreaterThanOrEqual(50);
    expect(tx - txBefore).toBe(rx - rxBefore);
  });
});
