/** Runs a plan. When a step fails, what was done is undone by inverses in reverse order. */
import { reasonOf, VethtopError } from '../core/errors.js';
import { type RunResult, run } from '../core/run.js';
import { sanitise } from '../core/text.js';
import { type Command, formatCommand } from './command.js';
import type { Plan } from './plan.js';
import { inverseCommands, type Step } from './steps/model.js';

/** Longest time one command may take: deleting a namespace with thousands of links is the slowest. */
const STEP_TIMEOUT_MS = 30_000;

export type StepState = 'running' | 'done' | 'skipped' | 'failed' | 'undone';

export interface StepEvent {
  readonly index: number;
  readonly total: number;
  readonly step: Step;
  readonly state: StepState;
  /** Set for `skipped` and `failed`. */
  readonly why?: string;
}

/** Told about each step, and waited for, so that what was done can be written down. An error fails the step. */
export interface Journal {
  before?(step: Step, index: number): Promise<void> | void;
  after?(step: Step, index: number): Promise<void> | void;
  /** The step changed nothing. Not told when that isn't certain. */
  refused?(step: Step, index: number): Promise<void> | void;
}

export interface RunPlanOptions {
  readonly onEvent?: (event: StepEvent) => void;
  readonly journal?: Journal;
  /** Stops between two steps and undoes, like a failure. */
  readonly signal?: AbortSignal;
}

export interface PlanOutcome {
  readonly done: readonly Step[];
  /** Optional steps that failed. */
  readonly skipped: readonly { readonly step: Step; readonly why: string }[];
}

export interface UndoFailure {
  readonly step: Step;
  readonly why: string;
}

/** @throws VethtopError saying which step failed, why, and what was undone or could not be. */
export async function runPlan(plan: Plan, options: RunPlanOptions = {}): Promise<PlanOutcome> {
  const { journal, signal, onEvent } = options;
  const total = plan.steps.length;
  const done: Step[] = [];
  const skipped: { step: Step; why: string }[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const tell = (state: StepState, why?: string) =>
      onEvent?.({ index, total, step, state, ...(why === undefined ? {} : { why }) });
    try {
      if (signal?.aborted) throw new VethtopError({ code: 'failure', what: 'the plan was stopped' });
      await journal?.before?.(step, index);
      tell('running');
      const failure = await attempt(step.command);
      if (failure === null) {
        done.push(step);
        await journal?.after?.(step, index);
        tell('done');
        continue;
      }
      if (!failure.uncertain) await journal?.refused?.(step, index);
      if (step.optional !== undefined) {
        skipped.push({ step, why: failure.said });
        tell('skipped', failure.said);
        continue;
      }
      // A command that was killed may have done its work, so it is undone as well; it fails where there is nothing to undo.
      if (failure.uncertain) await undoQuietly(step);
      throw failure.error;
    } catch (error) {
      tell('failed', reasonOf(error));
      throw await rolledBack(plan, index, done, error, options);
    }
  }
  return { done, skipped };
}

/** Undoes steps, last first, going on past failures, which are returned. */
export async function undoSteps(
  steps: readonly Step[],
  onUndone: (step: Step, index: number) => void = () => {},
): Promise<readonly UndoFailure[]> {
  const failures: UndoFailure[] = [];
  for (const [index, step] of [...steps.entries()].toReversed()) {
    const { inverse } = step;
    if (inverse.kind === 'none') failures.push({ step, why: inverse.why });
    const failure = await attemptAll(inverseCommands(inverse));
    if (failure !== null) failures.push({ step, why: failure.why });
    else if (inverse.kind !== 'none') onUndone(step, index);
  }
  return failures;
}

/** Stops at the first that fails. */
async function attemptAll(commands: readonly Command[]): Promise<Failure | null> {
  for (const command of commands) {
    const failure = await attempt(command);
    if (failure !== null) return failure;
  }
  return null;
}

interface Failure {
  /** What the program printed, or why it could not be run. */
  readonly said: string;
  /** The same, with the command. */
  readonly why: string;
  readonly error: VethtopError;
  /** Whether the command may have done its work nevertheless. */
  readonly uncertain: boolean;
}

async function attempt(command: Command): Promise<Failure | null> {
  let result: RunResult;
  try {
    result = await run(command.file, command.args, { timeoutMs: STEP_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof VethtopError)) throw error;
    const why = error.why === undefined ? error.what : `${error.what}: ${error.why}`;
    return { said: why, why, error, uncertain: error.code !== 'dependency' };
  }
  if (result.exitCode === 0) return null;
  const ending = result.exitCode === null ? 'a signal ended it' : `exit status ${result.exitCode}`;
  const said = printable(result.stderr) || printable(result.stdout) || ending;
  const why = `${said} (${formatCommand(command)})`;
  return { said, why, error: new VethtopError({ code: 'failure', what: why }), uncertain: result.exitCode === null };
}

/** On one line. Programs repeat names, which come from strangers. */
function printable(text: string): string {
  return text.trim().split('\n').map(sanitise).join('; ');
}

/** Whether this works can't be known beforehand, and the error that led here is the one to report. */
export async function undoQuietly({ inverse }: Step): Promise<void> {
  await attemptAll(inverseCommands(inverse));
}

async function rolledBack(
  plan: Plan,
  index: number,
  done: readonly Step[],
  cause: unknown,
  { onEvent }: RunPlanOptions,
): Promise<VethtopError> {
  const total = plan.steps.length;
  const failures = await undoSteps(done, (step, at) => onEvent?.({ index: at, total, step, state: 'undone' }));
  const title = plan.steps[index]?.title ?? plan.title;
  return new VethtopError({
    code: cause instanceof VethtopError ? cause.code : 'failure',
    what: `${plan.title}: step ${index + 1} of ${total} failed, "${title}"`,
    why: cause instanceof VethtopError ? cause.what + (cause.why === undefined ? '' : `: ${cause.why}`) : reasonOf(cause),
    next: rollbackText(done.length, failures),
    cause,
  });
}

function rollbackText(doneCount: number, failures: readonly UndoFailure[]): string {
  if (doneCount === 0) return 'nothing was changed';
  if (failures.length === 0)
    return doneCount === 1 ? 'the step before it was undone' : `the ${doneCount} steps before it were undone`;
  const rest = failures.map(({ step, why }) => `${step.title}: ${why}`).join('; ');
  return `could not be undone: ${rest}`;
}
