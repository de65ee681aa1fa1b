/** What the doctor says: data that a list, a page and a JSON document are made of. */
import type { LinkKey } from '../inventory/model.js';
import type { Intent } from '../manage/intents/index.js';
import type { Facts } from './facts.js';

/** `error`: packets die or will. `warning`: they may. `note`: worth knowing. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about. */
export interface Subject {
  readonly kind: 'pair' | 'link' | 'namespace' | 'bridge';
  /** For a person: `eth0@blue`, `br0@host`, `blue`. */
  readonly text: string;
  /** Links that the finding speaks of; whoever asks about one of them is told. */
  readonly links: readonly LinkKey[];
  /** The namespace that it is in. */
  readonly nsid: number;
  readonly pairId: string | null;
}

/** One fact, as it was read. */
export interface Evidence {
  readonly what: string;
  readonly value: string;
}

export interface Finding {
  /** The rule and the subject: the same as long as the trouble lasts. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** One clause. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** Two sentences: what the kernel does, and what it means here. */
  readonly explanation: string;
  /** Commands for a root shell, in order; null where only a person can decide. */
  readonly fix: readonly string[] | null;
  /** The same as one change, which can be planned, shown and undone; null: no single one does it. */
  readonly remedy: Intent | null;
}

/** What a rule gives; the engine adds the rule's name and an id. */
export type Verdict = Omit<Finding, 'id' | 'rule'>;

/** Pure: facts → verdicts. Adding one is adding a file and a line in rules/index.ts. */
export interface Rule {
  /** `address-on-port` */
  readonly name: string;
  /** What it looks for, one clause. */
  readonly about: string;
  readonly check: (facts: Facts) => readonly Verdict[];
}
