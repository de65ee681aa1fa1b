/** What `watch` and `drops` have in common: reports of a session printed one after the other, until there are enough. */
import { withCleanUp } from '../core/shutdown.js';
import type { Inventory } from '../inventory/model.js';
import { type SessionOptions, startSession } from '../live/session.js';
import type { RateFrame } from '../rates/model.js';
import { eachFrame } from './each-frame.js';
import { parseNumber, say } from './stream.js';

/** `-n` as typed: how many. @throws VethtopError `usage`. */
export function parseCount(count: string | undefined): number {
  return count === undefined ? Number.POSITIVE_INFINITY : parseNumber(count, '-n', 1, 1e9);
}

/**
 * Starts a session, prints `most` reports with `onReport`, and ends it. What goes wrong with the probes is said on stderr, once.
 * The first report is the one to count from: probes are attached by then, or there will be none.
 */
export async function printReports(
  options: SessionOptions,
  most: number,
  onReport: (frame: RateFrame, inventory: Inventory) => Promise<void>,
): Promise<number> {
  const live = startSession(options);
  let count = 0;
  let said = '';
  await withCleanUp(
    signal =>
      eachFrame(live, signal, async (frame, { inventory }) => {
        const { status, flavour, message } = frame.probe;
        if (status === 'starting') return 'more';
        const note = message === null ? '' : `vethtop: ${flavour}: ${message}`;
        if (note !== '' && note !== said) say(note);
        said = note;
        await onReport(frame, inventory);
        count++;
        return count >= most ? 'enough' : 'more';
      }),
    () => live.stop(),
  );
  return 0;
}
