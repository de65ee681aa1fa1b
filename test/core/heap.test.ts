import { execa } from 'execa';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { ROOT } from '../support/paths.js';

beforeAll(() => ensureBuilt());

/** Reports that live for a moment, as the screen has them; then how large the heap's spaces have become, in MiB. */
async function spacesAfterWork(prepare: string): Promise<Record<string, number>> {
  const program = `
    import v8 from 'node:v8';
    import { setTimeout as sleep } from 'node:timers/promises';
    ${prepare}
    const lasting = Array.from({ length: 50_000 }, (_, id) => ({ id, text: [id] }));
    const report = () => Array.from({ length: 40_000 }, (_, id) => ({ id, rates: [id, id + 1] }));
    let last;
    for (let tick = 0; tick < 60; tick++) {
      last = report();
      await sleep(5);
    }
    const spaces = v8.getHeapSpaceStatistics().map(({ space_name, space_size }) => [space_name, space_size / 2 ** 20]);
    console.log(JSON.stringify({ ...Object.fromEntries(spaces), kept: lasting.length + last.length }));
  `;
  const { stdout, stderr } = await execa(process.execPath, ['--input-type=module', '--eval', program], { cwd: ROOT });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it('the young generation of the heap stays small, and nothing is said of it', async () => {
  const small = await spacesAfterWork(`import { keepHeapSmall } from '${ROOT}/dist/core/heap.js'; keepHeapSmall();`);
  const usual = await spacesAfterWork('');
  expect(small.new_space).toBeLessThanOrEqual(16);
  expect(usual.new_space).toBeGreaterThan(16);
});
