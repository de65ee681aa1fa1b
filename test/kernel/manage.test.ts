import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding, has } from '../support/requirements.js';
import { change, createHost, hostState, pings, refusal } from './manage-host.js';

describeNeeding(
  ['namespaces', 'program:ip', 'program:ping', 'program:nsenter', 'program:sysctl'],
  'what people do by hand',
  () => {
    let host: PrivateHost;
    beforeAll(async () => {
      host = await createHost();
    });
    afterAll(() => host.dispose());

    it('a namespace and a cable to the host', async () => {
      await change(host, 'add pair cab0 eth0@cable --address-a 10.254.1.1/24 --address-b 10.254.1.2/24 --up --create-ns');
      expect(await pings(host, null, '10.254.1.2')).toBe(true);
      expect(await pings(host, 'cable', '10.254.1.1')).toBe(true);
    });

    it('two namespaces joined directly', async () => {
      await change(host, 'add ns ns1');
      await change(host, 'add ns ns2');
      await change(host, 'add pair veth0@ns1 eth0@ns2 --address-a 192.168.1.1/24 --address-b 192.168.1.2/24,fd01::2/64 --up');
      expect(await pings(host, 'ns1', '192.168.1.2')).toBe(true);
      expect(await host.sh('ip -n ns2 -br addr show dev eth0')).toContain('fd01::2/64');
    });

    it('a bridge with ports, addresses and default routes', async () => {
      await host.sh('for n in 1 2; do ip netns add net$n; ip link add veth"$n"_p type veth peer name veth$n netns net$n; done');
      await change(host, 'add bridge br0 --address 192.168.0.100/24 --ports veth1_p,veth2_p');
      await change(host, 'set veth1@net1 --address 192.168.0.1/24 --up');
      await change(host, 'set veth2@net2 --address 192.168.0.2/24 --up');
      expect(await pings(host, 'net1', '192.168.0.2')).toBe(true);
      const { stdout } = await host.vethtop(['add', 'connect', 'net3', '--bridge', 'br0', '--create-ns', '--yes', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, outcome: 'done', notes: [] });
      // The lowest free address, and a gateway beyond the subnet.
      expect(await host.sh('ip -n net3 -br -4 addr show dev eth0')).toContain('192.168.0.3/24');
      expect(await host.sh('ip -n net3 route show default')).toContain('via 192.168.0.100');
      expect(await pings(host, 'net3', '192.168.0.1')).toBe(true);
      expect(await pings(host, 'net3', '10.254.1.1')).toBe(true);
    });

    it('the address moved from the port to the bridge, with the routes over it', async () => {
      await host.sh(`ip netns add box; ip link add p0 type veth peer name eth0 netns box; ip link add br1 type bridge
      ip addr add 10.9.0.1/24 dev p0; ip link set p0 up; ip route add 10.99.0.0/16 via 10.9.0.2
      ip -n box addr add 10.9.0.2/24 dev eth0; ip -n box link set eth0 up; ip link set p0 master br1`);
      expect(await pings(host, 'box', '10.9.0.1')).toBe(false);
      await change(host, 'set p0 --move-address-to br1');
      expect(await pings(host, 'box', '10.9.0.1')).toBe(true);
      expect(await host.sh('ip route show 10.99.0.0/16')).toContain('dev br1');
      await change(host, 'rm bridge br1 --restore-ports');
      expect(await pings(host, 'box', '10.9.0.1')).toBe(true);
      expect(await host.sh('ip route show 10.99.0.0/16')).toContain('dev p0');
    });

    it('down, MTU, name and namespace in one go', async () => {
      await change(host, 'add ns red');
      await change(host, 'add pair here0 eth0@blue --address-b 10.7.0.2/24 --up --create-ns');
      await change(host, 'set eth0@blue --down --mtu 1400 --rename eth1 --move red');
      expect(JSON.parse(await host.sh('ip -n red -j link show dev eth1'))).toMatchObject([{ mtu: 1400, operstate: 'DOWN' }]);
      expect(await host.sh('ip -n blue -br link')).not.toContain('eth');
    });

    it('a pair deleted from either end, and a namespace with a veth in it', async () => {
      await change(host, 'add pair d0 d1@ns1');
      await change(host, 'rm pair d1@ns1');
      expect(await host.sh('ip -br link')).not.toContain('d0');
      await change(host, 'add pair d0 d1@ns1');
      await change(host, 'rm pair d0');
      expect(await host.sh('ip -n ns1 -br link')).not.toContain('d1');
      const { stderr } = await change(host, 'rm ns cable');
      expect(stderr).toContain('eth0 goes, and with it cab0');
      expect(await host.sh('ip -br link; ls /run/netns')).not.toContain('cab');
      expect(await pings(host, null, '10.254.1.2')).toBe(false);
    });

    it('a way out for a bridge', async () => {
      await host.sh(`ip netns add world; ip link add up0 type veth peer name eth0 netns world; ip addr add 198.51.100.2/24 dev up0
      ip link set up0 up; ip -n world addr add 198.51.100.1/24 dev eth0; ip -n world link set eth0 up; sysctl -qw net.ipv4.ip_forward=0`);
      expect(await pings(host, 'net3', '198.51.100.1')).toBe(false);
      if (has('nft')) {
        await change(host, 'add uplink br0 --via up0 --masquerade');
        expect(await pings(host, 'net3', '198.51.100.1')).toBe(true);
        await change(host, 'undo');
        expect(await pings(host, 'net3', '198.51.100.1')).toBe(false);
      } else expect(await refusal(host, 'add uplink br0 --via up0 --masquerade')).toContain('needs nft');
      await host.sh('ip -n world route add 192.168.0.0/24 via 198.51.100.2');
      await change(host, 'add uplink br0 --via up0');
      expect(await pings(host, 'net3', '198.51.100.1')).toBe(true);
    });

    it('in a namespace that only a process holds', async () => {
      const sleeper = await host.spawn('unshare', ['-n', 'sleep', '1000']);
      const pid = (await host.sh("pgrep -x sleep -a | awk '/1000/ { print $1 }'")).trim();
      await change(host, `add pair anon0 anon1@pid:${pid} --address-a 10.6.0.1/24 --address-b 10.6.0.2/24 --up`);
      expect(await pings(host, null, '10.6.0.2')).toBe(true);
      expect((await host.vethtop(['exec', `pid:${pid}`, '--', 'ip', '-br', 'addr'])).stdout).toContain('10.6.0.2/24');
      expect((await host.vethtop(['exec', `pid:${pid}`, '--', 'sh', '-c', 'exit 7'])).exitCode).toBe(7);
      expect(await refusal(host, `rm ns pid:${pid}`)).toContain('no name in /run/netns');
      await sleeper.stop('SIGKILL');
    });
  },
);

