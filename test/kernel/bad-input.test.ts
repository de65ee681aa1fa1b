import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { CLI } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { SILENT_PAIR } from './watching.js';

describeNeeding(['root', 'namespaces', 'program:ip', 'program:setpriv'], 'bad input and poor hosts', () => {
  let host: PrivateHost;
  beforeAll(async () => {
    host = await PrivateHost.create();
    await host.sh(`${SILENT_PAIR}
      ip link add v0 type veth peer name v1; ip link add far type veth peer name near netns l`);
    await ensureBuilt();
  });
  afterAll(() => host?.dispose());

  const asNobody = (args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<PrivateHost['exec']> =>
    host.exec('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, CLI, ...args], { env });

  describe('usage', () => {
    it.each([
      [['frobnicate']],
      [['ls', '--frob']],
      [['ls', '--filter', 'drop>>x']],
      [['ls', '--sort', 'beauty']],
      [['watch', '-d', 'soon']],
      [['watch', '-n', '0']],
      [['watch', '--flavour', 'magic']],
      [['peer']],
    ])('%j exits 2 and says why on stderr', async args => {
      const { stdout, stderr, exitCode } = await host.vethtop(args);
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toBe('');
      expect(stderr).not.toMatch(/at .*\.js:\d+/);
    });

    it('a wrong filter is shown with a caret under the place', async () => {
      const { stderr } = await host.vethtop(['ls', '--filter', 'ns:a /[/']);
      expect(stderr).toMatch(/ns:a \/\[\/\n\s+\^/);
    });
  });

  it('an unknown link exits 4 with what is spelled alike', async () => {
    const { stderr, exitCode } = await host.vethtop(['peer', 'lefft']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('did you mean left?');
  });

  it('help and version go to stdout and exit 0', async () => {
    const help = await host.vethtop(['--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).toContain('watch');
    expect(await host.vethtop(['--version'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  describe('without root', () => {
    it('ls shows what it can and says what is missing', async () => {
      const { stdout, stderr, exitCode } = await asNobody(['ls', '--json']);
      expect(exitCode).toBe(0);
      const { pairs, partial } = JSON.parse(stdout);
      expect(pairs).toHaveLength(2);
      expect(pairs.find((pair: { a: { name: string } }) => pair.a.name === 'far')).toMatchObject({
        certainty: 'unknown',
        why: expect.stringContaining('only root can read'),
        b: null,
      });
      expect(pairs.filter((pair: { certainty: string }) => pair.certainty === 'exact')).toHaveLength(1);
      expect(partial.length).toBeGreaterThan(0);
      expect(stderr).toContain('sudo');
    });

    it('--strict makes that exit 5', async () => {
      expect((await asNobody(['ls', '--strict'])).exitCode).toBe(5);
      expect((await host.vethtop(['ls', '--strict'])).exitCode).toBe(0);
    });

    it('watch and the screen need root: 3', async () => {
      const watch = await asNobody(['watch']);
      expect(watch).toMatchObject({ exitCode: 3, stdout: '' });
      expect(watch.stderr).toContain('sudo');
    });
  });

  it('the screen needs a terminal that can place text: 3, before anything is started', async () => {
    const { exitCode, stderr, stdout } = await host.vethtop(['--lab', 'cable']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('vethtop watch');
    expect(await host.sh('ip netns list | grep -c ^lab- || true')).toBe('0\n');
  });

  it('without bpftrace the kernel counters are shown, and why', async () => {
    const PATH = '/usr/sbin:/sbin';
    const { stdout, exitCode } = await host.exec(
      'bash',
      [
        '-c',
        `mkdir -p /run/bin; for p in ip setpriv unshare sh mount cat; do ln -sf $(command -v $p) /run/bin/; done; PATH=/run/bin ${process.execPath} ${CLI} watch --json -n 1 -d 0.3`,
      ],
      { env: { PATH: `${PATH}:${process.env.PATH}` } },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ flavour: 'counters', depth: 'counters' });
    const status = await host.exec('bash', ['-c', `PATH=/run/bin ${process.execPath} ${CLI} status`]);
    expect(status.stdout).toMatch(/bpftrace.*(install|not)/s);
  });

  it.each([
    ['exits at once', 'exit 1'],
    ['prints rubbish and stays', 'while :; do echo "}{ rubbish"; sleep 0.1; done'],
    ['prints rubbish without an end', 'exec yes garbage'],
  ])('a bpftrace that %s leaves the counters, with the reason', async (_, body) => {
    const script = `mkdir -p /run/fake; printf '#!/bin/sh\\n[ "$1" = --version ] && { echo bpftrace v0.17.0; exit; }\\n%s\\n' '${body}' > /run/fake/bpftrace; chmod +x /run/fake/bpftrace
      PATH=/run/fake:$PATH timeout 25 ${process.execPath} ${CLI} watch --json -n 4 -d 0.3`;
    const { stdout, exitCode } = await host.exec('bash', ['-c', script]);
    expect(exitCode).toBe(0);
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(last.flavour).toBe('counters');
  });

  it('a namespace that vanishes while it is read is no error', async () => {
    const churn = await host.spawn('bash', [
      '-c',
      'while :; do ip netns add c1; ip link add cv type veth peer name cw netns c1; ip netns del c1; done',
    ]);
    for (let round = 0; round < 8; round++) {
      const { exitCode, stdout } = await host.vethtop(['ls', '--json']);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout).pairs.length).toBeGreaterThanOrEqual(3);
    }
    await churn.stop('SIGKILL');
  });
});
