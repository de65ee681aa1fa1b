/** A change from intent to journal: look, plan, show, and run under the lock what was shown. What the command line and the screen share. */
import { reasonOf, VethtopError } from '../core/errors.js';
import { HostInventory } from '../inventory/host.js';
import type { Inventory } from '../inventory/model.js';
import type { HostFacts, Needs } from './facts/model.js';
import { readFacts } from './facts/read.js';
import { withoutHelpers } from './helpers.js';
import { type Intent, needsOf, propose } from './intents/index.js';
import type { Proposal } from './intents/proposal.js';
import type { EndLine } from './journal/entry.js';
import { fingerprint, fingerprintNeeds } from './journal/fingerprint.js';
import { type LockOptions, withLock } from './journal/lock.js';
import { JournalWriter, type NewEntry } from './journal/store.js';
import type { Plan } from './plan.js';
import { refuseFor } from './problem.js';
import { type PlanOutcome, runPlan, type StepEvent } from './runner.js';

/** Everything that names or holds a namespace matters where one is to be deleted. */
export function readInventory(): Inventory {
  const host = HostInventory.open({ deep: 'always', counters: false, addresses: true });
  try {
    host.rescan();
    return withoutHelpers(host.snapshot());
  } finally {
    host.close();
  }
}

/** How a plan is made of the host as it is: an intent, a topology, a change to undo. */
export interface Draft {
  readonly needs: (inventory: Inventory) => Needs;
  readonly propose: (facts: HostFacts) => Proposal;
}

export function draftOf(intent: Intent): Draft {
  return { needs: inventory => needsOf(intent, inventory), propose: facts => propose(intent, facts) };
}

/** @throws VethtopError when a name means nothing, or the host can't be read. Problems are in the proposal. */
export async function look(draft: Draft): Promise<Proposal> {
  const inventory = readInventory();
  return draft.propose(await readFacts(inventory, draft.needs(inventory)));
}

export interface RunOptions extends LockOptions {
  readonly force: boolean;
  readonly onEvent?: (event: StepEvent) => void;
  readonly signal?: AbortSignal;
  readonly journalFolder?: string;
}

export interface Change {
  readonly proposal: Proposal;
  readonly draft: Draft;
  readonly undoes?: number | undefined;
  readonly source?: string | undefined;
}

export interface ChangeResult {
  /** Its number in the journal; null when there was nothing to do. */
  readonly id: number | null;
  readonly outcome: PlanOutcome;
}

/**
 * Runs what was shown, if the host still asks for the same.
 * @throws VethtopError `refused`, or what failed, with what was undone.
 */
export async function runChange({ proposal, draft, undoes, source }: Change, options: RunOptions): Promise<ChangeResult> {
  refuseFor(proposal.problems, options.force);
  if (process.geteuid?.() !== 0)
    throw new VethtopError({
      code: 'privilege',
      what: 'changing the host needs root',
      next: 'run it with sudo; --dry-run shows the commands',
    });
  if (proposal.plan.steps.length === 0) return { id: null, outcome: { done: [], skipped: [] } };
  return withLock(async () => {
    const now = await look(draft);
    refuseFor(now.problems, options.force);
    if (JSON.stringify(now.plan) !== JSON.stringify(proposal.plan)) {
      throw new VethtopError({
        code: 'refused',
        what: 'the host has changed since the plan was made',
        why: 'other commands would be needed now',
        next: 'run it again to see the new plan; nothing was changed',
      });
    }
    return runJournaled({ plan: proposal.plan, undoes, source }, options);
  }, options);
}

/** To be called under the lock. Each step is in the journal before it is run. */
export async function runJournaled(entry: NewEntry, options: RunOptions): Promise<ChangeResult> {
  const writer = JournalWriter.begin(entry, options.journalFolder);
  return { id: writer.id, outcome: await runWith(writer, entry.plan, options) };
}

/** @param indexOf where a step of `plan` stands in the plan that the journal has. */
export async function runWith(
  writer: JournalWriter,
  plan: Plan,
  options: RunOptions,
  indexOf: (index: number) => number = index => index,
  whole: Plan = plan,
): Promise<PlanOutcome> {
  const note = (type: 'before' | 'after' | 'refused') => (_: unknown, index: number) =>
    writer.append({ type, index: indexOf(index) });
  const end = (outcome: EndLine['outcome'], facts: Partial<EndLine>) =>
    writer.append({ type: 'end', at: Date.now(), outcome, fingerprint: null, why: null, ...facts });
  let undone = 0;
  let done = 0;
  try {
    const outcome = await runPlan(plan, {
      journal: { before: note('before'), after: note('after'), refused: note('refused') },
      onEvent: event => {
        if (event.state === 'done') done++;
        if (event.state === 'undone') {
          undone++;
          writer.append({ type: 'undone', index: indexOf(event.index) });
        }
        options.onEvent?.(event);
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    end('done', { fingerprint: await readFingerprint(whole) });
    return outcome;
  } catch (error) {
    // What an earlier run of the same change did stays.
    const outcome = undone === done && whole === plan ? 'rolled-back' : 'incomplete';
    // What the rollback made again is there as another thing. The error that led here is the one to report.
    const left = await readFingerprint(whole).catch(() => null);
    end(outcome, { fingerprint: left, why: reasonOf(error) });
    throw error;
  }
}

export async function readFingerprint(plan: Plan) {
  const inventory = readInventory();
  return fingerprint(plan, await readFacts(inventory, fingerprintNeeds(plan, inventory)));
}
