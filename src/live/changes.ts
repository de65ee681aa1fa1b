/** What happened between two inventories, as lines for a person. Pure. */
import { type Inventory, type Link, namespaceOf, type Pair } from '../inventory/model.js';
import type { ProbeState } from '../probes/model.js';
import type { LiveEvent } from './model.js';

/** More changes than this at once are told as one line. */
const MOST_LINES = 8;

function endText(inventory: Inventory, link: Link): string {
  return `${link.name}@${namespaceOf(inventory, link).name}`;
}

function pairText(inventory: Inventory, { a, b }: Pair): string {
  return `${endText(inventory, a)} ⇄ ${b === null ? '?' : endText(inventory, b)}`;
}

function stateOf({ name, adminUp, operState, mtu, master }: Link): string {
  return `${name}/${adminUp}/${operState}/${mtu}/${master}`;
}

function linkChange(inventory: Inventory, before: Link, after: Link): string | null {
  if (stateOf(before) === stateOf(after)) return null;
  const who = endText(inventory, after);
  if (before.name !== after.name) return `${who} was ${before.name}`;
  if (before.adminUp !== after.adminUp) return `${who} is ${after.adminUp ? 'up' : 'down'}`;
  if (before.operState !== after.operState) return `${who} is ${after.operState}`;
  if (before.mtu !== after.mtu) return `${who}: MTU ${before.mtu} → ${after.mtu}`;
  return `${who}: ${after.master === null ? 'no port any more' : 'became a port'}`;
}

function bounded(events: LiveEvent[], what: string): LiveEvent[] {
  const [first] = events;
  if (first === undefined || events.length <= MOST_LINES) return events;
  return [{ at: first.at, kind: first.kind, text: `${events.length} ${what}` }];
}

/** Without what both begin with and both end with, which is most of it: pairs that did not change are the same objects. */
function differing<T>(before: readonly T[], after: readonly T[]): readonly [readonly T[], readonly T[]] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
}

/** Pairs and namespaces that came or went, and ends that changed. */
export function inventoryChanges(before: Inventory, after: Inventory, at: number): LiveEvent[] {
  const [were, are] = differing(before.pairs, after.pairs);
  const old = new Map(were.map(pair => [pair.id, pair]));
  const now = new Map(are.map(pair => [pair.id, pair]));
  const added: LiveEvent[] = [];
  const removed: LiveEvent[] = [];
  const changed: LiveEvent[] = [];
  for (const pair of are) {
    const known = old.get(pair.id);
    if (known === undefined) {
      added.push({ at, kind: 'pair-added', text: `+ pair ${pairText(after, pair)}`, pairId: pair.id });
      continue;
    }
    if (known === pair) continue;
    for (const [was, is] of [
      [known.a, pair.a],
      [known.b, pair.b],
    ] as const) {
      const text = was === null || is === null ? null : linkChange(after, was, is);
      if (text !== null) changed.push({ at, kind: 'link-changed', text, pairId: pair.id });
    }
  }
  for (const pair of were) {
    if (!now.has(pair.id)) removed.push({ at, kind: 'pair-removed', text: `- pair ${pairText(before, pair)}`, pairId: pair.id });
  }
  const namespacesAdded: LiveEvent[] = [];
  const namespacesRemoved: LiveEvent[] = [];
  for (const [nsid, { name }] of after.namespaces) {
    if (!before.namespaces.has(nsid)) namespacesAdded.push({ at, kind: 'namespace-added', text: `+ namespace ${name}` });
  }
  for (const [nsid, { name }] of before.namespaces) {
    if (!after.namespaces.has(nsid)) namespacesRemoved.push({ at, kind: 'namespace-removed', text: `- namespace ${name}` });
  }
  return [
    ...bounded(namespacesAdded, 'namespaces came'),
    ...bounded(added, 'pairs came'),
    ...bounded(changed, 'ends changed'),
    ...bounded(removed, 'pairs went'),
    ...bounded(namespacesRemoved, 'namespaces went'),
  ];
}

/** What a person should know of the probes. */
export function probeChanges(before: ProbeState | null, after: ProbeState, at: number): LiveEvent[] {
  const events: LiveEvent[] = [];
  const say = (kind: 'probe' | 'warning', text: string): void => {
    events.push({ at, kind, text });
  };
  if (after.status === 'live' && (before?.status !== 'live' || before.flavour !== after.flavour)) {
    say('probe', `probes are live: ${after.flavour}${after.depth === 'light' ? ', drops only' : ''}`);
  }
  if (before !== null && after.restarts > before.restarts) {
    say('warning', `! the probe restarted, ${((after.gapMs - before.gapMs) / 1000).toFixed(1)} s not counted so far`);
  }
  if (after.message !== null && after.message !== before?.message) say('warning', `! ${after.message}`);
  return events;
}
