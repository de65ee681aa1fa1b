/** Job control: the screen stopped and brought back by a shell, as a person does it, and shells within it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { CLI } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { Tmux } from '../support/tmux.js';
import { until } from '../support/until.js';

const NEEDS = ['root', 'namespaces', 'program:bpftrace', 'program:tmux'] as const;
const ENV = { LANG: 'C.UTF-8', SHELL: '/bin/bash', XDG_STATE_HOME: '/run/state' };
const RC = `PS1='[$?]$ '; alias vethtop-here='${process.execPath} ${CLI}'`;

/** Its rule is as wide as the screen. */
const DETAIL_OF_120 = /^─.{109}─ detail ─$/m;

describeNeeding(NEEDS, 'the screen under the job control of a shell', () => {
  let host: PrivateHost;

  beforeAll(async () => {
    await ensureBuilt();
    host = await PrivateHost.create();
    await host.sh(
      `
      ip netns add red; ip link add veth-red type veth peer name eth0 netns red; ip link set veth-red up; ip -n red link set eth0 up
      cat >/run/shell.rc`,
      { input: RC },
    );
  });
  afterAll(() => host?.dispose());

  const shell = (): Promise<Tmux> =>
    Tmux.start({
      cols: 100,
      rows: 30,
      command: ['bash', '--noprofile', '--rcfile', '/run/shell.rc', '-i'],
      inHost: host,
      env: ENV,
    });

  async function run(tmux: Tmux, line: string, shows: string | RegExp): Promise<void> {
    await tmux.type(`clear; ${line}`);
    await tmux.send('Enter');
    await tmux.until(shows);
  }

  /** The terminal's modes as the program that has it left them; bash sets its own while it reads a line. */
  async function modes(tmux: Tmux): Promise<string> {
    await run(tmux, 'stty -g | md5sum; echo end', /^end$/m);
    const line = (await tmux.capture()).find(text => /^[0-9a-f]{32}/.test(text));
    return `${line} ${await tmux.ask('alternate_on', 'cursor_flag', 'mouse_any_flag')}`;
  }

  async function expectScreen(tmux: Tmux): Promise<void> {
    await tmux.until(/veth-red +host/);
    expect(await tmux.ask('alternate_on', 'cursor_flag', 'mouse_any_flag', 'mouse_sgr_flag')).toBe('1 0 1 1');
    // Keys come one by one, without Enter.
    await tmux.send('?');
    await tmux.until('one row up');
    await tmux.send('Escape');
    await tmux.until(/veth-red +host/);
  }

  it('stops with Ctrl-Z and comes back with fg, twice, with the modes of the terminal right in between and after', async () => {
    await using tmux = await shell();
    await tmux.until('[0]$');
    const before = await modes(tmux);
    expect(before).toMatch(/^[0-9a-f]{32} +- 0 1 0$/);
    await run(tmux, 'vethtop-here', /veth-red +host/);
    for (let time = 0; time < 2; time++) {
      await expectScreen(tmux);
      await tmux.send('C-z');
      await tmux.until(/Stopped[\s\S]*^\[148\]\$/m);
      expect(await modes(tmux)).toBe(before);
      // Somebody else draws on the screen meanwhile.
      await run(tmux, 'seq 100', /^100$/m);
      await run(tmux, 'fg', /veth-red +host/);
    }
    await expectScreen(tmux);
    await tmux.send('q');
    await tmux.until(/^\[0\]\$$/m);
    expect(await modes(tmux)).toBe(before);
  });

  it('goes on with its probes after a while, and what was not counted is told if there was any', async () => {
    await using tmux = await shell();
    await tmux.until('[0]$');
    await run(tmux, 'vethtop-here', /● (tracepoint|kprobe|fentry)/);
    await tmux.send('C-z');
    await tmux.until('Stopped');
    const stopped = async () => (await host.sh('ps -o stat= -C bpftrace || true')).trim();
    await until(async () => (await stopped()).startsWith('T'), { what: 'bpftrace to be stopped with it' });
    await run(tmux, 'fg', /● (tracepoint|kprobe|fentry)/);
    expect(await stopped()).not.toMatch(/^T/);
    await tmux.send('q');
    await tmux.until(/^\[0\]\$$/m);
    await until(async () => (await stopped()) === '', { what: 'bpftrace to be gone' });
  });

  it('takes the size that the terminal has when it comes back', async () => {
    await using tmux = await shell();
    await tmux.until('[0]$');
    await run(tmux, 'vethtop-here', /veth-red +host/);
    await tmux.send('C-z');
    await tmux.until('Stopped');
    await tmux.resize(120, 36);
    await run(tmux, 'fg', /q quit$/m);
    const rows = await tmux.until(DETAIL_OF_120);
    expect(rows[35]).toMatch(/q quit$/);
    await tmux.send('q');
    await tmux.until(/^\[0\]\$$/m);
  });

  it('that is killed while stopped leaves no mode behind, and no bpftrace', async () => {
    await using tmux = await shell();
    await tmux.until('[0]$');
    const before = await modes(tmux);
    await run(tmux, 'vethtop-here', /● (tracepoint|kprobe|fentry)/);
    await tmux.send('C-z');
    await tmux.until('Stopped');
    await run(tmux, 'kill %1; fg', /Terminated|^\[143\]\$/m);
    expect(await modes(tmux)).toBe(before);
    await until(async () => (await host.exec('pgrep', ['-x', 'bpftrace'])).exitCode === 1, { what: 'bpftrace to be gone' });
  });

  it('lends the terminal to the shell of x, with job control and another size in there', async () => {
    await using tmux = await shell();
    await tmux.until('[0]$');
    const before = await modes(tmux);
    await run(tmux, 'vethtop-here', /veth-red +host/);
    await tmux.send('x');
    await tmux.until('In red. Leave with exit.');
    expect(await tmux.ask('alternate_on', 'cursor_flag', 'mouse_any_flag')).toBe('0 1 0');
    await tmux.resize(120, 36);
    await tmux.type('stty size; sleep 600');
    await tmux.send('Enter');
    await tmux.until('36 120');
    await until(async () => (await host.exec('pgrep', ['-x', 'sleep', '-a'])).stdout.includes('sleep 600'), { what: 'sleep' });
    await tmux.send('C-z');
    await tmux.until(/Stopped +sleep 600/);
    await tmux.type('kill %1; fg; exit');
    await tmux.send('Enter');
    const rows = await tmux.until(DETAIL_OF_120);
    expect(rows[35]).toMatch(/q quit$/);
    await expectScreen(tmux);
    await tmux.send('q');
    await tmux.until(/^\[0\]\$$/m);
    expect(await modes(tmux)).toBe(before);
  });
});
