/** The probe's totals of each kind of drop, and whose they are. Claimed by pairs as links are: see link-ledger.ts. */
import type { DropTotal } from '../probes/model.js';
import { type EndIndex, type EndOf, endOfDrop } from './ends.js';
import type { OtherDropRate } from './model.js';
import { rateAfter, type Timing } from './timing.js';

interface Entry {
  drop: DropTotal;
  total: number;
  /** Sum of this sample's rows of the kind: two places in one function are two rows. */
  sum: number;
  seenAtTick: number;
  pairId: string | null;
  unclaimed: number;
  /** Of what no pair has. */
  perSecond: number | null;
  /** Since the last sample, of what no pair has. */
  packets: number;
  unknown: boolean;
}

export type DropLedger = Map<string, Entry>;

export interface CountedDrop {
  readonly drop: DropTotal;
  /** null: on a link that is no end of a pair, or on none. */
  readonly endOf: EndOf | null;
  /** Packets between the last two samples. */
  readonly packets: number;
  /** Packets counted before the pair was known. */
  readonly earlier: number;
  /** The total went backwards: nothing can be said about the last interval. */
  readonly unknown: boolean;
}

function sumKinds(ledger: DropLedger, drops: readonly DropTotal[], tick: number): readonly Entry[] {
  const seen: Entry[] = [];
  for (const drop of drops) {
    let entry = ledger.get(drop.id);
    if (entry === undefined) {
      entry = { drop, total: 0, sum: 0, seenAtTick: -1, pairId: null, unclaimed: 0, perSecond: null, packets: 0, unknown: false };
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

function count(entry: Entry, endOf: EndOf | null): CountedDrop {
  const unknown = entry.sum < entry.total;
  const packets = unknown ? 0 : entry.sum - entry.total;
  entry.total = entry.sum;
  const earlier = endOf === null ? 0 : entry.unclaimed;
  entry.unclaimed = endOf === null && entry.pairId === null ? entry.unclaimed + packets : 0;
  entry.pairId = endOf?.pairId ?? null;
  entry.packets = packets;
  entry.unknown = unknown;
  return { drop: entry.drop, endOf, packets, earlier, unknown };
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
  for (const [kind, entry] of ledger) if (entry.seenAtTick !== tick) ledger.delete(kind);
  const changed: CountedDrop[] = [];
  for (const entry of seen) {
    const counted = count(entry, endOfDrop(index, entry.drop.key, entry.drop.ingressIfindex));
    if (counted.unknown || counted.packets > 0 || counted.earlier > 0) changed.push(counted);
  }
  return changed;
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
