import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { CLI } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { Tmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { hostState } from './manage-host.js';

const NEEDS = ['root', 'namespaces', 'program:bpftrace', 'program:tmux'] as const;
const ENV = { LANG: 'C.UTF-8', SHELL: '/bin/bash' };

describeNeeding(NEEDS, 'forms in tmux, on a live host', () => {
  let host: PrivateHost;

  beforeAll(() => ensureBuilt());
  beforeEach(async () => {
    host = await PrivateHost.create();
    await host.sh(`
      ip link add br0 type bridge; ip addr add 10.251.7.1/24 dev br0; ip link set br0 up
      for n in red blue; do ip netns add $n; ip link add veth-$n type veth peer name eth0 netns $n; ip link set veth-$n up; ip -n $n link set eth0 up; done
      ip link set veth-red master br0; ip -n red addr add 10.251.7.2/24 dev eth0
    `);
  });
  afterEach(() => host?.dispose());

  const open = (args: readonly string[], [cols, rows] = [80, 24]): Promise<Tmux> =>
    Tmux.start({ cols, rows, command: [process.execPath, CLI, ...args], inHost: host, env: ENV });

  it('D deletes the pair after a yes, shows the blast radius first, and does nothing after Esc', async () => {
    await using tmux = await open(['--filter', 'veth-red']);
    await tmux.until(/veth-red +host/);
    const before = await hostState(host, { linkLocal: false });

    await tmux.send('D');
    await tmux.until('go on?');
    const plan = (await tmux.capture()).join('\n');
    expect(plan).toContain('ip link del dev veth-red');
    expect(plan).toContain('the other end, eth0@red, goes too');
    expect(plan).toContain('br0 loses its last port');
    await tmux.send('Escape');
    await tmux.until(/veth-red +host/);
    expect(await hostState(host, { linkLocal: false })).toBe(before);

    await tmux.send('D');
    await tmux.until('go on?');
    await tmux.send('y');
    await tmux.until(/Done: delete pair .*vethtop undo 1/);
    expect((await host.exec('ip', ['link', 'show', 'veth-red'])).exitCode).toBe(1);
    await tmux.send('Enter');
    await tmux.until(/filter veth-red/);
    expect((await host.vethtop(['undo', '--yes'])).exitCode).toBe(0);
    expect(await hostState(host, { linkLocal: false })).toBe(before);
  });

  it('D deletes what is tagged in one go, and one undo brings it back', async () => {
    await using tmux = await open(['--filter', 'veth-'], [120, 36]);
    await tmux.until(/veth-red +host/);
    const before = await hostState(host, { linkLocal: false });
    await tmux.send('Space', 'Space', 'D');
    await tmux.until('go on?');
    const plan = (await tmux.capture()).join('\n');
    expect(plan).toContain('delete 2 things');
    expect(plan).toContain('br0 loses its last port');
    expect(plan).toMatch(
      /ip link del dev veth-red[\s\S]*ip link del dev veth-blue|ip link del dev veth-blue[\s\S]*ip link del dev veth-red/,
    );
    await tmux.send('y');
    await tmux.until(/Done: delete 2 things/);
    expect(await host.sh('ip -br link show type veth')).toBe('');
    expect((await host.vethtop(['undo', '--yes'])).exitCode).toBe(0);
    expect(await hostState(host, { linkLocal: false })).toBe(before);
  });

  it('D on a bridge gives its port the address back, and n gives a bridge a way out', async () => {
    await using tmux = await open([], [120, 36]);
    await tmux.until(/veth-red +host/);
    await tmux.send(':');
    await tmux.type('new uplink');
    await tmux.send('Enter');
    await tmux.until(/bridge +br0/);
    await tmux.send('Down', 'C-u');
    await tmux.type('veth-blue');
    await tmux.until('oifname "veth-blue" masquerade');
    await tmux.send('Enter');
    await tmux.until('go on?');
    await tmux.send('Enter');
    await tmux.until(/Done: give br0 a way out by veth-blue/);
    expect(await host.sh('sysctl -n net.ipv4.ip_forward; nft list tables')).toMatch(
      /^1\ntable ip vethtop_masquerade_10_251_7_0_24/,
    );
    await tmux.send('Enter', '3', '/');
    await tmux.type('br0');
    await tmux.send('Enter');
    await tmux.until(/filter br0/);
    await tmux.send('Home');
    for (let tries = 0; !/▸[^\n]* br0 /.test((await tmux.capture()).join('\n')) && tries < 9; tries += 1) await tmux.send('Down');
    await tmux.send('D');
    await tmux.until('delete bridge br0');
    await tmux.send('Space');
    await tmux.until('addr add 10.251.7.1/24 dev veth-red');
    await tmux.send('Enter');
    await tmux.until('go on?');
    await tmux.send('Enter');
    await tmux.until(/Done: delete bridge br0/);
    expect((await host.exec('ping', ['-c', '1', '-W', '2', '10.251.7.2'])).exitCode).toBe(0);
  });

  it('D on a namespace with a process refuses with the reason, and goes past it only when told so', async () => {
    await host.spawn('ip', ['netns', 'exec', 'red', 'sleep', '600']);
    await using tmux = await open([]);
    await tmux.until(/veth-red +host/);
    await tmux.send('2');
    await tmux.send('/');
    await tmux.type('ns:red');
    await tmux.send('Enter');
    await tmux.until(/filter ns:red/);
    await tmux.send('D');
    await tmux.until('refused');
    await tmux.until(/holds 1 process/);
    await tmux.send('Enter', 'y');
    await tmux.until('refused');
    expect(await host.sh('ip netns list | grep -c red')).toBe('1\n');
    await tmux.send('f');
    await tmux.until('although it may hurt');
    await tmux.send('Enter');
    await tmux.until(/Done: delete namespace red/);
    expect(await host.sh('ip netns list | grep -c red || true')).toBe('0\n');
  });

  it('e sets an MTU, tells what is wrong as it is typed, and renames', async () => {
    await using tmux = await open(['--filter', 'veth-blue'], [120, 36]);
    await tmux.until(/veth-blue +host/);
    await tmux.send('e');
    await tmux.until(/eth0 +blue/);
    await tmux.send('Down', 'Enter');
    await tmux.until('edit eth0@blue');
    await tmux.send('Down');
    await tmux.send('C-u');
    await tmux.type('inner');
    await tmux.send('Down', 'C-u');
    await tmux.type('20');
    await tmux.until("20 can't be an MTU");
    await tmux.send('C-u');
    await tmux.type('1400');
    await tmux.until('mtu 1400');
    await tmux.send('Down');
    await tmux.type('10.9.9.1/24');
    await tmux.until('10.9.9.1/24 dev');
    expect(await host.sh('ip -n blue -br link show dev eth0')).toContain('eth0');
    await tmux.send('Enter');
    await tmux.until('go on?');
    await tmux.send('Enter');
    await tmux.until(/Done: change eth0@blue/);
    const changed = await host.sh('ip -n blue -br addr show dev inner; ip -n blue link show dev inner');
    expect(changed).toMatch(/10\.9\.9\.1\/24[\s\S]*mtu 1400/);
  });

  it('n makes a pair, and connects a new namespace with what it proposes', async () => {
    await using tmux = await open([], [120, 36]);
    await tmux.until(/veth-red +host/);
    await tmux.send('n');
    await tmux.until(/pair +two joined ends/);
    await tmux.send('Enter');
    await tmux.until('new pair');
    await tmux.type('cable0');
    await tmux.send('Down', 'Down');
    await tmux.type('10.251.6.1/24');
    await tmux.send('Down', 'Down');
    await tmux.type('green');
    await tmux.send('Down');
    await tmux.type('10.251.6.2/24');
    await tmux.until(/ip netns add green/);
    await tmux.send('Enter');
    await tmux.until('go on?');
    await tmux.send('Enter');
    await tmux.until(/Done: add pair/);
    await tmux.send('Enter');
    await tmux.until(/cable0 +host/);
    expect((await host.exec('ping', ['-c', '1', '-W', '2', '10.251.6.2'])).exitCode).toBe(0);

    await tmux.send(':');
    await tmux.type('new connect');
    await tmux.send('Enter');
    await tmux.until('connect a namespace to a bridge');
    await tmux.type('web');
    await tmux.until('10.251.7.3/24');
    await tmux.until(/gateway +10\.251\.7\.1/);
    await tmux.send('Enter');
    await tmux.until('go on?');
    await tmux.send('Enter');
    await tmux.until(/Done: connect web to br0/);
    expect((await host.exec('ip', ['netns', 'exec', 'web', 'ping', '-c', '1', '-W', '2', '10.251.7.1'])).exitCode).toBe(0);
  });

  it('e gives the address of a port to its bridge', async () => {
    await host.sh('ip addr flush dev br0; ip addr add 10.251.7.1/24 dev veth-red');
    await using tmux = await open(['--filter', 'veth-red'], [120, 36]);
    await tmux.until(/veth-red +host/);
    await tmux.send('e', 'Enter');
    await tmux.until('edit veth-red');
    await tmux.send('PageDown', 'Up', 'Space');
    await tmux.until(/addr add 10\.251\.7\.1\/24.*dev br0/);
    await tmux.send('Enter');
    await tmux.until('go on?');
    await tmux.send('Enter');
    await tmux.until(/Done: change veth-red/);
    expect((await host.exec('ping', ['-c', '1', '-W', '2', '10.251.7.2'])).exitCode).toBe(0);
  });

  it.each([
    ['end-down', 'ip -n blue link set eth0 down', 'ip -n blue -br link show dev eth0', /eth0@\S+ +UP/],
    ['mtu', 'ip -n blue link set eth0 mtu 1000', 'ip -n blue link show dev eth0', /mtu 1500/],
    ['bridge-down', 'ip link set br0 down', 'ip -br link show dev br0', /br0 +UP/],
    ['address-on-port', 'ip addr add 10.251.9.9/24 dev veth-red', 'ip -br addr show dev br0', /10\.251\.9\.9\/24/],
    ['end-down', 'ip link add d0 type veth peer name d1 netns red', 'ip -br link show dev d0', /d0@\S+ +UP/],
  ])('f in the Doctor mends %s (%s) after a yes, and undo takes it back', async (rule, fault, ask, mended) => {
    await host.sh(fault);
    await using tmux = await open([], [120, 36]);
    await tmux.until(/veth-red +host/);
    const before = await hostState(host, { linkLocal: false });
    await tmux.send('5', '/');
    await tmux.type(`rule:${rule}`);
    await tmux.send('Enter');
    await tmux.until(/f shows this change as a plan/);
    await tmux.send('f');
    await tmux.until('go on?');
    expect(await hostState(host, { linkLocal: false })).toBe(before);
    await tmux.send('y');
    await tmux.until(/Done: change .*vethtop undo 1/);
    expect(await host.sh(ask)).toMatch(mended);
    await tmux.send('Enter');
    await tmux.until(/nothing found|nothing matches/);
    expect((await host.vethtop(['undo', '--yes'])).exitCode).toBe(0);
    expect(await hostState(host, { linkLocal: false })).toBe(before);
  });

  it.each([
    ['Esc', async (tmux: Tmux) => tmux.send('Escape')],
    ['Ctrl-C', async (tmux: Tmux) => tmux.send('C-c')],
    ['SIGTERM', async (tmux: Tmux) => void (await host.sh(`kill -s TERM ${await tmux.ask('pane_pid')}`))],
  ])('%s while it runs undoes what was done', async (way, stop) => {
    await host.sh('for i in $(seq 60); do ip link add p$i type veth peer name q$i netns red; done');
    await using tmux = await open([]);
    await tmux.until(/ p\d+ +host/);
    const before = await hostState(host, { linkLocal: false });
    await tmux.send('2', '/');
    await tmux.type('ns:red');
    await tmux.send('Enter', 'D');
    await tmux.until('go on?');
    await tmux.send('y');
    await until(async () => (await host.exec('ip', ['link', 'show', 'veth-red'])).exitCode === 1, {
      what: 'a first step',
      intervalMs: 5,
    });
    await stop(tmux);
    if (way === 'SIGTERM') await until(() => tmux.ended(), { what: 'the end' });
    else await tmux.until(/! delete namespace red: step \d+ of 62 failed/);
    expect(await hostState(host, { linkLocal: false })).toBe(before);
  });

  it('x opens a shell in the namespace, and the screen comes back after it', async () => {
    await using tmux = await open(['--filter', 'veth-blue']);
    await tmux.until(/veth-blue +host/);
    const inum = (await host.sh('ip netns exec blue readlink /proc/self/ns/net')).trim();
    await tmux.send('x');
    await tmux.until('In blue. Leave with exit.');
    expect(await tmux.alternateOn()).toBe(false);
    await tmux.type('ip -br link; readlink /proc/self/ns/net; echo "[$VETHTOP_NAMESPACE]"');
    await tmux.send('Enter');
    await tmux.until('[blue]');
    const shown = (await tmux.capture()).join('\n');
    expect(shown).toContain(inum);
    expect(shown).toMatch(/eth0@if\d+/);
    // Ctrl-C is for what runs in the shell.
    await tmux.type('sleep 600');
    await tmux.send('Enter');
    await until(async () => (await host.exec('pgrep', ['-x', 'sleep', '-a'])).stdout.includes('sleep 600'), { what: 'sleep' });
    await tmux.send('C-c');
    await tmux.type('echo still $((40+2))');
    await tmux.send('Enter');
    await tmux.until('still 42');
    await tmux.type('exit');
    await tmux.send('Enter');
    await tmux.until(/veth-blue +host/);
    expect(await tmux.alternateOn()).toBe(true);
    await tmux.send('?');
    await tmux.until(/one row up/);
  });

  it('--readonly refuses every change with a notice', async () => {
    await using tmux = await open(['--readonly', '--filter', 'veth-red']);
    await tmux.until(/veth-red +host/);
    for (const key of ['D', 'e', 'n', 'x']) {
      await tmux.send(key);
      await tmux.until('nothing is changed: --readonly');
      await tmux.send('Home');
      await until(async () => !(await tmux.capture()).join('\n').includes('--readonly'), { what: 'the notice to go' });
    }
  });
});
