import { expect, it } from 'vitest';
import { describeNeeding } from '../support/requirements.js';
import { createHost } from './manage-host.js';

interface Result {
  readonly steps: number;
  /** Differences between how the host should be and is. */
  readonly wrong: readonly string[];
}

interface RandomResult {
  readonly seed: number;
  readonly accepted: number;
  readonly refused: number;
  /** By kind: accepted, refused. */
  readonly kinds: Readonly<Record<string, readonly [number, number]>>;
  readonly wrong: readonly string[];
}

async function drive(task: string): Promise<Readonly<Record<string, Result>>> {
  await using host = await createHost();
  const { stdout, stderr, exitCode } = await host.exec(process.execPath, ['test/kernel/plan-driver.mjs', task], {
    timeoutMs: 120_000,
  });
  if (exitCode !== 0) throw new Error(stderr);
  const results: Readonly<Record<string, Result>> = JSON.parse(stdout);
  // The kinds of changes, in their variants: plan-scenarios.mjs.
  expect(Object.keys(results).length).toBeGreaterThanOrEqual(19);
  return results;
}

function faults(results: Readonly<Record<string, Result>>): readonly string[] {
  return Object.entries(results).flatMap(([name, { steps, wrong }]) => [
    ...(steps === 0 ? [`${name}: no step`] : []),
    ...wrong.map(text => `${name}: ${text}`),
  ]);
}

describeNeeding(['namespaces', 'program:ip', 'program:bridge', 'program:sysctl'], 'every kind of plan', () => {
  it('leaves the host as it was, whichever step fails', { timeout: 150_000 }, async () => {
    expect(faults(await drive('fail'))).toEqual([]);
  });

  it('runs when it is accepted, and changes nothing when it is refused: 500 random ones each', { timeout: 200_000 }, async () => {
    await using host = await createHost();
    const { stdout, stderr, exitCode } = await host.exec(process.execPath, ['test/kernel/random-plans.mjs', '500'], {
      timeoutMs: 190_000,
    });
    expect(exitCode, stderr).toBe(0);
    const { seed, accepted, refused, kinds, wrong }: RandomResult = JSON.parse(stdout);
    expect(wrong, `seed ${seed}`).toEqual([]);
    expect([accepted, refused]).toEqual([500, 500]);
    // Each kind was both accepted and refused.
    for (const [kind, counts] of Object.entries(kinds)) expect(Math.min(...counts), kind).toBeGreaterThan(0);
  });

  it('is taken back by undo', { timeout: 150_000 }, async () => {
    expect(faults(await drive('undo'))).toEqual([]);
  });

  it('does the same when its dry run is pasted into bash', { timeout: 150_000 }, async () => {
    expect(faults(await drive('paste'))).toEqual([]);
  });
});
