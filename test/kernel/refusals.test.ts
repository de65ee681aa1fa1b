/** What is refused because somebody else relies on it, or the kernel would not have it: with the real thing there. */
import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { change, createHost, hostState, refusal } from './manage-host.js';

const NEEDS = ['namespaces', 'program:ip', 'program:nft', 'program:ethtool'] as const;
const HOLDER = new URL('./odd-holder.mjs', import.meta.url).pathname;
const CGROUPS = '/sys/fs/cgroup/unified';
const CONTAINER = '0123456789abcdef'.repeat(4);

/** A control group named as Docker's are; null where this machine has no such tree to write to. */
function dockerGroup(): string | null {
  const folder = `${CGROUPS}/vethtop-test-${process.pid}/docker/${CONTAINER}`;
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    // Not mounted, or read-only: a container.
    return null;
  }
}

const group = dockerGroup();
afterAll(() => {
  if (group !== null) for (const folder of [group, dirname(group), dirname(dirname(group))]) rmdirSync(folder);
});

describeNeeding(NEEDS, 'what a container engine runs', () => {
  let host: PrivateHost;
  let before: string;

  beforeAll(async () => {
    host = await createHost();
    // As an engine does it: a namespace held by a process in its control group, and by a bind mount under the engine's folder.
    const join = group === null ? '' : `echo 0 >${group}/cgroup.procs; `;
    await host.spawn('unshare', ['-n', 'sh', '-c', `${join}exec sleep 1000`]);
    const find = async () => (await host.sh("pgrep -x -f 'sleep 1000' || true")).trim() || undefined;
    const inside = await until(find, { what: 'the container' });
    await host.sh(`until [ "$(readlink /proc/${inside}/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
      mkdir -p /run/docker/netns; touch /run/docker/netns/0123456789ab; mount --bind /proc/${inside}/ns/net /run/docker/netns/0123456789ab
      ip link add br0 type bridge; ip link set br0 up; ip link add vethc type veth peer name eth0 netns ${inside}; ip link set vethc master br0 up
      nsenter --net=/proc/${inside}/ns/net ip link set eth0 up; ip netns add spare`);
    before = await hostState(host);
  });
  afterAll(() => host?.dispose());

  describe.skipIf(group === null)(`is left alone${group === null ? ' [environment: no control groups to write to]' : ''}`, () => {
    it.each([
      [
        'rm pair vethc',
        /deleting eth0: namespace \S+ belongs to docker:0123456789ab: Docker made it.*\n.*its own tools.*--force/,
      ],
      ['rm ns 0123456789ab', /no name in \/run\/netns to delete/],
      ['set eth0@0123456789ab --down', /changing a link: namespace \S+ belongs to docker/],
      ['add pair x0 x1@0123456789ab', /adding a link: namespace \S+ belongs to docker/],
      ['add connect 0123456789ab --bridge br0 --address 10.1.1.2/24', /connecting: namespace \S+ belongs to docker/],
      ['set vethc --move 0123456789ab', /moving a link there: namespace \S+ belongs to docker/],
    ])('%s', async (line, why) => {
      expect(await refusal(host, line)).toMatch(why);
      expect(await hostState(host)).toBe(before);
    });

    it('unless --force', async () => {
      await change(host, 'set eth0@0123456789ab --mtu 1400 --force');
      expect(await host.sh('nsenter --net=/run/docker/netns/0123456789ab ip -br link show eth0; ip -br link show vethc')).toMatch(
        /eth0/,
      );
      await change(host, 'undo');
      expect(await hostState(host)).toBe(before);
    });
  });
});