describeNeeding(['namespaces', 'program:ip', 'program:ping', 'program:ethtool'], 'refusals', () => {
  let host: PrivateHost;
  let before: string;
  beforeAll(async () => {
    host = await createHost();
    await host.sh(`ip netns add blue; ip link add br0 type bridge; ip addr add 10.0.0.1/24 dev br0; ip link set br0 up
      ip link add v0 type veth peer name v1 netns blue; ip link set v0 master br0 up; ip -n blue addr add 10.0.0.2/24 dev v1
      ip link property add dev v0 altname spare; ip -n blue link set v1 up
      ip netns add way; ip link add w0 type veth peer name w1 netns way; ip addr add 192.0.2.2/24 dev w0; ip link set w0 up
      ip -n way link set w1 up; ip route add default via 192.0.2.1
      ip netns add own; ip link add d0 netns own type veth peer name d1 netns own; ip -n own addr add 10.0.0.1/32 dev d0
      ip link add small mtu 1000 type veth peer name large; ip link add br6 type bridge
      ip link add v6 type veth peer name w6; ip link set v6 master br6; ip addr add fd06::1/64 dev br6 nodad; ip link set br6 up`);
    before = await hostState(host);
  });
  afterAll(() => host.dispose());

  it.each([
    ['add pair sixteen-bytes-16 x', '15 is the most'],
    ['add pair a/b x', 'slash'],
    ['add pair v0 x', 'the name v0 is taken'],
    ['add pair spare x', 'it is an altname of v0'],
    ['add pair x x', 'both ends would be called x'],
    ['add pair x y@nowhere', 'there is no namespace nowhere'],
    ['add pair x y --mtu 67', "67 can't be an MTU"],
    ['add pair x y --mtu 1000 --address-a fd00::1/64', 'needs an MTU of 1280'],
    ['add pair x y --address-a 10.0.0.0/24', "the network's own number"],
    ['add pair x y --mac-a 01:00:00:00:00:01', 'group address'],
    ['add bridge br9 --ports small --address fd09::1/64', 'fd09::1/64 needs an MTU of 1280'],
    ['set small --attach br6', 'br6 would lose fd06::1/64.*small has 1000'],
    ['set v6 --mtu 1279', 'br6 would lose fd06::1/64.*v6 has 1279'],
    ['set large --attach br6 --mtu 1000', 'br6 would lose fd06::1/64'],
    [
      'add connect green --create-ns --bridge br6 --mtu 1000 --address 10.9.9.9/24',
      'br6 would lose fd06::1/64.*green_p has 1000',
    ],
    [
      'add connect own --bridge br0 --address 10.0.0.9/24 --gateway 10.0.0.1',
      'the gateway 10.0.0.1 is an address of own itself.*d0@own',
    ],
    ['add ns blue', 'there is a namespace blue already'],
    ['add connect way --bridge br0 --address 10.0.0.2/24', 'v1@blue has it'],
    ['add connect way --bridge w0', 'w0 is no bridge'],
    ['set br0 --move blue', 'netns-immutable|netns-local|kind bridge'],
    ['set lo --rename x', 'loopback'],
    ['set w0 --down', 'its default route goes over it'],
    ['set w0 --attach br0', 'its default route goes over it'],
    ['rm pair w1@way', 'its default route goes over it'],
    ['rm ns way', 'its default route goes over it'],
    ['rm pair br0', 'br0 is no veth'],
    ['rm pair nothere', 'there is no link nothere'],
    ['set w0', 'nothing is asked of the link'],
    ['add pair x', 'vethtop add pair --help'],
    ['add uplink br0 --via v0', 'v0 is a port of that bridge'],
    ['rm ns host', "the host itself can't be deleted"],
  ])('%s', async (line, expected) => {
    expect(await refusal(host, line)).toMatch(new RegExp(expected));
  });

  it('changed nothing', async () => {
    expect(await hostState(host)).toBe(before);
    expect((await host.vethtop(['history', '--json'])).stdout).toBe('{"schemaVersion":1,"changes":[]}\n');
  });

  it('the link of the SSH session, also under sudo', async () => {
    const { stderr } = await host.exec(process.execPath, ['dist/cli.js', 'rm', 'pair', 'v0', '--yes'], {
      env: { SSH_CONNECTION: '10.0.0.2 40000 10.0.0.1 22' },
    });
    expect(stderr).toContain('your SSH session from 10.0.0.2 comes over it');
    const script = 'env -u SSH_CONNECTION node dist/cli.js rm pair v0 --yes; true';
    const below = await host.exec('bash', ['-c', script], { env: { SSH_CONNECTION: '10.0.0.2 40000 10.0.0.1 22' } });
    expect(below.stderr).toContain('your SSH session from 10.0.0.2 comes over it');
  });

  it('a namespace with processes, unless --force', async () => {
    const sleeper = await host.spawn('ip', ['netns', 'exec', 'blue', 'sleep', '1000']);
    expect(await refusal(host, 'rm ns blue')).toMatch(/holds 1 process: sleep\[\d+\].*\n.*--force/);
    await change(host, 'rm ns blue --force');
    await sleeper.stop('SIGKILL');
    // What another vethtop runs there for a moment is none.
    await host.sh('ip netns add busy');
    const helper = await host.spawn('env', ['VETHTOP_HELPER=1', 'ip', 'netns', 'exec', 'busy', 'sleep', '1000']);
    expect((await change(host, 'rm ns busy')).stderr).not.toContain('sleep');
    await helper.stop('SIGKILL');
  });

  it('without a terminal and --yes, and where nothing may be changed', async () => {
    const asked = await host.vethtop(['add', 'ns', 'green']);
    expect([asked.exitCode, asked.stderr]).toEqual([2, expect.stringContaining('no terminal to ask on')]);
    const forbidden = await host.vethtop(['add', 'ns', 'green', '--yes'], { env: { VETHTOP_READONLY: '1' } });
    expect([forbidden.exitCode, forbidden.stderr]).toEqual([1, expect.stringContaining('VETHTOP_READONLY')]);
    expect((await host.vethtop(['--readonly', 'add', 'ns', 'green', '--yes'])).exitCode).toBe(1);
    expect((await host.vethtop(['--readonly', 'add', 'ns', 'green', '--dry-run'])).stdout).toContain('ip netns add green\n');
    expect(await host.sh('ls /run/netns')).not.toContain('green');
  });
});
