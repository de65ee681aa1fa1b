/** What a topology file made, taken away: by the journal, and as far as it is still what was made. Pure. */
import type { Inventory } from '../inventory/model.js';
import { formatCommand } from './command.js';
import { type HostFacts, type Needs, NO_NEEDS } from './facts/model.js';
import { processesIn } from './intents/deletion.js';
import type { Proposal } from './intents/proposal.js';
import type { Fingerprint } from './journal/entry.js';
import { fingerprint, fingerprintNeeds, namespaceAt } from './journal/fingerprint.js';
import type { JournalItem } from './journal/status.js';
import { inverseSteps } from './journal/undo-plan.js';
import { inPlace, type Place, placeOf } from './place.js';
import type { Problem } from './problem.js';
import { linksIn } from './resolve.js';
import type { Change, Step } from './steps/model.js';

/** Marks the destruction of what a file made, beside the applications of the file itself. */
export function destructionOf(source: string): string {
  return `destroy ${source}`;
}

/** The applications of `source` that stand, newest first: those since it was last destroyed. */
export function applicationsOf(items: readonly JournalItem[], source: string): readonly JournalItem[] {
  const standing = items.filter(({ status }) => status === 'done');
  const last = standing.findLastIndex(({ entry }) => entry.begin.source === destructionOf(source));
  return standing
    .slice(last + 1)
    .filter(({ entry }) => entry.begin.source === source)
    .toReversed();
}

export function destroyNeeds(items: readonly JournalItem[], inventory: Inventory): Needs {
  const all = items.map(({ entry }) => fingerprintNeeds(entry.begin.plan, inventory));
  return {
    ...NO_NEEDS,
    sysctls: all.flatMap(({ sysctls }) => sysctls),
    tables: new Set(all.flatMap(({ tables }) => [...tables])),
  };
}

export function proposeDestroy(title: string, items: readonly JournalItem[], facts: HostFacts): Proposal {
  const notes: string[] = [];
  const steps: Step[] = [];
  const done = items.flatMap(({ entry }) => {
    const before = entry.end?.fingerprint ?? {};
    const now = fingerprint(entry.begin.plan, facts);
    const made = entry.begin.plan.steps.filter((_, index) => entry.steps[index] === 'done');
    return made.toReversed().map(step => ({ step, gone: whyGone(step.change, before, now) }));
  });
  const made = new Set(done.filter(({ gone }) => gone === null).flatMap(({ step }) => thingsMade(step.change)));
  for (const { step, gone } of done) {
    const makes = thingsMade(step.change).length > 0;
    if (gone !== null) notes.push(...(makes ? [`${step.title}: ${gone}`] : []));
    else if (makes)
      steps.push(...inverseSteps(step).filter(() => step.change.kind === 'add-pair' || !isInside(step.change, made)));
    else if (!isInside(step.change, made))
      steps.push(...inverseSteps(step).map(one => ({ ...one, optional: 'it is so already' })));
  }
  if (items.length === 0) notes.push('nothing that this file made is here');
  return {
    plan: { title, steps: unique(steps) },
    effects: [],
    notes,
    problems: steps.flatMap(({ change }) => foreignProblems(change, made, facts)),
  };
}

/** A file that was applied again may have repaired the same thing twice. */
function unique(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map(step => [formatCommand(step.command), step] as const)).values()];
}

/** Names of what a change makes, as messages and fingerprints have them. */
function thingsMade(change: Change): readonly string[] {
  if (change.kind === 'add-namespace') return [`namespace ${change.name}`];
  if (change.kind === 'add-pair') return [change.a, change.b].map(({ place, name }) => text(name, place));
  return change.kind === 'add-bridge' ? [text(change.name, change.place)] : [];
}

/** Whether what was changed goes with something that goes. */
function isInside(change: Change, made: ReadonlySet<string>): boolean {
  if ('link' in change && made.has(text(change.link, change.place))) return true;
  return 'place' in change && change.place.kind === 'named' && made.has(`namespace ${change.place.name}`);
}

/** Facts that identify a thing, by the kind of change that made it; the others may have changed. */
function identityOf(change: Change): readonly string[] {
  if (change.kind === 'add-namespace') return [`namespace ${change.name}`];
  if (change.kind === 'add-pair') return [change.a, change.b].map(({ place, name }) => `${text(name, place)}: ifindex`);
  if (change.kind === 'add-bridge') return [`${text(change.name, change.place)}: ifindex`];
  if (change.kind === 'attach-port') return [`${text(change.link, change.place)}: master`];
  if (change.kind === 'set-sysctl') return [text(change.key, change.place)];
  return 'link' in change ? [`${text(change.link, change.place)}: ifindex`] : [];
}

function text(name: string, place: Place): string {
  return `${name}${inPlace(place)}`;
}

/** null: it is still what was made. */
function whyGone(change: Change, before: Fingerprint, now: Fingerprint): string | null {
  const changed = identityOf(change).filter(fact => before[fact] !== now[fact]);
  const [fact] = changed;
  if (fact === undefined) return null;
  return now[fact] === undefined || now[fact] === 'not there'
    ? 'it is gone already'
    : `it is another one by now (${fact}), and stays`;
}

/** A namespace that somebody else uses by now doesn't go unasked. */
function foreignProblems(change: Change, made: ReadonlySet<string>, { inventory }: HostFacts): readonly Problem[] {
  if (change.kind !== 'undo' || change.of.kind !== 'add-namespace') return [];
  const place = placeOf(change.of.name);
  const namespace = namespaceAt(inventory, place);
  if (namespace === undefined) return [];
  const links = linksIn(inventory, namespace.nsid).filter(
    link => !link.loopback && link.kind !== null && !made.has(text(link.name, place)),
  );
  const processes = processesIn(namespace);
  const what = `namespace ${namespace.name} would go with what the file did not make`;
  const next = 'take it away first';
  return [
    ...(links.length === 0 ? [] : [{ what, why: links.map(({ name }) => name).join(', '), next, forcible: true }]),
    ...(processes.length === 0
      ? []
      : [
          {
            what,
            why: `${processes.length} processes run in it: ${processes
              .slice(0, 3)
              .map(({ pid, comm }) => `${comm ?? '?'}[${pid}]`)
              .join(', ')}`,
            next,
            forcible: true,
          },
        ]),
  ];
}
