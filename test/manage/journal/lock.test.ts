import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../src/manage/journal/lock.js';
import { identifyProcess } from '../../../src/manage/lab/process-identity.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vethtop-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('withLock', () => {
  it('holds while the task runs, and leaves nothing', async () => {
    expect(await withLock(async () => existsSync(join(folder, 'lock')), { folder })).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets go when the task fails', async () => {
    await expect(withLock(() => Promise.reject(new Error('no')), { folder })).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused while a living process holds it, which it names', async () => {
    const parent = identifyProcess(process.ppid);
    writeFileSync(join(folder, 'lock'), JSON.stringify(parent));
    await expect(withLock(async () => 1, { folder, patienceMs: 60 })).rejects.toMatchObject({
      code: 'refused',
      why: expect.stringContaining(`process ${process.ppid}`),
    });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it.each([
    ['a process that has ended', JSON.stringify({ pid: 4194304, startTicks: 1 })],
    ['one whose pid is used again', JSON.stringify({ pid: process.ppid, startTicks: 1 })],
    ['nobody', ''],
  ])('is taken from %s', async (_, text) => {
    writeFileSync(join(folder, 'lock'), text);
    expect(await withLock(async () => 1, { folder, patienceMs: 0 })).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});
