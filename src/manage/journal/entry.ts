/** One change in the journal: lines that are only ever appended, each before or right after what it tells of. Pure. */
import * as v from 'valibot';
import type { Plan } from '../plan.js';

/** What the change left behind, fact by fact: `eth0 in blue: mtu` → `1400`. */
export type Fingerprint = Readonly<Record<string, string>>;

const BeginSchema = v.object({
  type: v.literal('begin'),
  schemaVersion: v.literal(1),
  id: v.number(),
  /** Milliseconds since the epoch. */
  at: v.number(),
  process: v.object({ pid: v.number(), startTicks: v.number() }),
  plan: v.custom<Plan>(isPlan),
  /** The change that this one takes back. */
  undoes: v.nullable(v.number()),
  /** The topology file that it is from, with its whole path. */
  source: v.nullable(v.string()),
});

const LineSchema = v.variant('type', [
  BeginSchema,
  v.object({ type: v.literal('before'), index: v.number() }),
  v.object({ type: v.literal('after'), index: v.number() }),
  /** It changed nothing. */
  v.object({ type: v.literal('refused'), index: v.number() }),
  v.object({ type: v.literal('undone'), index: v.number() }),
  v.object({
    type: v.literal('end'),
    at: v.number(),
    /** `incomplete`: it failed, and not all of it could be undone. */
    outcome: v.picklist(['done', 'rolled-back', 'incomplete']),
    fingerprint: v.nullable(v.record(v.string(), v.string())),
    why: v.nullable(v.string()),
  }),
]);

export type JournalLine = v.InferOutput<typeof LineSchema>;
export type BeginLine = v.InferOutput<typeof BeginSchema>;
export type EndLine = Extract<JournalLine, { type: 'end' }>;

export type StepProgress = 'pending' | 'uncertain' | 'done' | 'undone';

export interface Entry {
  readonly begin: BeginLine;
  /** One for each step of the plan. `uncertain`: begun, and nothing tells whether it was done. */
  readonly steps: readonly StepProgress[];
  readonly end: EndLine | null;
}

/** A last line that was cut short by the end of its process counts as not written. null: not even a beginning. */
export function parseEntry(text: string): Entry | null {
  const lines = text.split('\n').flatMap(line => parseLine(line) ?? []);
  const [begin] = lines;
  if (begin?.type !== 'begin') return null;
  const steps: StepProgress[] = begin.plan.steps.map(() => 'pending');
  let end: EndLine | null = null;
  for (const line of lines) {
    if (line.type === 'before') steps[line.index] = 'uncertain';
    else if (line.type === 'after') steps[line.index] = 'done';
    else if (line.type === 'refused') steps[line.index] = 'pending';
    else if (line.type === 'undone') steps[line.index] = 'undone';
    else if (line.type === 'end') end = line;
  }
  return { begin, steps, end };
}

function parseLine(line: string): JournalLine | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Cut short, or empty.
    return null;
  }
  const result = v.safeParse(LineSchema, value);
  return result.success ? result.output : null;
}

/** What undo relies on: a list of commands, and what takes each back. */
function isPlan(value: unknown): boolean {
  const Command = v.object({ file: v.string(), args: v.array(v.string()) });
  const Inverse = v.variant('kind', [
    v.object({ kind: v.literal('command'), command: Command }),
    v.object({ kind: v.literal('sequence'), commands: v.array(Command) }),
    v.object({ kind: v.literal('implied') }),
    v.object({ kind: v.literal('none'), why: v.string() }),
  ]);
  const Step = v.looseObject({
    change: v.looseObject({ kind: v.string() }),
    title: v.string(),
    command: Command,
    inverse: Inverse,
  });
  return v.is(v.object({ title: v.string(), steps: v.array(Step) }), value);
}
