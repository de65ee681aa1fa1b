import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { HELPER_MARK, run } from '../../src/core/run.js';
import type { Inventory, Namespace } from '../../src/inventory/model.js';
import { withoutHelpers } from '../../src/manage/helpers.js';
import { aNamespace, anInventory } from '../rates/fixtures.js';

function withProcesses(...pids: readonly number[]): Inventory {
  const handles = pids.map(pid => ({ kind: 'process' as const, pid, comm: 'x' }));
  const named: Namespace['handles'] = [{ kind: 'named', path: '/run/netns/blue' }, ...handles];
  return anInventory(
    [
      { ...aNamespace(0), isHost: true, handles },
      { ...aNamespace(1), handles: named },
    ],
    [],
  );
}

const pidsIn = (inventory: Inventory, nsid: number) =>
  inventory.namespaces.get(nsid)?.handles.flatMap(handle => ('pid' in handle ? [handle.pid] : []));

describe('what a vethtop runs for a moment', () => {
  it('is no process that lives in a namespace, but stays one of the host', () => {
    const seen = withoutHelpers(withProcesses(5, 6, 7), pid => pid === 6);
    expect([pidsIn(seen, 0), pidsIn(seen, 1)]).toEqual([
      [5, 6, 7],
      [5, 7],
    ]);
    expect(seen.namespaces.get(1)?.handles).toContainEqual({ kind: 'named', path: '/run/netns/blue' });
  });

  it('is known by its environment, which what people run has not', async () => {
    expect((await run('env', [])).stdout.split('\n')).toContain(HELPER_MARK);
    const [name = '', value = ''] = HELPER_MARK.split('=');
    const helper = execa('sleep', ['100'], { env: { [name]: value }, reject: false });
    const other = execa('sleep', ['100'], { reject: false });
    await expect.poll(() => pidsIn(withoutHelpers(withProcesses(helper.pid ?? 0, other.pid ?? 0)), 1)).toEqual([other.pid]);
    helper.kill();
    other.kill();
    await Promise.all([helper, other]);
  });

  it('is none either when it has ended, also while its parent has not noticed', async () => {
    expect(pidsIn(withoutHelpers(withProcesses(2 ** 22 + 1)), 1)).toEqual([]);
    // The shell becomes a program that waits for nobody: its child stays a zombie.
    const parent = execa('sh', ['-c', 'sleep 0 & echo $!; exec sleep 100'], { reject: false, buffer: false });
    const [line] = await once(parent.stdout, 'data');
    const zombie = Number(String(line));
    await expect.poll(() => readFileSync(`/proc/${zombie}/stat`, 'utf8')).toMatch(/\) Z /);
    expect(pidsIn(withoutHelpers(withProcesses(zombie)), 1)).toEqual([]);
    parent.kill();
    await parent;
  });
});
