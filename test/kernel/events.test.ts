import { afterAll, beforeAll, expect, it } from 'vitest';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { type Picture, type SeenLink, WatchAgent } from './watch-agent.js';

function linkAt(picture: Picture, at: string): SeenLink | undefined {
  return picture.links.find(link => link.at === at);
}

function hasPair(picture: Picture, ...ends: readonly [string, string]): boolean {
  return picture.pairs.some(
    ({ certainty, a, b }) => certainty === 'exact' && b !== null && [a, b].sort().join() === [...ends].sort().join(),
  );
}

interface Case {
  readonly name: string;
  readonly script: string;
  readonly shows: (picture: Picture) => boolean;
}

/** `far` and `near` have a pair between them and none to the host. */
const CASES: readonly Case[] = [
  {
    name: 'a new pair',
    script: 'ip link add h0 type veth peer name i0 netns near',
    shows: one => hasPair(one, 'h0@host', 'i0@near'),
  },
  {
    name: 'a new pair in namespaces without a pair to the host',
    script: 'ip -n far link add f1 type veth peer name g1 netns lone',
    shows: one => hasPair(one, 'f1@far', 'g1@lone'),
  },
  { name: 'up', script: 'ip -n far link set f1 up', shows: one => linkAt(one, 'f1@far')?.adminUp === true },
  {
    name: 'an address',
    script: 'ip -n far addr add 10.1.2.3/24 dev f1',
    shows: one => linkAt(one, 'f1@far')?.addresses?.includes('10.1.2.3/24') === true,
  },
  {
    name: 'an IPv6 address',
    script: 'ip -n lone addr add fd00::7/64 dev g1 nodad',
    shows: one => linkAt(one, 'g1@lone')?.addresses?.includes('fd00::7/64') === true,
  },
  {
    name: 'an address that goes',
    script: 'ip -n far addr del 10.1.2.3/24 dev f1',
    shows: one => linkAt(one, 'f1@far')?.addresses?.includes('10.1.2.3/24') === false,
  },
  { name: 'an MTU', script: 'ip -n far link set f1 mtu 1234', shows: one => linkAt(one, 'f1@far')?.mtu === 1234 },
  {
    name: 'an altname',
    script: 'ip -n far link property add dev f1 altname another-name-of-f1',
    shows: one => linkAt(one, 'f1@far')?.altNames.includes('another-name-of-f1') === true,
  },
  { name: 'down', script: 'ip -n far link set f1 down', shows: one => linkAt(one, 'f1@far')?.adminUp === false },
  { name: 'a new name', script: 'ip -n far link set f1 name f9', shows: one => hasPair(one, 'f9@far', 'g1@lone') },
  {
    name: 'a move into another namespace',
    script: 'ip -n far link set f9 netns near',
    shows: one => hasPair(one, 'f9@near', 'g1@lone') && linkAt(one, 'f9@far') === undefined,
  },
  {
    name: 'a move under another ifindex, with the peer left where it is',
    script: 'ip -n near link set f9 netns far index 4711',
    shows: one => hasPair(one, 'f9@far', 'g1@lone') && linkAt(one, 'f9@far')?.ifindex === 4711,
  },
  {
    name: 'a deletion',
    script: 'ip -n lone link del g1',
    shows: one => linkAt(one, 'f9@far') === undefined && linkAt(one, 'g1@lone') === undefined,
  },
];

describeNeeding(['root', 'namespaces'], 'a watched host', () => {
  let host: PrivateHost;
  let agent: WatchAgent;
  const startedAt = Date.now();

  beforeAll(async () => {
    host = await PrivateHost.create();
    await host.sh('for n in near far lone; do ip netns add $n; done; ip -n near link add n0 type veth peer name f0 netns far');
    agent = await WatchAgent.start(host);
  });
  afterAll(() => host?.dispose());

  for (const { name, script, shows } of CASES) {
    it(`shows ${name}, by its event alone`, async () => {
      expect(shows(agent.latest())).toBe(false);
      await host.sh(script);
      expect((await agent.picture(shows, name)).stats).toMatchObject({ rescans: 1, overruns: 0 });
    });
  }

  it('shows a new named namespace with its links, and since when', async () => {
    await host.sh('ip netns add fresh; ip link add p0 type veth peer name p1 netns fresh');
    const seen = await agent.picture(one => hasPair(one, 'p0@host', 'p1@fresh'), 'the new namespace');
    expect(seen.stats.rescans).toBe(1);
    const fresh = seen.namespaces.find(({ name }) => name === 'fresh');
    expect(fresh?.firstSeenAt).toBeGreaterThan(startedAt);
    expect(seen.namespaces.find(({ name }) => name === 'far')).not.toHaveProperty('firstSeenAt');
  });

  it('does not keep a deleted namespace alive: its pair goes at once, from the host too', async () => {
    await host.sh('ip netns del fresh');
    // The kernel takes a namespace down in the background, in milliseconds where nothing holds it.
    await host.sh(
      'for i in $(seq 500); do [ -e /sys/class/net/p0 ] || ip link show p0 >/dev/null 2>&1 || exit 0; sleep 0.01; done; exit 1',
    );
    const seen = await agent.picture(one => linkAt(one, 'p0@host') === undefined, 'the pair to go');
    expect(seen.namespaces.map(({ name }) => name)).not.toContain('fresh');
    expect(seen.stats.rescans).toBe(1);
  });

  it('shows the namespace of a new process', async () => {
    const pid = (await host.sh('unshare -n sleep infinity </dev/null >/dev/null 2>&1 & echo $!')).trim();
    await host.sh(`until [ "$(readlink /proc/${pid}/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done`);
    await host.sh(`ip link add q0 type veth peer name q1 netns ${pid}`);
    const seen = await agent.picture(one => hasPair(one, 'q0@host', `q1@pid:${pid}`), 'the namespace of the process');
    expect(seen.stats.rescans).toBe(1);
    await host.sh(`kill ${pid}`);
    await agent.picture(one => linkAt(one, 'q0@host') === undefined, 'the end of the process');
  });

  it('resynchronises when events were lost, and then equals the truth', async () => {
    await agent.pause();
    await host.sh(`
      ip netns add burst; ip link add b0 type veth peer name b1 netns burst
      for i in $(seq 8000); do echo "link set b0 mtu $((1300 + i % 2))"; done | ip -batch -
      ip link set b0 mtu 1357; ip -n burst link set b1 name b9 up; ip netns del lone
    `);
    await host.sh('touch /run/resume');
    const seen = await agent.picture(
      one =>
        hasPair(one, 'b0@host', 'b9@burst') && linkAt(one, 'b0@host')?.mtu === 1357 && linkAt(one, 'b9@burst')?.adminUp === true,
      'the state after the burst',
    );
    expect(seen.stats.overruns).toBeGreaterThan(0);
    expect(seen.namespaces.map(({ name }) => name)).not.toContain('lone');
    const truth = await host.sh('for n in near far burst; do ip -n $n -o link | wc -l; done; ip -o link | wc -l');
    expect(seen.links).toHaveLength(
      truth
        .trim()
        .split('\n')
        .map(Number)
        .reduce((sum, count) => sum + count, 0),
    );
  });
});
