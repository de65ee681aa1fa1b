import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PrivateHost } from './private-host.js';
import { isRunning } from './processes.js';
import { describeNeeding } from './requirements.js';
import { until } from './until.js';

describeNeeding(['namespaces'], 'a private host', () => {
  let host: PrivateHost;
  beforeAll(async () => {
    host = await PrivateHost.create();
  });
  afterAll(() => host.dispose());

  it('has its own network, with lo up and nothing else', async () => {
    const { stdout, stderr, exitCode } = await host.exec('ip', ['-j', 'link']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject([{ ifname: 'lo', flags: expect.arrayContaining(['UP']) }]);
    expect(statSync(`/proc/${host.pid}/ns/net`).ino).not.toBe(statSync('/proc/self/ns/net').ino);
  });

  it('has its own /run and its own named namespaces', async () => {
    await host.sh('ip netns add red; ip link add va type veth peer name vb netns red');
    expect(await host.sh('ls /run /run/netns')).toBe('/run:\nnetns\n\n/run/netns:\nred\n');
    expect((await host.exec('ip', ['-n', 'red', 'link', 'show', 'vb'])).exitCode).toBe(0);
  });

  it('sees its own processes alone', async () => {
    expect(await host.sh('cat /proc/1/comm; ls -d /proc/[0-9]* | wc -l')).toMatch(/^bash\n[1-6]\n$/);
  });

  it('passes input, environment, folder and exit status', async () => {
    const result = await host.exec('sh', ['-c', 'cat; echo "$WORD $PWD" >&2; exit 7'], {
      input: 'in',
      env: { WORD: 'x' },
      cwd: '/tmp',
    });
    expect(result).toEqual({ stdout: 'in', stderr: 'x /tmp\n', exitCode: 7 });
  });

  it('says what a failing script printed', async () => {
    await expect(host.sh('echo reason >&2; false; echo not reached')).rejects.toThrow('reason');
  });

  it('kills what does not end in time', async () => {
    expect((await host.exec('sleep', ['1234.5'], { timeoutMs: 100 })).exitCode).toBeNull();
    await until(async () => !(await host.sh('cat /proc/[0-9]*/cmdline | tr "\\0" " "')).includes('sleep 1234.5'), {
      what: 'the end of sleep',
    });
  });

  it('reaps orphans, so that none stays as a zombie', async () => {
    const orphan = (await host.sh('sleep 0.05 >&- & echo $!')).trim();
    const gone = async () => (await host.exec('test', ['-e', `/proc/${orphan}`])).exitCode !== 0;
    await until(gone, { what: 'the orphan to be reaped' });
  });

  it('signals the program itself, not what started it', async () => {
    const child = await host.spawn('bash', ['-c', 'trap "echo bye; exit 3" TERM; echo hello; while :; do sleep 0.05; done']);
    await child.until(({ stdout }) => stdout.includes('hello\n'), { what: 'a greeting' });
    expect(child.running).toBe(true);
    expect(await child.stop('SIGTERM')).toEqual({ exitCode: 3, signal: null });
    expect(child.lines()).toEqual(['hello', 'bye']);
  });

  it('says so when a program ends before what was waited for', async () => {
    const child = await host.spawn('sh', ['-c', 'echo broken >&2; exit 9']);
    await expect(child.until(({ stdout }) => stdout.includes('never'), { what: 'a word' })).rejects.toThrow(
      /ended with 9 .*broken/,
    );
  });

  it('takes everything inside along when it ends', async () => {
    await using other = await PrivateHost.create();
    const child = await other.spawn('sleep', ['1000']);
    expect(isRunning(child.pid)).toBe(true);
    await other.dispose();
    expect(isRunning(child.pid)).toBe(false);
    expect(isRunning(other.pid)).toBe(false);
    expect(await child.ended).toEqual({ exitCode: null, signal: 'SIGKILL' });
  });
});
