/** How many entries the maps of a program have room for. Pure. */

const SMALLEST = 4096;
/** Each entry costs 8 bytes per CPU and about 100 more, in each of three maps. */
const LARGEST = 1 << 20;
/** Drops have more keys than links: one for each reason and function. */
const PER_LINK = 4;
const FULL = 0.9;

/** A power of two, so that it changes seldom. */
export function capacityFor(linkCount: number): number {
  const wanted = Math.max(SMALLEST, linkCount * PER_LINK);
  return Math.min(LARGEST, 2 ** Math.ceil(Math.log2(wanted)));
}

/** The next size, when `entries` nearly fill `capacity`; null while there is room, or no larger size. */
export function enlarged(capacity: number, entries: number): number | null {
  return entries >= capacity * FULL && capacity < LARGEST ? capacity * 2 : null;
}
