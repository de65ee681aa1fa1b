import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/paths.js';

/** Runs vitest on one test file and gives the lines of the verdict. */
async function verdictOf(source: string, ...args: readonly string[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vethtop-verdict-'));
  try {
    await mkdir(join(folder, 'sub'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'sub/x.test.ts'), `import { beforeAll, describe, expect, it } from 'vitest';\n${source}`);
    const reporter = `--reporter=${ROOT}/scripts/lib/verdict-reporter.mjs`;
    await execa(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, reporter, ...args], {
      reject: false,
      env: { VETHTOP_VERDICT: join(folder, 'verdict') },
    });
    return (await readFile(join(folder, 'verdict'), 'utf8')).trimEnd().split('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the verdict of scripts/test', () => {
  it('counts', async () => {
    const source = `
      it('a', () => {}); it('b', () => {}); it('c', () => expect(1).toBe(2));
      describe.skip('d [environment: not root]', () => { it('e', () => {}); });
      it('f', ({ skip }) => skip('environment: no BTF'));`;
    expect(await verdictOf(source)).toEqual(['2 passed, 1 failed, 2 skipped']);
  });

  it('names the tests that were skipped although they could run', async () => {
    const source = `
      it.skip('a', () => {}); it('b', ({ skip }) => skip('tmux is not installed')); it('c', ({ skip }) => skip());
      describe.skip('d [tmux is not installed]', () => { it('e', () => {}); }); it.todo('g');`;
    expect(await verdictOf(source)).toEqual([
      'skipped, though it could run: sub/x.test.ts > a',
      'skipped, though it could run: sub/x.test.ts > b [tmux is not installed]',
      'skipped, though it could run: sub/x.test.ts > c',
      'skipped, though it could run: sub/x.test.ts > d [tmux is not installed] > e',
      'skipped, though it could run: sub/x.test.ts > g',
      '0 passed, 0 failed, 5 skipped',
    ]);
  });

  it('leaves alone what a person left out by name', async () => {
    expect(await verdictOf(`it('a', () => {}); it('b', () => {});`, '-t', 'a')).toEqual(['1 passed, 0 failed, 1 skipped']);
  });

  it('counts a file that can not be loaded, a failing hook and a stray rejection as failures', async () => {
    expect(await verdictOf(`throw new Error('no');`)).toEqual(['0 passed, 1 failed, 0 skipped']);
    const hook = `describe('a', () => { beforeAll(() => { throw new Error('no'); }); it('b', () => {}); it('c', () => {}); });`;
    expect(await verdictOf(hook)).toEqual(['0 passed, 1 failed, 2 skipped']);
    const stray = `it('a', async () => { void Promise.reject(new Error('no')); await new Promise(r => setTimeout(r)); });`;
    expect(await verdictOf(stray)).toEqual(['1 passed, 1 failed, 0 skipped']);
  });
});
