import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PrivateHost } from './private-host.js';
import { describeNeeding } from './requirements.js';
import { Tmux } from './tmux.js';
import { until } from './until.js';

const SHELL: readonly [string, ...string[]] = ['bash', '--norc', '--noprofile'];

describeNeeding(['program:tmux'], 'a terminal in tmux', () => {
  it('has the size asked for, takes keys and shows what is printed', async () => {
    await using terminal = await Tmux.start({ cols: 61, rows: 13, command: SHELL, env: { PS1: 'ready$ ', WORD: 'hello' } });
    await terminal.until('ready$');
    await terminal.send('echo "$WORD $(stty size) $TERM"', 'Enter');
    const rows = await terminal.until(/^hello 13 61 tmux-256color$/m);
    expect(rows).toHaveLength(13);
    await terminal.resize(80, 24);
    await terminal.type('stty size');
    await terminal.send('Enter');
    expect(await terminal.until(/^24 80$/m)).toHaveLength(24);
  });

  it('tells the alternate screen and colours', async () => {
    await using terminal = await Tmux.start({ cols: 40, rows: 5, command: SHELL, env: { PS1: '$ ' } });
    expect(await terminal.alternateOn()).toBe(false);
    await terminal.type("printf '\\e[?1049h\\e[31mred\\e[m\\n'");
    await terminal.send('Enter');
    await until(() => terminal.alternateOn(), { what: 'the alternate screen' });
    await terminal.until(/^red$/m);
    expect((await terminal.captureAnsi()).join('\n')).toContain('\x1b[31mred');
  });

  it('keeps the last screen of a program that ended', async () => {
    await using terminal = await Tmux.start({ cols: 40, rows: 5, command: ['sh', '-c', 'echo last words; read x'] });
    await terminal.until('last words');
    expect(await terminal.ended()).toBe(false);
    await terminal.send('Enter');
    await until(() => terminal.ended(), { what: 'the end' });
    await terminal.until('last words');
  });

  it('leaves no process behind', async () => {
    const marker = `9${process.pid}.5`;
    const terminal = await Tmux.start({ cols: 40, rows: 5, command: ['sleep', marker] });
    const list = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    await until(() => list().includes(`sleep ${marker}`), { what: 'the program' });
    await terminal.stop();
    await until(() => !list().includes(`sleep ${marker}`), { what: 'the end of the program' });
    await terminal.stop();
  });
});

describeNeeding(['namespaces', 'program:tmux'], 'a terminal in a private host', () => {
  it('runs the program inside', async () => {
    await using host = await PrivateHost.create();
    await host.sh('ip netns add inside');
    await using terminal = await Tmux.start({ cols: 80, rows: 10, command: SHELL, inHost: host, env: { PS1: '$ ' } });
    await terminal.send('ip netns; cat /proc/1/comm', 'Enter');
    await terminal.until(/^inside\nbash$/m);
  });

  it('lets the host go while it is open', async () => {
    const host = await PrivateHost.create();
    const terminal = await Tmux.start({ cols: 80, rows: 10, command: SHELL, inHost: host });
    await host.dispose();
    await terminal.stop();
  });
});
