import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { CLI } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { sayingItsEnd, Tmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { BY_HAND } from './topologies.js';

const STATE = '/run/state';
const ENV = { LANG: 'C.UTF-8', XDG_STATE_HOME: STATE };

interface FindingDocument {
  readonly rule: string;
  readonly severity: string;
  readonly subject: string;
  readonly fix: readonly string[] | null;
}

describeNeeding(['root', 'namespaces'], 'the doctor on topologies built by hand', () => {
  let host: PrivateHost;
  beforeAll(async () => {
    await ensureBuilt();
    host = await PrivateHost.create();
    await host.sh(BY_HAND);
  });
  afterAll(() => host?.dispose());

  async function findings(...args: readonly string[]): Promise<readonly FindingDocument[]> {
    const { stdout, stderr, exitCode } = await host.vethtop(['doctor', ...args, '--json']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    return JSON.parse(stdout).findings;
  }

  async function pings(namespace: string, address: string): Promise<boolean> {
    return (await host.exec('ip', ['netns', 'exec', namespace, 'ping', '-q', '-c', '2', '-W', '1', address])).exitCode === 0;
  }

  it('says nothing of the bridge and of the pairs that are right', async () => {
    for (const subject of ['cab0', 'veth0@ns1', 'veth2@net2']) {
      expect((await findings(subject)).filter(({ severity }) => severity !== 'note')).toEqual([]);
    }
  });

  it('names the blackhole, and its fix makes ping work', async () => {
    const found = await findings('bh0');
    expect(found.filter(({ severity }) => severity !== 'note').map(({ rule, subject }) => [rule, subject])).toEqual([
      ['address-on-port', 'bh0@host'],
    ]);
    await host.sh('ip link set bh0 up');
    expect(await pings('black', '10.9.0.1')).toBe(false);
    await host.sh(found[0]?.fix?.join('\n') ?? 'false');
    expect(await pings('black', '10.9.0.1')).toBe(true);
    expect((await findings('bh0')).map(({ rule }) => rule)).not.toContain('address-on-port');
  });

  it('names the MTU that differs and the end that is down, and the fixes mend them', async () => {
    const found = (await findings('lossy')).filter(({ severity }) => severity !== 'note');
    expect(found.map(({ rule, subject }) => [rule, subject])).toEqual([
      ['end-down', 'down1@lossy'],
      ['mtu', 'mtu1@lossy'],
    ]);
    await host.sh(found.flatMap(({ fix }) => fix ?? ['false']).join('\n'));
    expect((await findings('lossy')).filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('says why two pairs in one subnet can’t reach each other', async () => {
    const found = await findings('iso1', 'iso2');
    expect(found.filter(({ severity }) => severity === 'error').map(({ rule, subject }) => [rule, subject])).toEqual([
      ['isolated', 'eth0@iso1'],
      ['isolated', 'eth0@iso2'],
    ]);
  });

  it('finds nothing about a subject that there isn’t: that is an error, with a near name', async () => {
    const { stderr, exitCode } = await host.vethtop(['doctor', 'bh9']);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/no link, namespace or bridge bh9[\s\S]*did you mean .*bh0/);
  });
});

describeNeeding(['root', 'namespaces', 'program:bpftrace', 'program:tmux'], 'the screen, end to end', () => {
  let host: PrivateHost;
  beforeAll(async () => {
    await ensureBuilt();
    host = await PrivateHost.create();
    await host.sh(`
      ip link add br0 type bridge; ip addr add 10.251.7.1/24 dev br0; ip link set br0 up
      for n in 1 2; do
        ip netns add web$n; ip link add veth-web$n type veth peer name eth0 netns web$n; ip link set veth-web$n master br0 up
        ip -n web$n addr add 10.251.7.1$n/24 dev eth0; ip -n web$n link set eth0 up
      done
      ip netns add small; ip link add veth-small type veth peer name eth0 netns small
      ip addr add 10.251.6.1/24 dev veth-small; ip -n small addr add 10.251.6.2/24 dev eth0
      ip link set veth-small up; ip -n small link set eth0 up mtu 1000
    `);
    await host.spawn('ping', ['-q', '-i', '0.05', '10.251.7.11']);
    await host.spawn('ping', ['-q', '-i', '0.1', '-s', '1300', '10.251.6.2']);
  });
  afterAll(() => host?.dispose());

  const open = (
    cols: number,
    rows: number,
    extra: { readonly term?: string; readonly env?: Readonly<Record<string, string>>; readonly args?: readonly string[] } = {},
  ): Promise<Tmux> =>
    Tmux.start({
      cols,
      rows,
      command: sayingItsEnd([process.execPath, CLI, ...(extra.args ?? [])]),
      inHost: host,
      env: { ...ENV, ...extra.env },
      ...(extra.term === undefined ? {} : { term: extra.term }),
    });

  it('shows each view of a live host, and what the doctor says beside the pair', async () => {
    await using tmux = await open(120, 36);
    await tmux.until(/veth-small +host .* [1-9][0-9]* /);
    await tmux.until(/5 Doctor 1!/);
    await tmux.send('2');
    await tmux.until(/small +– +\/run\/netns\/small/);
    await tmux.send('3');
    await tmux.until(/br0 {2}bridge, 2 ports/);
    await tmux.send('Down', 'Right');
    await tmux.until(/▿ veth-web1[\s\S]*eth0 {2}10\.251\.7\.11\/24[\s\S]*web1/);
    await tmux.send('4');
    await tmux.until(/veth-small.*(__dev_forward_skb2?|veth_xmit)/);
    await tmux.send('5');
    await tmux.until(/fix +ip -n small link set eth0 mtu 1500/);
    await tmux.send('Tab', 'Enter');
    await tmux.until(/has MTU 1000.*\(doctor\)/);
    await tmux.send('q');
    await tmux.untilEnded(0);
  });

  it('runs typed commands, and remembers what was chosen for the next time', async () => {
    {
      await using tmux = await open(100, 30);
      await tmux.until(/veth-web1/);
      await tmux.send(':');
      await tmux.type('gr');
      await tmux.send('Tab');
      await tmux.type('b');
      await tmux.send('Tab', 'Enter');
      await tmux.until(/▿ br0 {2}2/);
      await tmux.send('q');
      await tmux.untilEnded(0);
    }
    await using again = await open(100, 30);
    await again.until(/▿ br0 {2}2/);
    await again.send(':');
    await again.type('group none');
    await again.send('Enter');
    await again.send('q');
    await again.untilEnded(0);
  });

  it.each([
    ['linux', { LANG: 'C.UTF-8' }, /^[\x20-\x7e\u2190-\u28ff–·…⇄\n]*$/],
    ['xterm-256color', { LANG: 'C', LC_ALL: 'C' }, /^[\x20-\x7e\n]*$/],
    ['screen-256color', { LANG: 'C.UTF-8' }, /▸/],
  ])('is drawn on TERM=%s with %o', async (term, env, wanted) => {
    await using tmux = await open(100, 30, { term, env });
    await tmux.until(/veth-small +host/);
    const text = (await tmux.capture()).join('\n');
    expect(text).toMatch(wanted);
    expect(text).not.toMatch(/lqq|qqk/);
    if (term === 'linux') expect((await tmux.captureAnsi()).join('\n')).not.toMatch(/38;5/);
    await tmux.send('q');
    await tmux.untilEnded(0);
  });

  it('follows the size of the terminal', async () => {
    await using tmux = await open(120, 36);
    await tmux.until(/HISTORY/);
    await tmux.resize(60, 15);
    await tmux.until(/^1 Pairs 3 │ 2 │ 3 │ 4/m);
    await tmux.resize(40, 8);
    await tmux.until('terminal too small');
    await tmux.resize(200, 60);
    await tmux.until(/2 Namespaces 4/);
    expect((await tmux.capture()).at(-1)).toMatch(/q quit$/);
  });

  it('ends with its terminal, and takes bpftrace along', async () => {
    await using tmux = await open(100, 30);
    await tmux.until(/● (tracepoint|kprobe|fentry)/);
    const { stdout: pid } = await host.exec('pgrep', ['-P', await tmux.ask('pane_pid')]);
    await tmux.stop();
    const gone = async () => (await host.exec('pgrep', ['-x', 'bpftrace'])).exitCode === 1;
    await until(gone, { what: 'bpftrace to be gone' });
    expect((await host.exec('kill', ['-0', pid.trim()])).exitCode).not.toBe(0);
  });

  it('prints plain pictures with -b', async () => {
    const { stdout, stderr, exitCode } = await host.vethtop(['-b', '-n', '2', '-w', '100', '--sort', 'a'], { env: ENV });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const pictures = stdout.split(/\n(?=vethtop )/);
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) {
      expect(picture).toMatch(/veth-small[\s\S]*veth-web1[\s\S]*veth-web2/);
      expect(picture).not.toMatch(/\x1b/);
      for (const line of picture.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    }
  });
});
