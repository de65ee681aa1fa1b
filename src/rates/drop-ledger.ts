/**
 * The probe's totals of each kind of drop, and whose they are. Claimed by pairs as links are: see link-ledger.ts. There are
 * thousands in each report, so what is found out about one is kept with it.
 */
import type { DropTotal } from '../probes/model.js';
import { type EndIndex, type EndOf, endOfDrop } from './ends.js';
import type { OtherDropRate } from './model.js';
import { rateAfter, type Timing } from './timing.js';

interface Entry {
  drop: DropTotal;
  /** What it is one kind by, to a pair: its reason and function at this end. */
  readonly kindIds: { readonly a: string; readonly b: string };
  endOf: EndOf | null;
  total: number;
  /** Sum of this sample's rows of the kind: two places in one function are two rows. */
  sum: number;
  seenAtTick: number;
  pairId: string | null;
  /** Counted while no pair had it. */
  unclaimed: number;
  earlier: number;
  /** Of what no pair has. */
  perSecond: number | null;
  packets: number;
  unknown: boolean;
}

export type DropLedger = Map<string, Entry>;

/** Valid until the next sample. */
export interface CountedDrop {
  readonly drop: DropTotal;
  readonly kindIds: { readonly a: string; readonly b: string };
  /** null: on a link that is no end of a pair, or on none. */
  readonly endOf: EndOf | null;
  /** Packets between the last two samples. */
  readonly packets: number;
  /** Packets counted before the pair was known. */
  readonly earlier: number;
  /** The total went backwards: nothing can be said about the last interval. */
  readonly unknown: boolean;
}

function createEntry(drop: DropTotal): Entry {
  const { reason, function: name } = drop;
  return {
    drop,
    // Joined, and not put together by a template: that is kept in pieces, each of them an object.
    kindIds: { a: ['a', reason, name].join('|'), b: ['b', reason, name].join('|') },
    endOf: null,
    total: 0,
    sum: 0,
    seenAtTick: -1,
    pairId: null,
    unclaimed: 0,
    earlier: 0,
    perSecond: null,
    packets: 0,
    unknown: false,
  };
}

function sumKinds(ledger: DropLedger, drops: readonly DropTotal[], tick: number): readonly Entry[] {
  const seen: Entry[] = [];
  for (const drop of drops) {
    let entry = ledger.get(drop.id);
    if (entry === undefined) {
      entry = createEntry(drop);
      ledger.set(drop.id, entry);
    }
    if (entry.seenAtTick !== tick) {
      entry.seenAtTick = tick;
      entry.sum = 0;
      seen.push(entry);
    }
    entry.drop = drop;
    entry.sum += drop.packets;
  }
  return seen;
}

function count(entry: Entry, endOf: EndOf | null): void {
  const unknown = entry.sum < entry.total;
  const packets = unknown ? 0 : entry.sum - entry.total;
  entry.total = entry.sum;
  entry.endOf = endOf;
  entry.earlier = endOf === null ? 0 : entry.unclaimed;
  entry.unclaimed = endOf === null && entry.pairId === null ? entry.unclaimed + packets : 0;
  entry.pairId = endOf?.pairId ?? null;
  entry.packets = packets;
  entry.unknown = unknown;
}

/** Takes in a new sample; gives what has changed. */
export function countDrops(
  ledger: DropLedger,
  drops: readonly DropTotal[],
  index: EndIndex,
  tick: number,
): readonly CountedDrop[] {
  const seen = sumKinds(ledger, drops, tick);
  // What the probes have forgotten of a link that is long gone (tally.ts).
  if (ledger.size > seen.length) {
    for (const [kind, entry] of ledger) if (entry.seenAtTick !== tick) ledger.delete(kind);
  }
  for (const entry of seen) count(entry, endOfDrop(index, entry.drop.key, entry.drop.ingressIfindex));
  return seen.filter(({ unknown, packets, earlier }) => unknown || packets > 0 || earlier > 0);
}

/** The drops that no pair has, by link, reason and function, after a tick with these times. */
export function otherDrops(ledger: DropLedger, timing: Timing): readonly OtherDropRate[] {
  const byKind = new Map<string, OtherDropRate>();
  for (const entry of ledger.values()) {
    if (entry.pairId !== null) continue;
    entry.perSecond = rateAfter(timing, entry.perSecond, entry.packets, entry.unknown);
    const { key, reason, function: name, class: dropClass, cause, hint } = entry.drop;
    const id = `${key}|${reason}|${name}`;
    const known = byKind.get(id);
    byKind.set(id, {
      key,
      reason,
      function: name,
      class: dropClass,
      cause,
      ...(hint === undefined ? {} : { hint }),
      perSecond: sum(entry.perSecond, known?.perSecond ?? 0),
      total: entry.total + (known?.total ?? 0),
    });
  }
  return [...byKind.values()];
}

function sum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}
