/**
 * Rings of recent values, one allocation per ring for its whole life.
 *
 * Ownership: a ring belongs to the rate state and is written once per tick. What frames carry are views: a view knows
 * how far the ring had been written when it was made, builds an array only for a series that somebody reads, and keeps it.
 * Read late, it gives null for values that the ring has overwritten since; it never shows newer ones.
 * Values are kept as 32-bit floats (7 digits): they are drawn, not summed.
 */
import type { History } from './model.js';

export type Value = number | null;

export interface Ring {
  readonly capacity: number;
  readonly seriesCount: number;
  /** NaN stands for null. What is written at a time lies side by side: a tick touches one place of each ring and not five. */
  readonly values: Float32Array;
  /** Values written so far to each series. */
  written: number;
}

export function createRing(seriesCount: number, capacity: number): Ring {
  return { capacity, seriesCount, values: new Float32Array(seriesCount * capacity), written: 0 };
}

/** Writes one value to each series, in their order. */
export function push(ring: Ring, ...values: readonly Value[]): void {
  const from = (ring.written % ring.capacity) * ring.seriesCount;
  for (let index = 0; index < ring.seriesCount; index++) ring.values[from + index] = values[index] ?? Number.NaN;
  ring.written += 1;
}

/** The last values of one series up to `end` (a former `written`), oldest first. */
export function read(ring: Ring, seriesIndex: number, end: number = ring.written): readonly Value[] {
  if (seriesIndex < 0 || seriesIndex >= ring.seriesCount) throw new RangeError(`the ring has no series ${seriesIndex}`);
  const overwritten = ring.written - ring.capacity;
  const values: Value[] = [];
  for (let index = Math.max(0, end - ring.capacity); index < end; index++) {
    const value = index < overwritten ? undefined : ring.values[(index % ring.capacity) * ring.seriesCount + seriesIndex];
    values.push(value === undefined || Number.isNaN(value) ? null : value);
  }
  return values;
}

/** The series of a pair's ring, in this order. */
export const PAIR_SERIES = ['ab', 'ba', 'abBytes', 'baBytes', 'drops'] as const satisfies readonly (keyof History)[];

/** A pair's history as it is now. */
export class HistoryView implements History {
  readonly #ring: Ring;
  readonly #end: number;
  /** By series, made when the first is read: most views are of rows that nobody looks at. */
  #read: (readonly Value[])[] | null = null;

  constructor(ring: Ring) {
    this.#ring = ring;
    this.#end = ring.written;
  }

  get ab(): readonly Value[] {
    return this.#series(0);
  }
  get ba(): readonly Value[] {
    return this.#series(1);
  }
  get abBytes(): readonly Value[] {
    return this.#series(2);
  }
  get baBytes(): readonly Value[] {
    return this.#series(3);
  }
  get drops(): readonly Value[] {
    return this.#series(4);
  }

  #series(index: number): readonly Value[] {
    this.#read ??= [];
    const known = this.#read[index];
    if (known !== undefined) return known;
    const values = read(this.#ring, index, this.#end);
    this.#read[index] = values;
    return values;
  }
}
