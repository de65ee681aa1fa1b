import { expect, it } from 'vitest';
import { INTENT_KINDS } from '../../src/manage/intents/index.js';
import { CHANGE_KINDS } from '../../src/manage/journal/subjects.js';
import { describeNeeding } from '../support/requirements.js';
import { createHost } from './manage-host.js';

interface Result {
  /** Of the scenario: an intent's, or one of OTHER_KINDS. */
  readonly kind: string;
  /** The kinds of its changes. */
  readonly steps: readonly string[];
  /** Differences between how the host should be and is. */
  readonly wrong: readonly string[];
}

const OTHER_KINDS = ['apply', 'destroy', 'lab'];

/** Undone ones have a test of their own; VLAN filtering is not in every kernel. */
const UNTRIED: ReadonlySet<string> = new Set(['undo', 'set-bridge-vlans']);

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
    timeoutMs: 280_000,
  });
  if (exitCode !== 0) throw new Error(stderr);
  const results: Readonly<Record<string, Result>> = JSON.parse(stdout);
  // Whoever adds a kind adds a scenario of it: plan-scenarios.mjs.
  expect(new Set(Object.values(results).map(({ kind }) => kind))).toEqual(new Set([...INTENT_KINDS, ...OTHER_KINDS]));
  return results;
}

function faults(results: Readonly<Record<string, Result>>): readonly string[] {
  return Object.entries(results).flatMap(([name, { steps, wrong }]) => [
    ...(steps.length === 0 ? [`${name}: no step`] : []),
    ...wrong.map(text => `${name}: ${text}`),
  ]);
}

describeNeeding(['namespaces', 'program:ip', 'program:bridge', 'program:sysctl', 'program:nft'], 'every kind of plan', () => {
  it('leaves the host as it was, whichever step fails', { timeout: 300_000 }, async () => {
    const results = await drive('fail');
    expect(faults(results)).toEqual([]);
    const tried = new Set(Object.values(results).flatMap(({ steps }) => steps));
    expect(CHANGE_KINDS.filter(kind => !tried.has(kind) && !UNTRIED.has(kind))).toEqual([]);
  });

  it('is undone wholly or not at all, whichever step of the undoing fails', { timeout: 300_000 }, async () => {
    expect(faults(await drive('fail-undo'))).toEqual([]);
  });

  it('runs when it is accepted, and changes nothing when it is refused: 500 random ones each', { timeout: 300_000 }, async () => {
    await using host = await createHost();
    const { stdout, stderr, exitCode } = await host.exec(process.execPath, ['test/kernel/random-plans.mjs', '500'], {
      timeoutMs: 280_000,
    });
    expect(exitCode, stderr).toBe(0);
    const { seed, accepted, refused, kinds, wrong }: RandomResult = JSON.parse(stdout);
    expect(wrong, `seed ${seed}`).toEqual([]);
    expect([accepted, refused]).toEqual([500, 500]);
    expect(Object.keys(kinds).toSorted()).toEqual(INTENT_KINDS.toSorted());
    // Each kind was both accepted and refused.
    for (const [kind, counts] of Object.entries(kinds)) expect(Math.min(...counts), kind).toBeGreaterThan(0);
  });

  it('is taken back by undo', { timeout: 300_000 }, async () => {
    expect(faults(await drive('undo'))).toEqual([]);
  });

  it('does the same when its dry run is pasted into bash', { timeout: 300_000 }, async () => {
    expect(faults(await drive('paste'))).toEqual([]);
  });
});
