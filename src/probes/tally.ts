/** Totals over all programs so far, from what each program prints. Pure but for its own memory; totals never go back. */
import { keyNumber, type MapEntry } from './decode.js';
import { type LinkTotals, type ProbeKey, probeKey } from './model.js';

/** One kind of drop by numbers; names come later. The same object in every report. */
export interface DropKind {
  readonly key: ProbeKey | null;
  readonly ingressIfindex: number;
  readonly reason: number;
  /** Return address in the dropping function. */
  readonly location: bigint;
}

export interface RawDrop {
  readonly kind: DropKind;
  readonly packets: number;
  /** When that was last more than before, on the clock that the tally is given. */
  readonly grewAtMs: number;
}

/** Immutable. */
export interface Totals {
  /** Without the failures, which have names only later. */
  readonly xmit: ReadonlyMap<ProbeKey, LinkTotals>;
  readonly drops: readonly RawDrop[];
}

/** `xmit.bt`: bytes in the low 38 bits, packets above them. */
const BYTES_BITS = 38n;
const BYTES_MASK = (1n << BYTES_BITS) - 1n;
/** Links, and kinds of drop, that are remembered: those that have moved last. A host that makes and removes containers all day has no end of them. */
const MOST_KEPT = 1 << 16;
/** A kind of drop that has not grown for so long is forgotten, within the time of a sweep. */
const QUIET_MS = 300_000;
const SWEEP_MS = 30_000;
const NOTHING: LinkTotals = { xmitPackets: 0, xmitBytes: 0, xmitFailed: 0 };

/** One key of the running program's map. */
interface Row<Meaning> {
  /** null: no key of ours; undefined: forgotten, to be found out again should the value grow. */
  meaning: Meaning | null | undefined;
  last: bigint;
}

/** One program's map: by how much each value grew, and what its keys mean, found out once. */
class Rows<Meaning> {
  #rows = new Map<string, Row<Meaning>>();
  readonly #parse: (key: string) => Meaning | null;

  constructor(parse: (key: string) => Meaning | null) {
    this.#parse = parse;
  }

  /** Calls `onGrowth` for each value that grew, modulo 2^64. One that went back, which no map of ours does, has not. */
  fold(entries: readonly MapEntry[], onGrowth: (meaning: Meaning, growth: bigint) => void): void {
    for (const { key, value } of entries) {
      let row = this.#rows.get(key);
      if (row === undefined) {
        row = { meaning: this.#parse(key), last: 0n };
        this.#rows.set(key, row);
      }
      if (value === row.last) continue;
      const growth = BigInt.asIntN(64, value - row.last);
      row.last = value;
      if (row.meaning === undefined) row.meaning = this.#parse(key);
      if (growth > 0n && row.meaning !== null) onGrowth(row.meaning, growth);
    }
  }

  /** What these keys mean need not be kept; their values are, to go on from. */
  forget(isOver: (meaning: Meaning) => boolean): void {
    for (const row of this.#rows.values()) if (row.meaning != null && isOver(row.meaning)) row.meaning = undefined;
  }

  get size(): number {
    return this.#rows.size;
  }

  clear(): void {
    this.#rows = new Map();
  }
}

/** Packets and bytes by link, from packed values. */
class MovedTotals {
  readonly #rows = new Rows(linkOf);
  readonly totals = new Map<ProbeKey, LinkTotals>();

  fold(entries: readonly MapEntry[]): void {
    this.#rows.fold(entries, (link, growth) => {
      const before = this.totals.get(link) ?? NOTHING;
      keep(this.totals, link, {
        xmitPackets: before.xmitPackets + Number(growth >> BYTES_BITS),
        xmitBytes: before.xmitBytes + Number(growth & BYTES_MASK),
        xmitFailed: 0,
      });
    });
  }

  get mapSize(): number {
    return this.#rows.size;
  }

  newProgram(): void {
    this.#rows.clear();
  }
}

class DropTotals {
  readonly #rows = new Rows(dropOf);
  readonly totals = new Map<string, RawDrop>();

