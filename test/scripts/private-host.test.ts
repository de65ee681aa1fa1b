import { execa } from 'execa';
import { expect, it } from 'vitest';
import { ROOT } from '../support/paths.js';
import { describeNeeding } from '../support/requirements.js';

const SCRIPT = `${ROOT}/scripts/private-host`;

describeNeeding(['namespaces'], 'scripts/private-host', () => {
  it('runs a command among nothing but lo, in the folder where it was started, and gives its exit status', async () => {
    const script = 'ip -o link | cut -d: -f2; ls /run; pwd; ip netns add x; ip netns; exit 5';
    const { stdout, stderr, exitCode } = await execa(SCRIPT, ['sh', '-c', script], { reject: false, cwd: '/usr' });
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: ' lo\nnetns\n/usr\nx', stderr: '', exitCode: 5 });
  });

  it('takes along what the command leaves running', async () => {
    const marker = `7${process.pid}.25`;
    await execa(SCRIPT, ['sh', '-c', `sleep ${marker} >/dev/null 2>&1 & echo started`]);
    expect((await execa('ps', ['-eo', 'args'])).stdout).not.toContain(`sleep ${marker}`);
  });
});

describeNeeding(['root'], 'scripts/private-host without root', () => {
  it('says that it needs root', async () => {
    const user = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const { stderr, exitCode } = await execa('setpriv', [...user, 'bash', '-s', 'true'], {
      reject: false,
      cwd: '/',
      input: `exec ${SCRIPT} "$@"`,
    });
    expect({ stderr, exitCode }).toEqual({
      stderr: 'a private host needs root\n  → sudo scripts/private-host true',
      exitCode: 3,
    });
  });
});
