import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { CLI } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { Tmux } from '../support/tmux.js';
import { until } from '../support/until.js';

const NEEDS = ['root', 'namespaces', 'program:bpftrace', 'program:tmux'] as const;
/** Choices are remembered inside the host, and end with it. */
const ENV = { LANG: 'C.UTF-8', COLORTERM: 'truecolor', XDG_STATE_HOME: '/run/state' };

/** Drops are red and bold at once: 196 is red, 210 the red of the selected row. */
const RED_AND_BOLD = /\u001b\[(?:[0-9;]*;)?1(?:;[0-9;]*)?m?(?:\u001b\[)?;?(?:[0-9;]*;)?38;5;(?:196|210)/;

/** Runs vethtop as a shell would: what it leaves behind in the terminal can be looked at afterwards. */
const THEN_LOOK = `"$@"; echo "ended with $?"; stty -a | tr ' ;' '\\n\\n' | grep -x -e '-\\?icanon' -e '-\\?echo'; exec sleep 600`;

function commandLine(args: readonly string[]): [string, ...string[]] {
  return ['sh', '-c', THEN_LOOK, 'sh', process.execPath, CLI, ...args];
}

/** Waits for the end, and checks that the terminal is as it was. */
async function expectRestored(tmux: Tmux, status: number): Promise<void> {
  await tmux.until(`ended with ${status}\n`.trim());
  await tmux.until(/^icanon\n(?:.*\n)*?echo$/m);
  expect(await tmux.alternateOn()).toBe(false);
  expect(await tmux.ask('cursor_flag', 'mouse_any_flag')).toBe('1 0');
}

async function stripes(tmux: Tmux): Promise<string> {
  return (await tmux.capture()).join('\n');
}

describeNeeding(NEEDS, 'the screen in tmux, on a live host', () => {
  let host: PrivateHost;

  beforeAll(async () => {
    await ensureBuilt();
    host = await PrivateHost.create();
    await host.sh(`
      for n in red blue; do ip netns add $n; ip link add veth-$n type veth peer name eth0 netns $n; ip link set veth-$n up; ip -n $n link set eth0 up; done
      ip addr add 10.251.8.1/24 dev veth-red; ip -n red addr add 10.251.8.2/24 dev eth0
      # A receiver with a smaller MTU: what is longer dies on the way.
      ip addr add 10.251.9.1/24 dev veth-blue; ip -n blue addr add 10.251.9.2/24 dev eth0; ip -n blue link set eth0 mtu 1000
    `);
    await host.spawn('ping', ['-q', '-i', '0.05', '10.251.8.2']);
    await host.spawn('ping', ['-q', '-i', '0.1', '-s', '1300', '10.251.9.2']);
  });
  afterAll(() => host?.dispose());

  const open = (cols: number, rows: number, args: readonly string[] = []): Promise<Tmux> =>
    Tmux.start({ cols, rows, command: commandLine(args), inHost: host, env: ENV });

  it.each([
    [120, 36],
    [80, 24],
  ])('shows moving rates and red drops at %i×%i, filters, sorts, helps and quits', async (cols, rows) => {
    await using tmux = await open(cols, rows);
    await tmux.until(/veth-red +host/);
    await tmux.until(/● (tracepoint|kprobe|fentry)/);
    await tmux.until(/▲|▼/);
    // Twenty pings a second and their replies.
    await tmux.until(/veth-red.* (1[5-9]|2[0-5]) /);
    await until(async () => (await tmux.captureAnsi()).some(line => line.includes('veth-blue') && RED_AND_BOLD.test(line)), {
      what: 'a red drop',
    });

    await tmux.send('/');
    await tmux.type('ns:red');
    await until(async () => !(await stripes(tmux)).includes('veth-blue'), { what: 'the filter to work as typed' });
    await tmux.send('Enter');
    await tmux.send('Escape');
    await tmux.until('veth-blue');

    await tmux.send('?');
    await tmux.until(/one row up/);
    await tmux.send('Escape');
    await tmux.until('veth-blue');

    await tmux.send('>');
    await tmux.send('p');
    await tmux.until(/paused|held/i);
    await tmux.send('p');
    await tmux.send('q');
    await expectRestored(tmux, 0);
  });

  it('opens the detail of a pair with its drop reasons, and Esc never quits', async () => {
    await using tmux = await open(80, 24, ['--filter', 'blue']);
    await tmux.until(/veth-blue/);
    await tmux.send('Enter');
    await tmux.until(/__dev_forward_skb2?|veth_xmit/);
    await tmux.until(/MTU +1500 +1000/);
    for (let press = 0; press < 3; press++) await tmux.send('Escape');
    await tmux.until(/veth-blue +host/);
    expect(await tmux.alternateOn()).toBe(true);
  });

  it.each([
    ['C-c', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('restores the terminal after %s, and leaves no bpftrace', async (way, status) => {
    await using tmux = await open(120, 36);
    await tmux.until(/veth-red +host/);
    expect(await tmux.alternateOn()).toBe(true);
    if (way === 'C-c') await tmux.send('C-c');
    else await host.sh(`kill -s ${way.slice(3)} $(pgrep -P ${await tmux.ask('pane_pid')})`);
    await expectRestored(tmux, status);
    await until(async () => (await host.exec('pgrep', ['-x', 'bpftrace'])).exitCode === 1, { what: 'bpftrace to be gone' });
  });

  it('says so on a host without a veth pair, and offers a lab', async () => {
    await using empty = await PrivateHost.create();
    await using tmux = await Tmux.start({ cols: 80, rows: 24, command: commandLine([]), inHost: empty, env: ENV });
    await tmux.until(/no veth pair/i);
    await tmux.until('--lab bridge');
    await tmux.send('q');
    await expectRestored(tmux, 0);
  });

  it('opens a lab with traffic, and removes it at the end', async () => {
    await using own = await PrivateHost.create();
    await using tmux = await Tmux.start({
      cols: 120,
      rows: 36,
      command: commandLine(['--lab', 'cable']),
      inHost: own,
      env: ENV,
    });
    await tmux.until(/lab-cable/);
    await tmux.until(/● (tracepoint|kprobe|fentry)/);
    await tmux.send('q');
    await expectRestored(tmux, 0);
    expect(await own.sh('ip netns list; ip -j -d link show type veth')).toBe('[]\n');
    expect((await own.exec('pgrep', ['-f', 'keeper|traffic-worker'])).exitCode).toBe(1);
  });

  it('leaves no bpftrace and no lab within two seconds of kill -9', async () => {
    await using own = await PrivateHost.create();
    await using tmux = await Tmux.start({
      cols: 120,
      rows: 36,
      command: commandLine(['--lab', 'bridge']),
      inHost: own,
      env: ENV,
    });
    await tmux.until(/● (tracepoint|kprobe|fentry)/);
    expect(await own.sh('ip netns list | grep -c ^lab-')).toBe('6\n');
    await own.sh(`kill -KILL $(pgrep -P ${await tmux.ask('pane_pid')})`);
    const left = async (): Promise<string> => {
      const { stdout } = await own.exec('sh', ['-c', 'ip netns list; ip -j link show type veth; pgrep -l "bpftrace|node"']);
      return stdout.trim();
    };
    await until(async () => (await left()) === '[]', { what: 'everything to be gone', timeoutMs: 2000 });
  });
});