describeNeeding(NEEDS, 'a hidden namespace', () => {
  it('can be neither entered nor changed, and says what can be done', async () => {
    await using host = await createHost();
    await host.sh('ip netns add gone; ip link add h0 type veth peer name h1 netns gone; ip link set h0 up');
    const holder = await host.spawn(process.execPath, [HOLDER, 'socket', '/run/netns/gone']);
    await holder.until(({ stdout }) => stdout.includes('ready'), { what: 'the holder' });
    await host.sh('ip netns del gone');
    const { stdout } = await host.vethtop(['ns', '--json']);
    const hidden: { namespaces: readonly { name: string; hidden: boolean }[] } = JSON.parse(stdout);
    const name = hidden.namespaces.find(one => one.hidden)?.name ?? 'none';
    const before = await hostState(host);
    const can = /can't be entered or changed: it is hidden.*\n.*can be deleted from the other end/;
    for (const line of [`set h1@${name} --up`, `rm ns ${name}`, `add pair x0 x1@${name}`, `set h0 --move ${name}`])
      expect(await refusal(host, line), line).toMatch(can);
    for (const args of [
      ['shell', name],
      ['exec', name, '--', 'true'],
    ]) {
      const { stderr, exitCode } = await host.vethtop(args);
      expect([exitCode, stderr], args.join(' ')).toEqual([1, expect.stringMatching(can)]);
    }
    expect(await hostState(host)).toBe(before);
    const { stderr } = await change(host, 'rm pair h0');
    expect(stderr).toMatch(/undo can't take this back: the other end of h0 can't be reached/);
    expect(await refusal(host, 'undo')).toContain("can't be undone");
    expect(await host.sh('ip -br link')).not.toContain('h0');
  });
});

describeNeeding(NEEDS, 'a full bridge', () => {
  it('takes 1,023 ports, and a change that brings another is refused', async () => {
    await using host = await createHost();
    const ports = Array.from({ length: 1024 }, (_, index) => `link add p${index} type veth peer name q${index}`);
    const attached = Array.from({ length: 1022 }, (_, index) => `link set p${index} master br0`);
    await host.exec('ip', ['-batch', '-'], { input: ['link add br0 type bridge', ...ports, ...attached, ''].join('\n') });
    await change(host, 'set p1022 --attach br0');
    const full = /br0 has no room for 1 more port: it has 1023, and a Linux bridge takes 1023/;
    expect(await refusal(host, 'set p1023 --attach br0')).toMatch(full);
    expect(await refusal(host, 'add connect new --bridge br0 --create-ns')).toMatch(full);
    // The kernel agrees: EXFULL.
    const { exitCode, stderr } = await host.exec('ip', ['link', 'set', 'p1023', 'master', 'br0']);
    expect([exitCode === 0, stderr]).toEqual([false, expect.stringContaining('full')]);
  });
});

describeNeeding([...NEEDS, 'program:ping'], 'a way out over IPv6', () => {
  it('forwards and masquerades, and needs an address on the bridge', async () => {
    await using host = await createHost();
    await host.sh(`ip netns add in; ip netns add out
      ip link add br0 type bridge; ip link set br0 up; ip link add p0 type veth peer name eth0 netns in; ip link set p0 master br0 up
      ip -n in link set eth0 up; ip -n in addr add fd01::2/64 dev eth0 nodad; ip -n in -6 route add default via fd01::1
      ip link add up0 type veth peer name eth0 netns out; ip link set up0 up; ip -n out link set eth0 up
      ip addr add fd02::1/64 dev up0 nodad; ip -n out addr add fd02::2/64 dev eth0 nodad`);
    expect(await refusal(host, 'add uplink br0 --via up0 --masquerade')).toMatch(
      /br0 has no address.*\n.*vethtop set br0 --address/,
    );
    await host.sh('ip addr add fd01::1/64 dev br0 nodad');
    const reaches = () => host.exec('ip', ['netns', 'exec', 'in', 'ping', '-6', '-n', '-c', '1', '-W', '1', 'fd02::2']);
    expect((await reaches()).exitCode).not.toBe(0);
    await change(host, 'add uplink br0 --via up0 --masquerade');
    await until(async () => (await reaches()).exitCode === 0, { what: 'a reply' });
    await change(host, 'undo');
    expect((await reaches()).exitCode).not.toBe(0);
  });
});
