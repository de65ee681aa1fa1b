/** What a topology file made, taken away: by the journal, and as far as it is still what was made. Pure. */
import type { Inventory, Link, LinkKey } from '../inventory/model.js';
import { type HostFacts, type Needs, NO_NEEDS, stateOf } from './facts/model.js';
import { bridgeDeletion, lostEffects, pairDeletion, processesIn } from './intents/deletion.js';
import { namespaceDeletion, namespaceNeeds } from './intents/namespace-deletion.js';
import type { Proposal } from './intents/proposal.js';
import type { Entry, Fingerprint } from './journal/entry.js';
import { fingerprint, fingerprintNeeds, namespaceAt } from './journal/fingerprint.js';
import { presentFingerprint } from './journal/renewal.js';
import type { JournalItem } from './journal/status.js';
import { placesOf, subjectsOf } from './journal/subjects.js';
import { inverseSteps } from './journal/undo-plan.js';
import { inPlace, type Place, placeOf } from './place.js';
import { uniqueSteps } from './plan.js';
import type { Problem } from './problem.js';
import { linkNamed, linksIn, peerOf } from './resolve.js';
import type { Change, LinkAt, Step } from './steps/model.js';

/** Marks the destruction of what a file made, beside the applications of the file itself. */
export function destructionOf(source: string): string {
  return `destroy ${source}`;
}

export interface Application {
  readonly entry: Entry;
  /** How what it made looked when it was last made. */
  readonly fingerprint: Fingerprint;
}

/** The applications of `source` that stand, newest first: those since it was last destroyed. */
export function applicationsOf(items: readonly JournalItem[], source: string): readonly Application[] {
  const standing = items.filter(({ status }) => status === 'done').map(({ entry }) => entry);
  const last = standing.findLastIndex(({ begin }) => begin.source === destructionOf(source));
  return standing
    .slice(last + 1)
    .filter(({ begin }) => begin.source === source)
    .toReversed()
    .map(entry => ({ entry, fingerprint: presentFingerprint(entry, items) }));
}

export function destroyNeeds(items: readonly Application[], inventory: Inventory): Needs {
  const plans = items.map(({ entry }) => entry.begin.plan);
  const all = plans.map(plan => fingerprintNeeds(plan, inventory));
  const made = plans.flatMap(plan => plan.steps.flatMap(({ change }) => (change.kind === 'add-namespace' ? [change.name] : [])));
  const namespaces = made.flatMap(name => namespaceAt(inventory, placeOf(name)) ?? []);
  const inside = namespaces.map(namespace => namespaceNeeds(namespace, inventory));
  const outside = plans.flatMap(plan => placesOf(subjectsOf(plan))).flatMap(place => namespaceAt(inventory, place)?.nsid ?? []);
  const links = plans.flatMap(plan => subjectsOf(plan).links).flatMap(at => linkAt(inventory, at) ?? []);
  return {
    ...NO_NEEDS,
    nsids: new Set([...outside, ...inside.flatMap(({ nsids }) => [...nsids])]),
    devices: new Set([...links.map(({ key }) => key), ...inside.flatMap(({ devices }) => [...devices])]),
    settings: new Set(namespaces.map(({ nsid }) => nsid)),
    sysctls: all.flatMap(({ sysctls }) => sysctls),
    tables: new Set(all.flatMap(({ tables }) => [...tables])),
  };
}

export function proposeDestroy(title: string, items: readonly Application[], facts: HostFacts): Proposal {
  const notes: string[] = [];
  const done = items.flatMap(({ entry, fingerprint: before }) => {
    const now = fingerprint(entry.begin.plan, facts);
    const steps = entry.begin.plan.steps.filter((_, index) => entry.steps[index] === 'done');
    return steps.toReversed().map(step => ({ step, gone: whyGone(step.change, before, now) }));
  });
  const standing = done.filter(({ gone }) => gone === null).map(({ step }) => step);
  const made = new Set(standing.flatMap(({ change }) => thingsMade(change)));
  for (const { step, gone } of done)
    if (gone !== null && thingsMade(step.change).length > 0 && !isInside(step.change, made)) notes.push(`${step.title}: ${gone}`);
  const deleted = new Set<LinkKey>();
  const steps = standing.flatMap(step => takingAway(step, { made, deleted, facts }));
  if (items.length === 0) notes.push('nothing that this file made is here');
  return {
    // A file that was applied again may have repaired the same thing twice.
    plan: { title, steps: uniqueSteps(steps) },
    effects: lostEffects(steps),
    notes,
    problems: standing.flatMap(({ change }) => foreignProblems(change, made, facts)),
  };
}

interface Taking {
  readonly made: ReadonlySet<string>;
  /** Links that earlier steps delete; each step adds its own. */
  readonly deleted: Set<LinkKey>;
  readonly facts: HostFacts;
}

/** Things are deleted as they are by now, so that what was changed since comes back as well should a later step fail. */
function takingAway(step: Step, { made, deleted, facts }: Taking): readonly Step[] {
  const { change } = step;
  const { inventory } = facts;
  switch (change.kind) {
    case 'add-pair': {
      const link = linkAt(inventory, { place: change.a.place, link: change.a.name });
      const peer = link === null ? null : peerOf(inventory, link);
      if (link === null || deleted.has(link.key)) return [];
      const deletion = pairDeletion(facts, link, new Set(deleted));
      for (const end of [link, peer]) if (end !== null) deleted.add(end.key);
      return [deletion];
    }
    case 'add-bridge': {
      const link = linkAt(inventory, { place: change.place, link: change.name });
      const state = link === null ? undefined : stateOf(facts, link.nsid, link.ifindex);
      if (link === null || state === undefined || isInside(change, made)) return [];
      const deletion = bridgeDeletion(facts, link, state, new Set(deleted));
      deleted.add(link.key);
      return [deletion];
    }
    case 'add-namespace': {
      const namespace = namespaceAt(inventory, placeOf(change.name));
      return namespace === undefined ? [] : namespaceDeletion(facts, namespace, change.name, new Set(deleted));
    }
    // Deleting the link forgets it.
    case 'add-queue':
      return inverseSteps(step);
    default:
      return isInside(change, made) || goesWithLink(change, made, facts)
        ? []
        : inverseSteps(step).map(one => ({ ...one, optional: 'it is so already' }));
  }
}

function linkAt(inventory: Inventory, { place, link }: LinkAt): Link | null {
  const namespace = namespaceAt(inventory, place);
  return namespace === undefined ? null : linkNamed(inventory, namespace.nsid, link);
}

/** A route over a link that goes. */
function goesWithLink(change: Change, made: ReadonlySet<string>, facts: HostFacts): boolean {
  if (change.kind !== 'add-route') return false;
  const { place, route } = change;
  const nsid = namespaceAt(facts.inventory, place)?.nsid;
  const states = nsid === undefined ? [] : [...(facts.states.get(nsid)?.values() ?? [])];
  return states.some(
    ({ name, routes }) =>
      made.has(text(name, place)) &&
      routes.some(({ to, via }) => to.at(-1) === route.to && (route.via === undefined || via === route.via)),
  );
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
  if (change.kind !== 'add-namespace') return [];
  const place = placeOf(change.name);
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
