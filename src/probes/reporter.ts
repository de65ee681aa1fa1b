/** Turns one program's reports into samples, in order, with names looked up before a sample is given out. */
import type { Sample } from './model.js';
import type { Names } from './names.js';
import { Sampler } from './sample.js';
import type { Tally, Totals } from './tally.js';

interface Report {
  readonly at: number;
  readonly monotonicMs: number;
  readonly totals: Totals;
}

export class Reporter {
  readonly #tally: Tally;
  readonly #names: Names;
  readonly #sampler: Sampler;
  readonly #onSample: (sample: Sample) => void;
  #epoch = 0;
  #frames = 0;
  /** What was counted before this program, and when it began to count. */
  #baseline: { readonly at: number; readonly atMs: number; readonly totals: Totals } | null = null;
  /** Reports that wait for names. The first is the program's baseline; of the others only the last is of use. */
  #waiting: Report[] = [];
  #learning = false;
  /** performance.now() of the last report, or of the start. */
  lastAtMs = performance.now();

  constructor(tally: Tally, names: Names, onSample: (sample: Sample) => void) {
    this.#tally = tally;
    this.#names = names;
    this.#sampler = new Sampler(names);
    this.#onSample = onSample;
  }

  start(epoch: number): void {
    this.#epoch = epoch;
    this.lastAtMs = performance.now();
    this.#baseline = { at: Date.now(), atMs: this.lastAtMs, totals: this.#tally.totals() };
  }

  /** A report is complete: every `framesPerSample`-th becomes a sample. */
  frame(monotonicMs: number, framesPerSample: number): void {
    this.lastAtMs = performance.now();
    if (this.#baseline !== null) {
      // The kernel's clock at the start is known once there is a report to compare with: first rates come with the first report.
      const { at, atMs, totals } = this.#baseline;
      this.#baseline = null;
      this.#report({ at, monotonicMs: monotonicMs - (this.lastAtMs - atMs), totals });
    }
    this.#frames += 1;
    if (this.#frames % framesPerSample !== 0) return;
    this.#report({ at: Date.now(), monotonicMs, totals: this.#tally.totals() });
  }

  #report(report: Report): void {
    if (!this.#learning && this.#names.knows(report.totals.drops)) {
      this.#give(report);
      return;
    }
    this.#waiting = [...this.#waiting.slice(0, 1), report];
    if (!this.#learning) void this.#learn();
  }

  async #learn(): Promise<void> {
    this.#learning = true;
    while (this.#waiting.length > 0) {
      const reports = this.#waiting;
      await this.#names.learn(reports.flatMap(({ totals }) => totals.drops));
      this.#waiting = this.#waiting.filter(report => !reports.includes(report));
      for (const report of reports) this.#give(report);
    }
    this.#learning = false;
  }

  #give({ at, monotonicMs, totals }: Report): void {
    this.#onSample(this.#sampler.toSample({ at, monotonicMs, epoch: this.#epoch }, totals));
  }
}
