/** Totals over all programs so far, from what each program prints. Pure but for its own memory; totals never go back. */
import { keyNumber, type MapEntry } from './decode.js';
import { type ProbeKey, probeKey } from './model.js';

export interface Moved {
  readonly packets: number;
  readonly bytes: number;
}

/** One kind of drop by numbers; names come later. */
export interface RawDrop {
  readonly key: ProbeKey | null;
  readonly ingressIfindex: number;
  readonly reason: number;
  /** Return address in the dropping function. */
  readonly location: bigint;
  readonly packets: number;
}

/** Immutable. */
export interface Totals {
  readonly xmit: ReadonlyMap<ProbeKey, Moved>;
  readonly drops: readonly RawDrop[];
}

/** `xmit.bt`: bytes in the low 38 bits, packets above them. */
const BYTES_BITS = 38n;
const BYTES_MASK = (1n << BYTES_BITS) - 1n;
/** Links, and kinds of drop, that are remembered: those that have moved last. A host that makes and removes containers all day has no end of them. */
const MOST_KEPT = 1 << 16;
const NOTHING: Moved = { packets: 0, bytes: 0 };

/** The last values of one program's map, to take differences from. */
class Differences {
  #last = new Map<string, bigint>();

  /** By how much the value grew, modulo 2^64; 0 where it went back, which no map of ours does. */
  grow(id: string, value: bigint): bigint {
    const growth = BigInt.asIntN(64, value - (this.#last.get(id) ?? 0n));
    this.#last.set(id, value);
    return growth > 0n ? growth : 0n;
  }

  get size(): number {
    return this.#last.size;
  }

  clear(): void {
    this.#last = new Map();
  }
}

/** Packets and bytes by link, from packed values. */
class MovedTotals {
  readonly #differences = new Differences();
  readonly totals = new Map<ProbeKey, Moved>();

  fold(entries: readonly MapEntry[]): void {
    for (const { key, value } of entries) {
      const link = linkOf(key);
      if (link === null) continue;
      const growth = this.#differences.grow(link, value);
      if (growth === 0n) continue;
      const before = this.totals.get(link) ?? NOTHING;
      keep(this.totals, link, {
        packets: before.packets + Number(growth >> BYTES_BITS),
        bytes: before.bytes + Number(growth & BYTES_MASK),
      });
    }
  }

  get mapSize(): number {
    return this.#differences.size;
  }

  newProgram(): void {
    this.#differences.clear();
  }
}

class DropTotals {
  readonly #differences = new Differences();
  readonly totals = new Map<string, RawDrop>();

  fold(entries: readonly MapEntry[]): void {
    for (const { key, value } of entries) {
      const numbers = key.map(keyNumber);
      const [inum, ifindex, ingress, reason, location] = numbers;
      if (numbers.length !== 5 || inum == null || ifindex == null || ingress == null || reason == null || location == null)
        continue;
      const id = numbers.join();
      const growth = Number(this.#differences.grow(id, value));
      const before = this.totals.get(id);
      if (growth === 0 && before !== undefined) continue;
      keep(this.totals, id, {
        key: inum === 0n ? null : probeKey(Number(inum), Number(ifindex)),
        ingressIfindex: Number(ingress),
        reason: Number(reason),
        location,
        packets: (before?.packets ?? 0) + growth,
      });
    }
  }

  get mapSize(): number {
    return this.#differences.size;
  }

  newProgram(): void {
    this.#differences.clear();
  }
}

export class Tally {
  readonly #xmit = new MovedTotals();
  readonly #retry = new MovedTotals();
  readonly #drop = new DropTotals();
  /** What was given out last, so that nothing given out later is less. */
  #given: ReadonlyMap<ProbeKey, Moved> = new Map();

  /** A new program begins at zero; what was counted stays. */
  newProgram(): void {
    for (const part of [this.#xmit, this.#retry, this.#drop]) part.newProgram();
  }

  /** Takes one printed map; maps of other names are not counted. */
  fold(map: string, entries: readonly MapEntry[]): void {
    const part = { '@xmit': this.#xmit, '@retry': this.#retry, '@drop': this.#drop }[map];
    part?.fold(entries);
  }

  /** Entries in the fullest map of the running program. */
  get fullest(): number {
    return Math.max(this.#xmit.mapSize, this.#retry.mapSize, this.#drop.mapSize);
  }

  totals(): Totals {
    const xmit = new Map<ProbeKey, Moved>();
    for (const [link, moved] of this.#xmit.totals) xmit.set(link, this.#once(link, moved));
    this.#given = xmit;
    return { xmit, drops: [...this.#drop.totals.values()] };
  }

  /** Without the second attempts. One may be announced before it is made, so the difference can be too small for a moment. */
  #once(link: ProbeKey, moved: Moved): Moved {
    const again = this.#retry.totals.get(link);
    const before = this.#given.get(link);
    if (again === undefined) return moved;
    return {
      packets: Math.max(before?.packets ?? 0, moved.packets - again.packets),
      bytes: Math.max(before?.bytes ?? 0, moved.bytes - again.bytes),
    };
  }
}

/** Sets the value as the newest, and forgets the oldest where there are too many: a map gives its keys in the order of setting. */
function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MOST_KEPT) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

function linkOf(key: readonly string[]): ProbeKey | null {
  const [inum, ifindex] = key.map(keyNumber);
  return key.length !== 2 || inum == null || ifindex == null ? null : probeKey(Number(inum), Number(ifindex));
}
