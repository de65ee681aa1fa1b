import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/paths.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vethtop-committed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check(name: string, text: string): Promise<{ readonly exitCode: number | undefined; readonly stdout: string }> {
  await writeFile(join(folder, name), text);
  const script = `source "$1/scripts/lib/committed.sh"; check_committed`;
  const { exitCode, stdout } = await execa('bash', ['-c', script, 'check', ROOT], { reject: false, env: { ROOT: folder } });
  return { exitCode, stdout };
}

describe('what must not be committed', () => {
  it('lets a lock file without addresses pass', async () => {
    const lock = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' } } };
    expect(await check('package-lock.json', JSON.stringify(lock, null, 2))).toEqual({ exitCode: 0, stdout: '' });
  });

  it.each([
    ['package-lock.json', '{ "resolved": "https:' + '//example.org/a.tgz" }', 'an address of a registry in a lock file'],
    ['.npmrc', 'registry' + '=https://example.org', 'a setting of a registry'],
    ['a.sh', 'curl https:' + '//registry.example.org/a.tgz', 'the address of a registry'],
  ])('finds %s with %s', async (name, text, what) => {
    const { exitCode, stdout } = await check(name, text);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`${what}:\n./${name}:1:${text}`);
  });

  it("finds this machine's path of the checkout", async () => {
    expect((await check('a.md', `see ${folder}/src`)).stdout).toContain("this machine's path of the checkout:\n./a.md:1:");
  });
});
