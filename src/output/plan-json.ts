/** Plans and the journal as JSON documents. */
import { formatCommand } from '../manage/command.js';
import type { Proposal } from '../manage/intents/proposal.js';
import type { JournalItem } from '../manage/journal/status.js';
import type { Plan } from '../manage/plan.js';
import type { PlanOutcome } from '../manage/runner.js';
import { inverseCommands, type Step } from '../manage/steps/model.js';
import { SCHEMA_VERSION } from './documents.js';

export interface StepDocument {
  readonly title: string;
  /** As a root shell takes it. */
  readonly command: string;
  readonly undo: readonly string[];
  /** What is missing without it; absent: the plan fails with it. */
  readonly optional?: string;
}

export interface ChangeDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly outcome: 'planned' | 'done' | 'nothing-to-do';
  /** Its number in the journal. */
  readonly id: number | null;
  readonly plan: { readonly title: string; readonly steps: readonly StepDocument[] };
  readonly effects: readonly string[];
  readonly notes: readonly string[];
  readonly problems: readonly {
    readonly what: string;
    readonly why?: string;
    readonly next?: string;
    readonly forcible: boolean;
  }[];
  readonly skipped: readonly { readonly title: string; readonly why: string }[];
}

export interface HistoryDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly changes: readonly {
    readonly id: number;
    /** Milliseconds since the epoch. */
    readonly at: number;
    readonly title: string;
    readonly status: string;
    readonly undoes: number | null;
    readonly undoneBy: number | null;
    readonly source: string | null;
    readonly why: string | null;
    readonly steps: readonly (StepDocument & { readonly progress: string })[];
  }[];
}

function stepDocument({ title, command, inverse, optional }: Step): StepDocument {
  const undo = inverseCommands(inverse).map(formatCommand);
  return { title, command: formatCommand(command), undo, ...(optional === undefined ? {} : { optional }) };
}

export function planDocument({ title, steps }: Plan): ChangeDocument['plan'] {
  return { title, steps: steps.map(stepDocument) };
}

/** @param done null: it was only planned. */
export function changeDocument(
  proposal: Proposal,
  done: { readonly id: number | null; readonly outcome: PlanOutcome } | null,
): ChangeDocument {
  const { plan, effects, notes, problems } = proposal;
  return {
    schemaVersion: SCHEMA_VERSION,
    outcome: done === null ? 'planned' : plan.steps.length === 0 ? 'nothing-to-do' : 'done',
    id: done?.id ?? null,
    plan: planDocument(plan),
    effects,
    notes,
    problems: problems.map(({ what, why, next, forcible }) => ({
      what,
      ...(why === undefined ? {} : { why }),
      ...(next === undefined ? {} : { next }),
      forcible,
    })),
    skipped: done?.outcome.skipped.map(({ step, why }) => ({ title: step.title, why })) ?? [],
  };
}

export function historyDocument(items: readonly JournalItem[]): HistoryDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    changes: items.map(({ entry: { begin, end, steps }, status, undoneBy }) => ({
      id: begin.id,
      at: begin.at,
      title: begin.plan.title,
      status,
      undoes: begin.undoes,
      undoneBy,
      source: begin.source,
      why: end?.why ?? null,
      steps: begin.plan.steps.map((step, index) => ({ ...stepDocument(step), progress: steps[index] ?? 'pending' })),
    })),
  };
}
