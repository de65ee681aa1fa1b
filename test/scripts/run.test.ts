import { existsSync, readFileSync } from 'node:fs';
import { appendFile, chmod, chown, rm, symlink, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { Checkout } from './checkout.js';

const VERSION = /"version": "([^"]+)"/.exec(readFileSync(`${ROOT}/package.json`, 'utf8'))?.[1];
const QUIET = { stdout: VERSION, stderr: '', exitCode: 0 };
const NOBODY = 65534;

describe('scripts/run', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.create();
  });
  afterAll(() => checkout[Symbol.asyncDispose]());

  it('builds the first time, and leaves stdout to vethtop', async () => {
    expect(await checkout.script('run', ['--version'])).toEqual({ ...QUIET, stderr: 'building' });
  });

  it('says nothing and builds nothing when nothing has changed', async () => {
    expect(await checkout.script('run', ['--version'])).toEqual(QUIET);
  });

  it('works from any folder and through a symbolic link', async () => {
    await symlink(checkout.path('scripts/run'), checkout.path('scripts/linked'));
    expect(await checkout.script('linked', ['--version'], '/')).toEqual(QUIET);
  });

  it("passes vethtop's arguments and exit status", async () => {
    const { stdout, stderr, exitCode } = await checkout.script('run', ['ls', '--no-such flag']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('--no-such flag');
  });

  it('builds again when a source has changed, once, also when several start at the same time', async () => {
    await writeFile(checkout.path('src/extra.ts'), 'export const extra: number = 1;\n');
    const runs = await Promise.all([1, 2, 3].map(() => checkout.script('run', ['--version'])));
    expect(runs.map(({ stdout, exitCode }) => ({ stdout, exitCode }))).toEqual(Array(3).fill({ stdout: VERSION, exitCode: 0 }));
    expect(runs.map(({ stderr }) => stderr).filter(text => text !== '')).toEqual(['building']);
    expect(readFileSync(checkout.path('dist/extra.js'), 'utf8')).toContain('extra = 1');
  });

  it('drops what a source that is gone was compiled to', async () => {
    await rm(checkout.path('src/extra.ts'));
    expect((await checkout.script('build')).exitCode).toBe(0);
    expect(existsSync(checkout.path('dist/extra.js'))).toBe(false);
  });

  it('fails on a source that can not be compiled, and again the next time', async () => {
    await writeFile(checkout.path('src/broken.ts'), 'export const = ;\n');
    for (const _ of [1, 2]) {
      const { stdout, exitCode, stderr } = await checkout.script('run', ['--version']);
      expect({ stdout, failed: exitCode !== 0 }).toEqual({ stdout: '', failed: true });
      expect(stderr).toContain('src/broken.ts');
    }
    await rm(checkout.path('src/broken.ts'));
    expect((await checkout.script('run', ['--version'])).exitCode).toBe(0);
  });
});

describeNeeding(['namespaces', 'program:bpftrace'], 'scripts/run on a host where something is missing', () => {
  let host: PrivateHost;
  let checkout: Checkout;
  beforeAll(async () => {
    [host, checkout] = await Promise.all([PrivateHost.create(), Checkout.create()]);
    await checkout.script('build');
    // A package manager that can't do anything, and no bpftrace: in the mounts of this host alone.
    await host.sh(`
      printf '#!/bin/sh\\necho "$*" >>/run/asked\\nexit 100\\n' >/run/apt-get; chmod +x /run/apt-get
      mkdir /run/bin; ln -s /run/apt-get /run/bin/apt-get
      mount --bind /dev/null "$(command -v bpftrace)"`);
  });
  afterAll(async () => {
    await host.dispose();
    await checkout[Symbol.asyncDispose]();
  });

  const runAs = (uid: number, ...args: readonly string[]) => {
    const user = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups'];
    const env = { PATH: `/run/bin:${process.env.PATH}` };
    return host.exec('setpriv', [...user, checkout.path('scripts/run'), ...args], { env, cwd: '/' });
  };

  it('says what sudo would install, and goes on without it', async () => {
    await chmod(checkout.root, 0o755);
    const { stdout, stderr, exitCode } = await runAs(NOBODY, '--version');
    expect({ stdout, exitCode }).toEqual({ stdout: `${VERSION}\n`, exitCode: 0 });
    expect(stderr).toBe('missing: bpftrace. Start this again with sudo, which installs: bpftrace\n');
  });

  it('says so where it would have to build and may not write', async () => {
    await appendFile(checkout.path('src/cli.ts'), '\n');
    const { stdout, stderr, exitCode } = await runAs(NOBODY, '--version');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(/has to be built, and .* may not write there\n {2}→ start it once with sudo\n$/);
  });

  it('asks the package manager once a day, goes on without, and leaves everything to the owner of the checkout', async () => {
    await chown(checkout.root, NOBODY, NOBODY);
    await host.exec('chown', ['-hR', `${NOBODY}:${NOBODY}`, checkout.root]);
    const first = await runAs(0, '--version');
    expect(first).toMatchObject({ stdout: `${VERSION}\n`, exitCode: 0 });
    expect(first.stderr).toContain('installing with apt-get: bpftrace\n');
    expect(first.stderr).toContain('could not be installed: bpftrace\n');
    expect(await host.sh('cat /run/asked')).toMatch(/ update\n.* install --no-install-recommends bpftrace\n$/);

    expect(await runAs(0, '--version')).toEqual({ ...QUIET, stdout: `${VERSION}\n` });
    expect(await host.sh('wc -l </run/asked')).toBe('2\n');
    expect(await host.sh(`find ${checkout.root} -not -uid ${NOBODY}`)).toBe('');
  });
});
