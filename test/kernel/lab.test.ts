import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/paths.js';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { createLabHost, eventOf, eventsOf, hostState, startOwner, startReady } from './lab-host.js';

interface Counted {
  readonly ifname: string;
  readonly stats64: {
    readonly rx: { readonly packets: number; readonly dropped: number };
    readonly tx: { readonly packets: number; readonly dropped: number };
  };
}

async function counters(host: PrivateHost, namespace: string, link: string): Promise<Counted['stats64']> {
  const [found]: Counted[] = JSON.parse(await host.sh(`ip -n ${namespace} -s -j link show dev ${link}`));
  if (found === undefined) throw new Error(`no ${link} in ${namespace}`);
  return found.stats64;
}

interface Expected {
  readonly lab: string;
  readonly namespaces: readonly string[];
  /** `ping` reaches each address from each namespace. */
  readonly reachable: readonly (readonly [namespace: string, address: string])[];
  /** Links whose counters move in both directions while the lab runs. */
  readonly busy: readonly (readonly [namespace: string, link: string])[];
}

const LABS: readonly Expected[] = [
  {
    lab: 'cable',
    namespaces: ['lab-cable-1', 'lab-cable-2'],
    reachable: [
      ['lab-cable-1', '10.254.1.2'],
      ['lab-cable-2', '10.254.1.1'],
    ],
    busy: [
      ['lab-cable-1', 'veth0'],
      ['lab-cable-2', 'eth0'],
    ],
  },
  {
    lab: 'bridge',
    namespaces: ['lab-br', 'lab-web-1', 'lab-web-2', 'lab-web-3', 'lab-web-4', 'lab-out'],
    reachable: [
      ['lab-web-1', '10.254.2.14'],
      ['lab-web-4', '10.254.2.1'],
      ['lab-web-2', '198.51.100.2'],
      ['lab-br', '198.51.100.1'],
    ],
    busy: [
      ['lab-br', 'to-web-1'],
      ['lab-br', 'to-web-2'],
      ['lab-web-3', 'eth0'],
      ['lab-web-4', 'eth0'],
    ],
  },
];