  fold(entries: readonly MapEntry[], nowMs: number): void {
    this.#rows.fold(entries, ({ id, kind }, growth) => {
      const before = this.totals.get(id);
      keep(this.totals, id, { kind: before?.kind ?? kind, packets: (before?.packets ?? 0) + Number(growth), grewAtMs: nowMs });
    });
  }

  /**
   * Forgets the kinds that have not grown for long: the links of most of them are gone. One that grows again begins at 0, and
   * whoever adds up (rates/drop-ledger.ts) goes on from what it had.
   */
  forgetQuiet(nowMs: number): void {
    const before = this.totals.size;
    for (const [id, { grewAtMs }] of this.totals) if (nowMs - grewAtMs >= QUIET_MS) this.totals.delete(id);
    if (this.totals.size < before) this.#rows.forget(({ id }) => !this.totals.has(id));
  }

  get mapSize(): number {
    return this.#rows.size;
  }

  newProgram(): void {
    this.#rows.clear();
  }
}

export class Tally {
  readonly #xmit = new MovedTotals();
  readonly #retry = new MovedTotals();
  readonly #drop = new DropTotals();
  #sweptAtMs = Number.NEGATIVE_INFINITY;
  /** What was given out last, so that nothing given out later is less. */
  #given: ReadonlyMap<ProbeKey, LinkTotals> = new Map();

  /** A new program begins at zero; what was counted stays. */
  newProgram(): void {
    for (const part of [this.#xmit, this.#retry, this.#drop]) part.newProgram();
  }

  /** Takes one printed map; maps of other names are not counted. `nowMs`: of any clock that only goes on. */
  fold(map: string, entries: readonly MapEntry[], nowMs: number): void {
    const part = { '@xmit': this.#xmit, '@retry': this.#retry, '@drop': this.#drop }[map];
    part?.fold(entries, nowMs);
    if (nowMs - this.#sweptAtMs < SWEEP_MS) return;
    this.#sweptAtMs = nowMs;
    this.#drop.forgetQuiet(nowMs);
  }

  /** Entries in the fullest map of the running program. */
  get fullest(): number {
    return Math.max(this.#xmit.mapSize, this.#retry.mapSize, this.#drop.mapSize);
  }

  totals(): Totals {
    const xmit = new Map<ProbeKey, LinkTotals>();
    // Not new Map(…): that makes an array of each entry.
    this.#xmit.totals.forEach((moved, link) => {
      xmit.set(link, moved);
    });
    for (const [link, again] of this.#retry.totals) {
      const moved = xmit.get(link);
      if (moved !== undefined) xmit.set(link, withoutSecond(moved, again, this.#given.get(link) ?? NOTHING));
    }
    this.#given = xmit;
    const drops: RawDrop[] = [];
    this.#drop.totals.forEach(drop => {
      drops.push(drop);
    });
    return { xmit, drops };
  }
}

/** Without the second attempts. One may be announced before it is made, so the difference can be too small for a moment. */
function withoutSecond(moved: LinkTotals, again: LinkTotals, before: LinkTotals): LinkTotals {
  return {
    xmitPackets: Math.max(before.xmitPackets, moved.xmitPackets - again.xmitPackets),
    xmitBytes: Math.max(before.xmitBytes, moved.xmitBytes - again.xmitBytes),
    xmitFailed: 0,
  };
}

/**
 * Sets the value as the newest, and forgets the oldest where there are too many: a map gives its keys in the order of setting.
 * While it is far from full the order does not matter.
 */
export function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (map.size > MOST_KEPT / 2) map.delete(key);
  map.set(key, value);
  if (map.size <= MOST_KEPT) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

function linkOf(key: string): ProbeKey | null {
  const numbers = key.split(',').map(keyNumber);
  const [inum, ifindex] = numbers;
  return numbers.length !== 2 || inum == null || ifindex == null ? null : probeKey(Number(inum), Number(ifindex));
}

/** The numbers are the id: another bpftrace may print the same key in another way. */
function dropOf(key: string): { readonly id: string; readonly kind: DropKind } | null {
  const numbers = key.split(',').map(keyNumber);
  const [inum, ifindex, ingress, reason, location] = numbers;
  if (numbers.length !== 5 || inum == null || ifindex == null || ingress == null || reason == null || location == null)
    return null;
  const kind = {
    key: inum === 0n ? null : probeKey(Number(inum), Number(ifindex)),
    ingressIfindex: Number(ingress),
    reason: Number(reason),
    location,
  };
  return { id: numbers.join(), kind };
}
