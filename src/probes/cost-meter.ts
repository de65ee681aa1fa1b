/** Measures what the running programs cost, in short windows: the statistics cost too, so they are on a tenth of the time. */
import { type BpfStatistics, enableBpfStatistics } from './bpf-statistics.js';
import { costBetween } from './cost.js';
import type { ProbeCost } from './model.js';
import { readProgramRuns } from './program-runs.js';

const WINDOW_MS = 200;
const EVERY_MS = 2000;

export class CostMeter {
  readonly #pidOf: () => number | null;
  readonly #onCost: (cost: ProbeCost | null) => void;
  #statistics: BpfStatistics | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param pidOf process that holds the programs; null: none runs. @param onCost null: it can't be measured. */
  constructor(pidOf: () => number | null, onCost: (cost: ProbeCost | null) => void) {
    this.#pidOf = pidOf;
    this.#onCost = onCost;
  }

  start(): void {
    if (this.#timer === null) this.#timer = setTimeout(() => this.#open(), 0);
  }

  /** Leaves the statistics as they were. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#close();
  }

  #open(): void {
    const pid = this.#pidOf();
    if (pid === null) {
      this.#timer = setTimeout(() => this.#open(), EVERY_MS);
      return;
    }
    this.#statistics = enableBpfStatistics();
    if (this.#statistics.kind === 'refused') {
      // A refusal is not asked for again: nothing gives a running process more privileges.
      this.#onCost(null);
      return;
    }
    const before = readProgramRuns(pid);
    const fromMs = performance.now();
    this.#timer = setTimeout(() => {
      const cost = costBetween(before, readProgramRuns(pid), performance.now() - fromMs);
      this.#close();
      this.#timer = setTimeout(() => this.#open(), EVERY_MS - WINDOW_MS);
      // A program that ended meanwhile says nothing.
      if (cost !== null) this.#onCost(cost);
    }, WINDOW_MS);
  }

  #close(): void {
    if (this.#statistics?.kind === 'on') this.#statistics.off();
    this.#statistics = null;
  }
}
