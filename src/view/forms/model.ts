/** A form: fields, what they ask for, the plan that comes of it, and how running it goes. Pure data. */
import type { Inventory } from '../../inventory/model.js';
import type { Intent } from '../../manage/intents/index.js';
import type { Proposal } from '../../manage/intents/proposal.js';
import type { StepState } from '../../manage/runner.js';

export const FORM_IDS = [
  'add-namespace',
  'add-pair',
  'add-bridge',
  'connect',
  'uplink',
  'edit-link',
  'remove',
  'remove-bridge',
  'fix',
] as const;
export type FormId = (typeof FORM_IDS)[number];

/** By field id. Absent: nobody has typed there. */
export type Values = Readonly<Record<string, string>>;

export interface FormContext {
  readonly inventory: Inventory;
  /** Name of the selected namespace; null: none, or the host. */
  readonly here: string | null;
}

export interface Field {
  readonly id: string;
  readonly label: string;
  /** What belongs in it, while it is chosen. */
  readonly about: string;
  /** Set: one of these, and nothing is typed. */
  readonly choices?: readonly string[];
  /** What a typed text may go on with. */
  readonly completions?: (inventory: Inventory) => readonly string[];
}

/** Why there is nothing to plan yet. */
export interface Lacking {
  readonly lacking: string;
}

/** A form as it is filled in. */
export interface Filled {
  /** What the screen shows: typed, else proposed; without blanks around it. */
  readonly shown: (id: string) => string;
  /** Only what was typed; undefined where nothing was, or where it was emptied. */
  readonly typed: (id: string) => string | undefined;
  /** As it was when the form was opened. */
  readonly initial: Values;
  readonly remedy: Intent | null;
}

/** One kind of form. Adding one is adding a file and a line in index.ts. */
export interface FormSpec {
  readonly title: (initial: Values) => string;
  /** Empty: it starts with its plan. */
  readonly fields: readonly Field[];
  /** For fields that nobody has typed into. */
  readonly propose: (values: Values, context: FormContext) => Values;
  readonly intent: (filled: Filled) => Intent | Lacking;
}

/** What looking at the host gave for what is asked; `ask` tells which. */
export type Found = { readonly ask: number; readonly proposed: Values } & (
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'wrong'; readonly error: Failure }
);

export interface Failure {
  readonly what: string;
  readonly why?: string | undefined;
  readonly next?: string | undefined;
}

export interface StepProgress {
  readonly state: StepState | 'waiting';
  readonly why: string | undefined;
}

export type Outcome =
  /** `id`: in the journal; null: there was nothing to do. */
  { readonly kind: 'done'; readonly id: number | null } | { readonly kind: 'failed'; readonly error: Failure };

/** `plan`: waiting for a yes. Only `running` changes the host. */
export type Stage = 'fill' | 'plan' | 'running' | 'done';

export interface Form {
  readonly id: FormId;
  readonly stage: Stage;
  readonly context: Pick<FormContext, 'here'>;
  /** Beside fields, what the form is about: `link`, `what`. */
  readonly initial: Values;
  /** What it asks for, where that is settled when it is opened. */
  readonly remedy: Intent | null;
  readonly values: Values;
  readonly proposed: Values;
  /** Index of the field, and the place in its text, in characters. */
  readonly at: number;
  readonly cursor: number;
  /** First line of the plan on the screen. */
  readonly top: number;
  /** Goes up with everything that has to be looked up; never the same for two questions. */
  readonly ask: number;
  /** The last answer; it is about what is asked now if its `ask` says so. */
  readonly found: Found | null;
  /** Goes past problems that can be gone past. */
  readonly force: boolean;
  /** The run is to end and be undone. */
  readonly stopping: boolean;
  /** By the index of the step. */
  readonly progress: readonly StepProgress[];
  readonly outcome: Outcome | null;
}
