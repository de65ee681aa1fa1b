/** The drops of one pair, by end, reason and function. */
import type { CountedDrop } from './drop-ledger.js';
import type { DropRate } from './model.js';
import { rateAfter, type Timing } from './timing.js';

interface Kind {
  /** What was given out last. */
  rate: DropRate;
  total: number;
  /** Since the last tick. */
  packets: number;
  unknown: boolean;
}

export interface PairDrops {
  readonly kinds: Map<string, Kind>;
  lossPerSecond: number | null;
  rates: readonly DropRate[];
}

const NO_DROPS: readonly DropRate[] = [];

export function createPairDrops(): PairDrops {
  return { kinds: new Map(), lossPerSecond: null, rates: NO_DROPS };
}

function newKind({ reason, function: name, class: dropClass, cause, hint }: CountedDrop['drop'], end: 'a' | 'b'): Kind {
  const named = { end, reason, function: name, class: dropClass, cause, ...(hint === undefined ? {} : { hint }) };
  return { rate: { ...named, perSecond: null, total: 0 }, total: 0, packets: 0, unknown: false };
}

/** Several ports' or rows' drops may be one kind to the pair. */
export function addDrop(drops: PairDrops, { drop, kindIds, packets, earlier, unknown }: CountedDrop, end: 'a' | 'b'): void {
  const id = kindIds[end];
  let kind = drops.kinds.get(id);
  if (kind === undefined) {
    kind = newKind(drop, end);
    drops.kinds.set(id, kind);
  }
  kind.total += packets + earlier;
  kind.packets += packets;
  kind.unknown ||= unknown;
}

/** After what a new sample says of this pair was added. */
export function meterDrops(drops: PairDrops, timing: Timing): void {
  if (drops.kinds.size === 0) {
    drops.lossPerSecond = rateAfter(timing, drops.lossPerSecond, 0, false);
    return;
  }
  let changed = false;
  let losses = 0;
  let unknown = false;
  for (const kind of drops.kinds.values()) {
    const perSecond = rateAfter(timing, kind.rate.perSecond, kind.packets, kind.unknown);
    if (perSecond !== kind.rate.perSecond || kind.total !== kind.rate.total) {
      kind.rate = renewed(kind.rate, perSecond, kind.total);
      changed = true;
    }
    if (kind.rate.class === 'loss') {
      losses += kind.packets;
      unknown ||= kind.unknown;
    }
    kind.packets = 0;
    kind.unknown = false;
  }
  drops.lossPerSecond = rateAfter(timing, drops.lossPerSecond, losses, unknown);
  if (!changed) return;
  const rates: DropRate[] = [];
  for (const { rate } of drops.kinds.values()) rates.push(rate);
  drops.rates = rates;
}

/** Written out: a spread takes three times the memory. */
function renewed(rate: DropRate, perSecond: number | null, total: number): DropRate {
  const { end, reason, function: name, class: dropClass, cause, hint = null } = rate;
  return { end, reason, function: name, class: dropClass, cause, hint, perSecond, total };
}

/** Losses so far. */
export function lossTotal(drops: PairDrops): number {
  let sum = 0;
  for (const rate of drops.rates) if (rate.class === 'loss') sum += rate.total;
  return sum;
}
