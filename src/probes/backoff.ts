/** How long to wait before the next start. Pure but for its own memory. */

const FIRST_MS = 250;
const LONGEST_MS = 10_000;
/** A program that counted for so many times the last wait was well: starting it costs little against what it counted. */
const WELL_FACTOR = 8;
/** And after this time in any case. */
const WELL_MS = 30_000;

export class Backoff {
  #waitMs = 0;

  /** @param livedMs how long the program that just ended was counting. */
  nextMs(livedMs: number): number {
    const wasWell = livedMs >= Math.min(WELL_MS, this.#waitMs * WELL_FACTOR);
    this.#waitMs = wasWell ? FIRST_MS : Math.min(LONGEST_MS, this.#waitMs * 2);
    return this.#waitMs;
  }
}
