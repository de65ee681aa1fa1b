/** How long to wait before the next start. Pure but for its own memory. */

const FIRST_MS = 250;
const LONGEST_MS = 10_000;
/** A program that lived this long was well. */
const HEALTHY_MS = 30_000;

export class Backoff {
  #failures = 0;

  /** @param livedMs how long the program that just ended was counting. */
  nextMs(livedMs: number): number {
    if (livedMs >= HEALTHY_MS) this.#failures = 0;
    const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    return waitMs;
  }
}
