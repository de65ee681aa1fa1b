/**
 * Rings of recent values. Many rings share blocks of memory: what is written in one tick, to all pairs, lies side by side, so
 * that a tick touches a few pages and a young vethtop has touched few of them.
 *
 * Ownership: a ring belongs to the rate state and is written once per tick. What frames carry are views: a view knows
 * how far the ring had been written when it was made, builds an array only for a series that somebody reads, and keeps it.
 * Read late, it gives null for values that the ring has overwritten since; it never shows newer ones. A ring's place is another
 * one's when nobody holds the ring or a view of it any longer.
 * Values are kept in 16 bits (short-float.ts): they are drawn, not summed.
 */
import type { History } from './model.js';
import { fromShort, toShort } from './short-float.js';

export type Value = number | null;

/** Rings of one block; it goes with the last of them. */
const RINGS_PER_BLOCK = 256;

interface Block {
  readonly values: Uint16Array;
  /** Places of rings that nobody holds. */
  readonly free: number[];
}

interface Place {
  readonly block: Block;
  readonly index: number;
}

/** Makes rings of one shape. */
export class RingStore {
  readonly seriesCount: number;
  readonly capacity: number;
  readonly #ringsPerBlock: number;
  #blocks: Block[] = [];
  readonly #collected = new FinalizationRegistry<Place>(place => this.#giveBack(place));

  constructor(seriesCount: number, capacity: number, ringsPerBlock = RINGS_PER_BLOCK) {
    this.seriesCount = seriesCount;
    this.capacity = capacity;
    this.#ringsPerBlock = ringsPerBlock;
  }

  create(): Ring {
    let block = this.#blocks.find(({ free }) => free.length > 0);
    if (block === undefined) {
      const count = this.#ringsPerBlock;
      const free = Array.from({ length: count }, (_, place) => count - 1 - place);
      block = { values: new Uint16Array(this.seriesCount * this.capacity * count), free };
      this.#blocks.push(block);
    }
    const index = block.free.pop() ?? 0;
    const ring = new Ring(this, block.values, index * this.seriesCount, this.#ringsPerBlock * this.seriesCount);
    this.#collected.register(ring, { block, index });
    return ring;
  }

  /** Rings that memory is held for. */
  get room(): number {
    return this.#blocks.length * this.#ringsPerBlock;
  }

  #giveBack({ block, index }: Place): void {
    block.free.push(index);
    if (block.free.length === this.#ringsPerBlock) this.#blocks = this.#blocks.filter(other => other !== block);
  }
}

export class Ring {
  readonly capacity: number;
  readonly seriesCount: number;
  readonly #values: Uint16Array;
  readonly #offset: number;
  /** From what is written in one tick to what is written in the next. */
  readonly #stride: number;
  /** Values written so far to each series. */
  written = 0;

  /** Made by a RingStore. */
  constructor({ capacity, seriesCount }: RingStore, values: Uint16Array, offset: number, stride: number) {
    this.capacity = capacity;
    this.seriesCount = seriesCount;
    this.#values = values;
    this.#offset = offset;
    this.#stride = stride;
  }

  /** Writes one value to each series, in their order. */
  push(...values: readonly Value[]): void {
    const from = this.#at(this.written);
    for (let index = 0; index < this.seriesCount; index++) this.#values[from + index] = toShort(values[index] ?? null);
    this.written += 1;
  }

  /** The last values of one series up to `end` (a former `written`), oldest first. */
  read(seriesIndex: number, end: number = this.written): readonly Value[] {
    if (seriesIndex < 0 || seriesIndex >= this.seriesCount) throw new RangeError(`the ring has no series ${seriesIndex}`);
    const overwritten = this.written - this.capacity;
    const values: Value[] = [];
    for (let index = Math.max(0, end - this.capacity); index < end; index++) {
      values.push(index < overwritten ? null : fromShort(this.#values[this.#at(index) + seriesIndex] ?? 0));
    }
    return values;
  }

  #at(index: number): number {
    return (index % this.capacity) * this.#stride + this.#offset;
  }
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
    const values = this.#ring.read(index, this.#end);
    this.#read[index] = values;
    return values;
  }
}
