/**
 * Keeps the heap of a screen that runs all day small. V8 lets the young generation grow to 32 MiB and more, and the old one to twice
 * what lives in it: good for a server, and half as much again as the screen needs. Measured by `scripts/bench tui`.
 */
import v8 from 'node:v8';

/** The young generation stays at the 2 MiB that it begins with; the old one is collected when it has grown by this much. */
const OPTIONS = ['--semi-space-growth-factor=1', '--heap-growing-percent=30'];
/** Later ones may have other names for these options, and would say so on the screen. */
const NEWEST_KNOWN_NODE = 25;

/** To be called early: what has grown by then stays. */
export function keepHeapSmall(): void {
  if (Number.parseInt(process.versions.node, 10) > NEWEST_KNOWN_NODE) return;
  for (const option of OPTIONS) v8.setFlagsFromString(option);
}
