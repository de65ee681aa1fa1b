/** Taking changes back, and finishing or rolling back what was cut short. */
import { VethtopError } from '../core/errors.js';
import { type ChangeResult, type RunOptions, readFingerprint, runJournaled, runWith } from './change.js';
import type { Proposal } from './intents/proposal.js';
import type { Entry } from './journal/entry.js';
import { differences } from './journal/fingerprint.js';
import { withLock } from './journal/lock.js';
import { presentFingerprint } from './journal/renewal.js';
import { type JournalItem, journalItems } from './journal/status.js';
import { JournalWriter, readJournal } from './journal/store.js';
import { inverseOfAll, lostOf, remainder, undoPlan } from './journal/undo-plan.js';
import type { Plan } from './plan.js';
import { type Problem, refuseFor } from './problem.js';
import { undoQuietly, undoSteps } from './runner.js';

export interface UndoProposal {
  readonly item: JournalItem;
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

/**
 * What undoing comes to.
 * @param id the newest change that stands, or that was cut short, where none is told.
 * @throws VethtopError `not-found` when there is none, `refused` when it can't be undone.
 */
export async function proposeUndo(id: number | null, finish: boolean, folder?: string): Promise<UndoProposal> {
  const items = journalItems(readJournal(folder));
  const item = choose(items, id);
  const { entry, status } = item;
  if (status === 'interrupted' || status === 'incomplete')
    return { item, plan: finish ? remainder(entry) : rollback(entry), problems: [] };
  if (finish) throw refused(item, 'only a change that was cut short can be finished');
  if (status !== 'done') throw refused(item, WHY[status]);
  const plan = undoPlan(entry);
  const changed = differences(presentFingerprint(entry, items), await readFingerprint(entry.begin.plan));
  const problems: readonly Problem[] =
    changed.length === 0
      ? []
      : [
          {
            what: `change ${entry.begin.id} can't be undone as it is`,
            why: `the host has changed since: ${changed.join('; ')}`,
            next: 'undo the later changes first (vethtop history)',
            forcible: true,
          },
        ];
  return { item, plan, problems };
}

const WHY = {
  undone: 'it was undone already',
  'rolled-back': 'it failed and was rolled back',
  running: 'it is being made just now',
} as const;

function refused({ entry }: JournalItem, why: string): VethtopError {
  return new VethtopError({
    code: 'refused',
    what: `change ${entry.begin.id} can't be undone`,
    why,
    next: 'vethtop history lists them all',
  });
}

function choose(items: readonly JournalItem[], id: number | null): JournalItem {
  if (id !== null) {
    const found = items.find(({ entry }) => entry.begin.id === id);
    if (found !== undefined) return found;
    throw new VethtopError({ code: 'not-found', what: `there is no change ${id}`, next: 'vethtop history lists them all' });
  }
  const cut = items.findLast(({ status }) => status === 'interrupted' || status === 'incomplete');
  const standing = items.findLast(({ status, entry }) => status === 'done' && entry.begin.undoes === null);
  const chosen = cut ?? standing;
  if (chosen !== undefined) return chosen;
  throw new VethtopError({
    code: 'not-found',
    what: 'there is nothing to undo',
    why: 'no change of vethtop stands since this host was started',
  });
}

/** Of what was done, and of what may have been. */
function rollback({ begin, steps }: Entry): Plan {
  const begun = begin.plan.steps.filter((_, index) => steps[index] === 'done' || steps[index] === 'uncertain');
  return { title: `roll back ${begin.id} (${begin.plan.title})`, steps: inverseOfAll(begun) };
}

/** Runs what `proposeUndo` gave, if it still comes to the same. @throws VethtopError */
export async function runUndo(proposal: UndoProposal, finish: boolean, options: RunOptions): Promise<ChangeResult> {
  refuseFor(proposal.problems, options.force);
  const { id } = proposal.item.entry.begin;
  return withLock(async () => {
    const now = await proposeUndo(id, finish, options.journalFolder);
    refuseFor(now.problems, options.force);
    const { entry, status } = now.item;
    if (status === 'interrupted' || status === 'incomplete') return settle(entry, finish, options);
    return runJournaled({ plan: now.plan, undoes: id }, options);
  }, options);
}

/** The journal goes on where it stopped: the change ends as done or as rolled back. */
async function settle(entry: Entry, finish: boolean, options: RunOptions): Promise<ChangeResult> {
  const { begin, steps } = entry;
  const writer = JournalWriter.resume(begin.id, options.journalFolder);
  for (const [index, step] of begin.plan.steps.entries()) if (steps[index] === 'uncertain') await undoQuietly(step);
  if (finish) {
    const open = [...begin.plan.steps.keys()].filter(index => steps[index] !== 'done');
    const outcome = await runWith(writer, remainder(entry), options, at => open[at] ?? at, begin.plan);
    return { id: begin.id, outcome };
  }
  const done = [...begin.plan.steps.entries()].filter(([index]) => steps[index] === 'done');
  const left = await undoSteps(
    done.map(([, step]) => step),
    (_step, at) => writer.append({ type: 'undone', index: done[at]?.[0] ?? at }),
  );
  const failures = left.map(({ step, why }) => `${step.title}: ${why}`);
  const outcome = failures.length === 0 ? 'rolled-back' : 'incomplete';
  const fingerprint = await readFingerprint(begin.plan);
  writer.append({ type: 'end', at: Date.now(), outcome, fingerprint, why: failures.join('; ') || null });
  if (failures.length > 0)
    throw new VethtopError({
      code: 'failure',
      what: `change ${begin.id} could not be rolled back completely`,
      why: failures.join('; '),
    });
  return { id: begin.id, outcome: { done: [], skipped: [] } };
}

/** For callers that show a plan in one way. */
export function asProposal({ item, plan, problems }: UndoProposal): Proposal {
  return { plan, problems, effects: [], notes: lostOf(item.entry).map(what => `not brought back: ${what}`) };
}
