/** Sums over all pairs, for the header. */
import type { PairRate, RateFrame } from './model.js';

type Sums = Pick<RateFrame['total'], 'packetsPerSecond' | 'bytesPerSecond' | 'dropsPerSecond' | 'topReason'>;

class Sum {
  #known = 0;
  #unknown = 0;
  #value = 0;

  add(value: number | null): void {
    if (value === null) this.#unknown += 1;
    else {
      this.#known += 1;
      this.#value += value;
    }
  }

  /** Of what is known; null where there is something and nothing of it is known. */
  get value(): number | null {
    return this.#known === 0 && this.#unknown > 0 ? null : this.#value;
  }
}

function topReason(lossesByReason: ReadonlyMap<string, number>): Sums['topReason'] {
  let all = 0;
  let top: { reason: string; perSecond: number } | null = null;
  for (const [reason, perSecond] of lossesByReason) {
    all += perSecond;
    if (top === null || perSecond > top.perSecond) top = { reason, perSecond };
  }
  return top === null ? null : { reason: top.reason, share: top.perSecond / all };
}

/** What there has been an interval of; before that even a sum over no pairs is unknown. */
export interface Measured {
  readonly packets: boolean;
  readonly drops: boolean;
}

export function sumPairs(pairs: Iterable<PairRate>, measured: Measured): Sums {
  const packets = new Sum();
  const bytes = new Sum();
  const losses = new Sum();
  const lossesByReason = new Map<string, number>();
  for (const pair of pairs) {
    for (const direction of [pair.ab, pair.ba]) {
      packets.add(direction.packetsPerSecond);
      bytes.add(direction.bytesPerSecond);
    }
    losses.add(pair.dropsPerSecond);
    for (const drop of pair.drops) {
      if (drop.class !== 'loss' || drop.perSecond === null || drop.perSecond === 0) continue;
      lossesByReason.set(drop.reason, (lossesByReason.get(drop.reason) ?? 0) + drop.perSecond);
    }
  }
  return {
    packetsPerSecond: measured.packets ? packets.value : null,
    bytesPerSecond: measured.packets ? bytes.value : null,
    dropsPerSecond: measured.drops ? losses.value : null,
    topReason: topReason(lossesByReason),
  };
}
