import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identifyProcess, isSameProcess } from '../../../src/manage/lab/process-identity.js';

describe('identifyProcess', () => {
  it('tells a process from a later one with its pid, and from none', async () => {
    // A name that looks like the rest of the line.
    const child = spawn('bash', ['-c', "printf ') S 1' >/proc/self/comm; echo; read -r _"], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const identity = identifyProcess(child.pid ?? 0);
    if (identity === null) throw new Error('the child is not there');
    expect(identity.startTicks).toBeGreaterThan(0);
    expect(identity.startTicks).toBeGreaterThanOrEqual(identifyProcess(process.pid)?.startTicks ?? Number.NaN);
    expect(isSameProcess(identity)).toBe(true);
    expect(isSameProcess({ ...identity, startTicks: identity.startTicks - 1 })).toBe(false);
    child.stdin.end();
    await once(child, 'close');
    expect(isSameProcess(identity)).toBe(false);
    expect(identifyProcess(identity.pid)).toBeNull();
  });
});
