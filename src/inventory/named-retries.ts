/**
 * When to look for new names: `ip netns add` makes the file, which is heard of, and mounts on it a moment later, which is not. On a
 * busy machine that moment may be long.
 */

/** After the first of some files that were heard of. */
const SOON_MS = [10, 60, 200] as const;
/** After the last one. */
const LATE_MS = 2000;

export interface NamedRetriesOptions {
  /** Runs a task once after a time, unless everything has been stopped. */
  readonly later: (delayMs: number, task: () => void) => void;
  readonly look: () => void;
}

export class NamedRetries {
  readonly #options: NamedRetriesOptions;
  #looking = false;
  /** A file was heard of while the looks of an earlier one went on: it gets looks of its own after them. */
  #again = false;
  /** Counts the files; only the last one's late look is made. */
  #heard = 0;

  constructor(options: NamedRetriesOptions) {
    this.#options = options;
  }

  /** A file was made or removed. */
  heard(): void {
    const { later, look } = this.#options;
    const number = ++this.#heard;
    later(LATE_MS, () => {
      if (number === this.#heard) look();
    });
    if (this.#looking) this.#again = true;
    else this.#soon();
  }

  #soon(): void {
    const { later, look } = this.#options;
    this.#looking = true;
    this.#again = false;
    for (const delayMs of SOON_MS) later(delayMs, look);
    later(Math.max(...SOON_MS), () => {
      this.#looking = false;
      if (this.#again) this.#soon();
    });
  }
}
