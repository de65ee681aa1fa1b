/** The drops of one pair, by end, reason and function. */
import type { CountedDrop } from './drop-ledger.js';
import type { DropRate } from './model.js';
import { rateAfter, type Timing } from './timing.js';

interface Kind {
  rate: DropRate;
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

function addDrop(drops: PairDrops, counted: CountedDrop, end: 'a' | 'b'): void {
  const { reason, function: name, class: dropClass, cause, hint } = counted.drop;
  const id = `${end}|${reason}|${name}`;
  const known = drops.kinds.get(id);
  const total = (known?.rate.total ?? 0) + counted.packets + counted.earlier;
  const rate: DropRate = {
    end,
    reason,
    function: name,
    class: dropClass,
    cause,
    ...(hint === undefined ? {} : { hint }),
    perSecond: known?.rate.perSecond ?? null,
    total,
  };
  // Several ports' or rows' drops may be one kind to the pair.
  const packets = (known?.packets ?? 0) + counted.packets;
  drops.kinds.set(id, { rate, packets, unknown: counted.unknown || (known?.unknown ?? false) });
}

/** `counted`: what a new sample says of this pair; empty where the tick has none. */
export function meterDrops(drops: PairDrops, timing: Timing, counted: readonly CountedDrop[]): void {
  for (const kind of drops.kinds.values()) {
    kind.packets = 0;
    kind.unknown = false;
  }
  for (const drop of counted) if (drop.endOf !== null) addDrop(drops, drop, drop.endOf.end);

  let losses = 0;
  let unknown = false;
  for (const kind of drops.kinds.values()) {
    kind.rate = { ...kind.rate, perSecond: rateAfter(timing, kind.rate.perSecond, kind.packets, kind.unknown) };
    if (kind.rate.class === 'loss') {
      losses += kind.packets;
      unknown ||= kind.unknown;
    }
  }
  drops.lossPerSecond = rateAfter(timing, drops.lossPerSecond, losses, unknown);
  drops.rates = drops.kinds.size === 0 ? NO_DROPS : Array.from(drops.kinds.values(), kind => kind.rate);
}

/** Losses so far. */
export function lossTotal(drops: PairDrops): number {
  return drops.rates.reduce((sum, rate) => (rate.class === 'loss' ? sum + rate.total : sum), 0);
}
