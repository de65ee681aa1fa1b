import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import { command } from '../../src/manage/command.js';
import type { Plan } from '../../src/manage/plan.js';
import { type RunPlanOptions, runPlan, type StepEvent, undoSteps } from '../../src/manage/runner.js';
import { IMPLIED, type Step, undoneBy } from '../../src/manage/steps/model.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vethtop-runner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A step on folders instead of links: real commands, that need neither root nor namespaces. */
function make(name: string): Step {
  const path = join(folder, name);
  return {
    change: { kind: 'add-namespace', name },
    title: `make ${name}`,
    command: command('mkdir', path),
    inverse: undoneBy(command('rmdir', path)),
  };
}

const planOf = (...steps: readonly Step[]): Plan => ({ title: 'folders', steps });
const failing = (step: Step): Step => ({ ...step, command: command('ls', join(folder, 'missing')) });

async function failureOf(plan: Plan, options: RunPlanOptions = {}): Promise<VethtopError> {
  try {
    await runPlan(plan, options);
  } catch (error) {
    if (error instanceof VethtopError) return error;
    throw error;
  }
  throw new Error('the plan did not fail');
}

describe('runPlan', () => {
  it('runs the steps in order and tells of each', async () => {
    const events: string[] = [];
    const outcome = await runPlan(planOf(make('a'), make('a/b')), {
      onEvent: ({ index, total, state }) => events.push(`${index}/${total} ${state}`),
    });
    expect(existsSync(join(folder, 'a/b'))).toBe(true);
    expect(events).toEqual(['0/2 running', '0/2 done', '1/2 running', '1/2 done']);
    expect(outcome.done.map(({ title }) => title)).toEqual(['make a', 'make a/b']);
  });

  it('undoes in reverse order when a step fails, and says all that matters', async () => {
    const events: StepEvent[] = [];
    const error = await failureOf(planOf(make('a'), make('a/b'), failing(make('c'))), { onEvent: event => events.push(event) });
    expect(readdirSync(folder)).toEqual([]);
    expect(error.what).toBe('folders: step 3 of 3 failed, "make c"');
    expect(error.why).toMatch(/No such file or directory \(ls .*missing\)$/);
    expect(error.next).toBe('the 2 steps before it were undone');
    expect(events.filter(({ state }) => state === 'undone').map(({ step }) => step.title)).toEqual(['make a/b', 'make a']);
  });

  it('leaves nothing, whichever step fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(4), async (length, position) => {
        const steps = Array.from({ length: length + 1 }, (_, index) =>
          make(
            Array(index + 1)
              .fill('d')
              .join('/'),
          ),
        );
        const at = position % steps.length;
        await failureOf(planOf(...steps.map((step, index) => (index === at ? failing(step) : step))));
        expect(readdirSync(folder)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('says what could not be undone, and goes on undoing', async () => {
    const stubborn: Step = { ...make('b'), inverse: undoneBy(command('rmdir', join(folder, 'elsewhere'))) };
    const final: Step = { ...make('c'), inverse: { kind: 'none', why: 'gone for good' } };
    const error = await failureOf(planOf(make('a'), stubborn, final, failing(make('d'))));
    expect(readdirSync(folder)).toEqual(['b', 'c']);
    expect(error.next).toMatch(/^could not be undone: make c: gone for good; make b: .*elsewhere.*No such file/);
  });

  it('goes on without an optional step', async () => {
    const optional: Step = { ...failing(make('b')), optional: 'no b' };
    const { done, skipped } = await runPlan(planOf(make('a'), optional, make('c')));
    expect(readdirSync(folder)).toEqual(['a', 'c']);
    expect(done).toHaveLength(2);
    expect(skipped).toEqual([{ step: optional, why: expect.stringContaining('No such file') }]);
  });

  it('tells a missing program from a failing one', async () => {
    const error = await failureOf(planOf(make('a'), { ...make('b'), command: command('vethtop-no-such-program') }));
    expect(error.code).toBe('dependency');
    expect(error.why).toContain('not installed');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('undoes a step whose command was killed, since it may have worked', async () => {
    const path = join(folder, 'b');
    const killed: Step = { ...make('b'), command: command('sh', '-c', `mkdir '${path}'; kill -9 $$`) };
    const error = await failureOf(planOf(make('a'), killed));
    expect(error.why).toContain('a signal ended it');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('repeats nothing that a terminal would obey', async () => {
    const rude: Step = { ...make('a'), command: command('sh', '-c', String.raw`printf 'one\n\033[31mtwo' >&2; exit 1`) };
    expect((await failureOf(planOf(rude))).why).toMatch(/^one; \\x1b\[31mtwo \(sh -c /);
  });

  it('stops between two steps and undoes', async () => {
    const controller = new AbortController();
    const error = await failureOf(planOf(make('a'), make('b'), make('c')), {
      signal: controller.signal,
      onEvent: ({ index, state }) => {
        if (index === 1 && state === 'done') controller.abort();
      },
    });
    expect(error.message).toContain('the plan was stopped');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('waits for the journal before and after each step, and undoes when it fails', async () => {
    const seen: string[] = [];
    const journal = {
      before: (_: Step, index: number) => void seen.push(`${index} ${readdirSync(folder)}`),
      after: async (_: Step, index: number) => {
        seen.push(`${index} ${readdirSync(folder)}`);
        if (index === 1) throw new Error('disk full');
      },
    };
    const error = await failureOf(planOf(make('a'), make('b'), make('c')), { journal });
    expect(seen).toEqual(['0 ', '0 a', '1 a', '1 a,b']);
    expect(error.why).toBe('disk full');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the journal', () => {
  it('hears of a step that changed nothing, and not of one that may have', async () => {
    const refused: string[] = [];
    const journal = { refused: ({ title }: Step) => void refused.push(title) };
    await failureOf(planOf(make('a'), { ...failing(make('b')), optional: 'no b' }, failing(make('c'))), { journal });
    await failureOf(planOf({ ...make('d'), command: command('sh', '-c', 'kill -9 $$') }), { journal });
    expect(refused).toEqual(['make b', 'make c']);
  });
});

describe('undoSteps', () => {
  it('skips what goes with an earlier step', async () => {
    await runPlan(planOf(make('a')));
    expect(await undoSteps([make('a'), { ...make('a/b'), inverse: IMPLIED }])).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