describeNeeding(['namespaces', 'program:ip', 'program:ping', 'program:sysctl', 'program:nsenter', 'program:ps'], 'labs', () => {
  describe.each(LABS)('$lab', ({ lab, namespaces, reachable, busy }) => {
    let host: PrivateHost;
    let before: string;
    beforeAll(async () => {
      host = await createLabHost();
      // Makes the folder of records.
      before = await host.sh('mkdir -p /run/vethtop/labs').then(() => hostState(host));
    });
    afterAll(() => host.dispose());

    it('is built, carries traffic in every part, and goes without a trace', async () => {
      const owner = await startReady(host, lab);
      const ready = await eventOf(owner, 'ready');
      expect(ready).toMatchObject({ name: lab, namespaces });
      const progress = eventsOf(owner).filter(({ event }) => event === 'progress');
      expect(progress.map(({ done }) => done)).toEqual(progress.map((_, index) => index));
      for (const [namespace, address] of reachable)
        expect(await host.sh(`ip netns exec ${namespace} ping -n -c 1 -W 2 ${address}`)).toContain(' 0% packet loss');
      for (const [namespace, link] of busy) {
        const { rx, tx } = await counters(host, namespace, link);
        await until(
          async () => {
            const now = await counters(host, namespace, link);
            return now.rx.packets > rx.packets + 5 && now.tx.packets > tx.packets + 5;
          },
          { what: `packets in both directions through ${link} in ${namespace}` },
        );
        const now = await counters(host, namespace, link);
        expect([now.rx.dropped, now.tx.dropped]).toEqual([0, 0]);
      }
      owner.kill('SIGTERM');
      await eventOf(owner, 'stopped');
      expect(await owner.ended).toMatchObject({ exitCode: 0 });
      expect(await hostState(host)).toBe(before);
    });

    it('is stopped in the middle of being built', async () => {
      const owner = await startOwner(host, lab);
      await owner.until(() => eventsOf(owner).some(({ done }) => done === 6), { what: 'the sixth step' });
      owner.kill('SIGINT');
      expect(await eventOf(owner, 'error')).toMatchObject({ code: 'failure' });
      await owner.ended;
      expect(await hostState(host)).toBe(before);
    });
  });

  it('serves TCP on port 1234 in the lab cable', async () => {
    await using host = await createLabHost();
    await startReady(host, 'cable');
    expect(
      await host.sh(
        `ip netns exec lab-cable-1 bash -c 'exec 3<>/dev/tcp/10.254.1.2/1234; echo hello >&3; read -r -t 5 line <&3; echo "$line"'`,
      ),
    ).toBe('hello\n');
  });

  it('is refused where one of its namespaces is there already, which stays', async () => {
    await using host = await createLabHost();
    await host.sh('ip netns add lab-cable-2; ip -n lab-cable-2 link add keep type veth peer name me; mkdir -p /run/vethtop/labs');
    const before = await hostState(host);
    const owner = await startOwner(host, 'cable');
    expect(await eventOf(owner, 'error')).toMatchObject({
      code: 'refused',
      what: 'lab cable needs namespace lab-cable-2, which is there already',
      next: 'if nobody needs it: ip netns del lab-cable-2',
    });
    await owner.ended;
    expect(await hostState(host)).toBe(before);
    expect(await host.sh('ip -n lab-cable-2 -br link show keep')).toContain('keep@me');
  });

  it('is refused while another vethtop runs it, which goes on', async () => {
    await using host = await createLabHost();
    const first = await startReady(host, 'cable');
    const second = await startOwner(host, 'cable');
    expect(await eventOf(second, 'error')).toMatchObject({ code: 'refused', what: 'lab cable is running already' });
    await second.ended;
    expect(await host.sh('ip netns exec lab-cable-1 ping -n -c 1 -W 2 10.254.1.2')).toContain(' 0% packet loss');
    expect(first.running).toBe(true);
  });

  it('is built once when two start it at the same time, and the other one leaves it alone', async () => {
    await using host = await createLabHost();
    const owners = await Promise.all([startOwner(host, 'cable'), startOwner(host, 'cable')]);
    const outcomes = await Promise.all(
      owners.map(owner =>
        owner.until(() => eventsOf(owner).find(({ event }) => event === 'ready' || event === 'error'), { what: 'an outcome' }),
      ),
    );
    expect(outcomes.map(({ event }) => event).toSorted()).toEqual(['error', 'ready']);
    expect(outcomes.find(({ event }) => event === 'error')?.next).not.toContain('may be left');
    expect((await host.sh('ls /run/vethtop/labs')).trim().split('\n')).toHaveLength(1);
    expect(await host.sh('ip netns exec lab-cable-1 ping -n -c 1 -W 2 10.254.1.2')).toContain(' 0% packet loss');
  });

  it('leaves a namespace alone that somebody else made first', async () => {
    await using host = await createLabHost();
    const script = [join(ROOT, 'test/kernel/lab-race.mjs'), 'cable', join(ROOT, 'labs/cable.yaml'), 'lab-cable-2'];
    const { stdout, stderr } = await host.exec(process.execPath, script);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ why: expect.stringContaining('File exists'), remains: [] });
    expect(await host.sh('ls /run/netns /run/vethtop/labs')).toBe('/run/netns:\nlab-cable-2\nmine\n\n/run/vethtop/labs:\n');
  });

  it('lets go of a namespace that somebody deletes, with its pair', async () => {
    await using host = await createLabHost();
    const owner = await startReady(host, 'cable');
    await host.sh('ip netns del lab-cable-2');
    const note = await eventOf(owner, 'note');
    expect(note.text).toBe('the traffic of lab-cable-2 has stopped: its namespace was deleted');
    await until(async () => (await host.sh('ip -n lab-cable-1 -br link show type veth')) === '', { what: 'the end of the pair' });
    owner.kill('SIGTERM');
    await eventOf(owner, 'stopped');
  });

  it('pings, where a file says so', async () => {
    await using host = await createLabHost();
    const text = `title: t
namespaces: [{ name: lab-x }]
pairs:
  - a: { name: x0, namespace: lab-x, addresses: [10.8.0.1/24, fd00:8::1/64] }
    b: { name: x1, namespace: lab-x }
traffic: [{ kind: ping, from: lab-x, to: 10.8.0.1, packetsPerSecond: 20 }]
`;
    await host.sh('mkdir -p /run/vethtop/labs /run/files; cat >/run/files/ping.yaml', { input: text });
    const before = await hostState(host);
    const owner = await startReady(host, 'ping', { folder: '/run/files' });
    const received = async () => (await counters(host, 'lab-x', 'lo')).rx.packets;
    await until(async () => (await received()) > 10, { what: 'packets of ping' });
    owner.kill('SIGTERM');
    await owner.ended;
    await until(async () => (await hostState(host)) === before, { what: 'the end of ping' });
  });

  it('needs root', async () => {
    await using host = await createLabHost();
    const owner = await startOwner(host, 'cable', { before: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] });
    expect(await eventOf(owner, 'error')).toMatchObject({ code: 'privilege' });
  });

  it('is refused when a file reaches beyond its own namespaces', async () => {
    await using host = await createLabHost();
    await host.sh('mkdir -p /run/vethtop/labs /run/files');
    await host.sh('cat >/run/files/host.yaml', { input: 'title: t\nbridges: [{ name: br0 }]\n' });
    await host.sh('cat >/run/files/name.yaml', { input: 'title: t\nnamespaces: [{ name: blue }]\n' });
    const before = await hostState(host);
    const why = { host: 'it changes the host itself', name: "namespace blue doesn't start with lab-" };
    // The names are looked up by the owner, inside the host: /run is its own there.
    for (const [lab, expected] of Object.entries(why)) {
      const owner = await startOwner(host, lab, { folder: '/run/files' });
      expect(await eventOf(owner, 'error')).toMatchObject({ code: 'refused', why: expected });
      await owner.ended;
    }
    expect(await hostState(host)).toBe(before);
  });

  it('says what failed, and leaves nothing, when a step or a worker fails', async () => {
    await using host = await createLabHost();
    await host.sh('mkdir -p /run/vethtop/labs /run/files');
    const head = 'title: t\nnamespaces: [{ name: lab-x }]\n';
    const files = {
      sysctl: `${head}sysctls: [{ namespace: lab-x, key: net.no.such, value: 1 }]\n`,
      // An address that the namespace doesn't have.
      server: `${head}servers: [{ namespace: lab-x, kind: tcp, port: 80, address: 10.9.8.7 }]\n`,
    };
    for (const [name, text] of Object.entries(files)) await host.sh(`cat >/run/files/${name}.yaml`, { input: text });
    const before = await hostState(host);
    const sysctl = await startOwner(host, 'sysctl', { folder: '/run/files' });
    expect(await eventOf(sysctl, 'error')).toMatchObject({
      what: expect.stringContaining('step 3 of 3 failed, "set net.no.such to 1 in lab-x"'),
      next: 'the 2 steps before it were undone',
    });
    await sysctl.ended;
    const server = await startOwner(host, 'server', { folder: '/run/files' });
    expect(await eventOf(server, 'error')).toMatchObject({
      what: 'the traffic worker in lab-x could not be started',
      why: expect.stringContaining('EADDRNOTAVAIL'),
    });
    await server.ended;
    expect(await hostState(host)).toBe(before);
  });
});
