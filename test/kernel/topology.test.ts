import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { change, createHost, hostState, pings, refusal } from './manage-host.js';

const FILE = `title: two boxes on a bridge in the host
namespaces: [{ name: one }, { name: two }]
bridges: [{ name: br7, addresses: [10.77.0.1/24], ports: [to-one, to-two] }]
pairs:
  - a: { name: to-one }
    b: { name: eth0, namespace: one, addresses: [10.77.0.2/24], mtu: 1400 }
  - a: { name: to-two }
    b: { name: eth0, namespace: two, addresses: [10.77.0.3/24] }
sysctls:
  - { key: net.ipv4.ip_forward, value: 1 }
  - { namespace: one, key: net.ipv4.conf.all.rp_filter, value: 2 }
routes: [{ namespace: one, to: default, via: 10.77.0.1 }, { to: 10.78.0.0/16, via: 10.77.0.2 }]
`;

describeNeeding(['namespaces', 'program:ip', 'program:ping', 'program:sysctl'], 'topology files', () => {
  let host: PrivateHost;
  let before: string;
  beforeAll(async () => {
    host = await createHost();
    await host.sh(
      'ip netns add mine; ip -n mine link set lo up; ip link add m0 type veth peer name m1 netns mine; ip link set m0 up; cat >/run/t.yaml',
      {
        input: FILE,
      },
    );
    before = await hostState(host);
  });
  afterAll(() => host.dispose());

  it('are applied, and applied again without a step', async () => {
    await change(host, 'apply /run/t.yaml');
    expect(await pings(host, 'one', '10.77.0.3')).toBe(true);
    expect(await host.sh('sysctl -n net.ipv4.ip_forward; ip route show 10.78.0.0/16')).toMatch(/^1\n10\.78/);
    const { stdout } = await host.vethtop(['apply', '/run/t.yaml', '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'nothing-to-do', plan: { steps: [] } });
  });

  it('show the difference, and mend it', async () => {
    await host.sh(
      'ip -n one link set eth0 down mtu 1500; ip link set to-two nomaster; ip addr add 10.77.0.9/24 dev br7; ip netns del two; sleep 0.2',
    );
    const { stdout } = await host.vethtop(['apply', '/run/t.yaml', '--dry-run']);
    expect(stdout).toContain('ip -n one link set dev eth0 mtu 1400\nip -n one link set dev eth0 up\n');
    expect(stdout).toContain('ip netns add two\n');
    expect(stdout).toContain('# note: br7 also has 10.77.0.9/24, which is not in the file: it stays\n');
    await change(host, 'apply /run/t.yaml');
    expect(await pings(host, 'one', '10.77.0.3')).toBe(true);
  });

  it('are refused where something else is in the way', async () => {
    await host.sh('cat >/run/other.yaml', { input: 'title: t\npairs: [{ a: { name: m0 }, b: { name: x1 } }]\n' });
    expect(await refusal(host, 'apply /run/other.yaml')).toContain('m0 is there, and x1 is not');
  });

  it('are written from a live host, and find nothing to do on it', async () => {
    await host.sh('ip -n one route add 10.60.0.0/16 nexthop via 10.77.0.1 nexthop via 10.77.0.3');
    const written = await host.vethtop(['graph', '--format', 'yaml']);
    await host.sh('ip -n one route del 10.60.0.0/16; cat >/run/live.yaml', { input: written.stdout });
    const left = [/route to 10\.60\.0\.0\/16 over eth0 in one: it has several ways/, /sysctls, nft rules/];
    for (const what of left) {
      expect(written.stderr).toMatch(new RegExp(`^left out: .*${what.source}`, 'm'));
      expect(written.stdout).toMatch(new RegExp(`^# left out: .*${what.source}`, 'm'));
    }
    const { stdout } = await host.vethtop(['apply', '/run/live.yaml', '--dry-run']);
    expect(stdout).toMatch(/^# apply "topology of .*"\n# nothing to do\n$/);
    expect(written.stdout).toMatch(/name: to-one\n {6}mac: \S+\n {4}b:\n {6}name: eth0\n {6}namespace: one/);
  });

  it('are destroyed with all that they made, and nothing else', async () => {
    await host.sh('ip -n two link add stranger type veth peer name stranger2');
    expect(await refusal(host, 'destroy /run/t.yaml')).toMatch(
      /namespace two would go with what the file did not make: stranger/,
    );
    await host.sh('ip -n two link del stranger');
    await change(host, 'destroy /run/t.yaml');
    expect(await hostState(host)).toBe(before);
    const { stdout } = await host.vethtop(['destroy', '/run/t.yaml', '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ plan: { steps: [] } });
    await change(host, 'apply /run/t.yaml');
    await change(host, 'destroy /run/t.yaml');
    expect(await hostState(host)).toBe(before);
  });
});
