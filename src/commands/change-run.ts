/** From a draft to a changed host: shown, asked about, run, told. */
import { createInterface } from 'node:readline/promises';
import type { Command as Commander } from 'commander';
import { VethtopError } from '../core/errors.js';
import { withCleanUp } from '../core/shutdown.js';
import { sanitise } from '../core/text.js';
import type { ChangeResult, Draft, RunOptions } from '../manage/change.js';
import type { Proposal } from '../manage/intents/proposal.js';
import type { StepEvent } from '../manage/runner.js';
import { type ChangeFlags, refuseReadonly } from './change-options.js';
import { print, printJson, say } from './stream.js';

export interface ChangeRequest {
  readonly proposal: Proposal;
  readonly flags: ChangeFlags;
  readonly program: Commander;
  readonly run: (options: RunOptions) => Promise<ChangeResult>;
  /** Said again when it is done. */
  readonly remarks?: readonly string[];
}

/** A draft of the host as it is now. @throws VethtopError */
export async function changeHost(draft: Draft, flags: ChangeFlags, program: Commander, source?: string): Promise<number> {
  refuseReadonly(flags, program);
  const { look, runChange } = await import('../manage/change.js');
  const proposal = await look(draft);
  return carryOut({ proposal, flags, program, run: options => runChange({ proposal, draft, source }, options) });
}

/** @throws VethtopError `refused` for what stands in the way, `usage` where nobody can be asked. */
export async function carryOut({ proposal, flags, program, run, remarks = [] }: ChangeRequest): Promise<number> {
  refuseReadonly(flags, program);
  const [{ refuseFor }, { changeDocument }, { proposalLines, scriptText }] = await Promise.all([
    import('../manage/problem.js'),
    import('../output/plan-json.js'),
    import('../output/plan-text.js'),
  ]);
  if (flags.dryRun === true) {
    refuseFor(proposal.problems, true);
    if (flags.json === true) await printJson(changeDocument(proposal, null));
    else await print(scriptText(proposal));
    return 0;
  }
  refuseFor(proposal.problems, flags.force === true);
  if (proposal.plan.steps.length > 0) {
    if (flags.json !== true) for (const line of proposalLines(proposal)) say(line);
    if (!(await isAgreed(flags))) {
      say('Nothing was changed.');
      return 0;
    }
  }
  const result = await runInterruptibly(signal =>
    run({ force: flags.force === true, signal, onEvent: event => tell(event, flags) }),
  );
  if (flags.json === true) await printJson(changeDocument(proposal, result));
  else for (const line of [summary(proposal, result), ...remarks]) say(sanitise(line));
  return 0;
}

/** A signal stops between two steps, and what was done is undone before the process ends. */
async function runInterruptibly(task: (signal: AbortSignal) => Promise<ChangeResult>): Promise<ChangeResult> {
  let running: Promise<ChangeResult> | null = null;
  return withCleanUp(
    signal => {
      running = task(signal);
      return running;
    },
    async () => {
      await running?.catch(() => {});
    },
  );
}

async function isAgreed({ yes }: ChangeFlags): Promise<boolean> {
  if (yes === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new VethtopError({
      code: 'usage',
      what: 'nothing was changed',
      why: 'there is no terminal to ask on',
      next: '--yes does it without asking; --dry-run shows the commands',
    });
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question('Go on? [y/N] ')).trim());
  } finally {
    prompt.close();
  }
}

function tell({ state, step, index, total, why }: StepEvent, { json }: ChangeFlags): void {
  if (json === true || (state !== 'skipped' && state !== 'undone')) return;
  say(`${index + 1}/${total} ${state}: ${sanitise(step.title)}${why === undefined ? '' : `: ${sanitise(why)}`}`);
}

function summary({ plan, notes }: Proposal, { id }: ChangeResult): string {
  if (id === null) return notes.map(sanitise).join('\n') || 'There is nothing to do.';
  return `Done: ${sanitise(plan.title)}. Take it back with: vethtop undo ${id}`;
}
