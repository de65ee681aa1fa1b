/** Looks for handles in the background: in slices, with rests, so that neither the screen nor the host notices. */

import { type HandleScan, handleScan } from './handles/index.js';
import type { ScanLevel } from './handles/source.js';
import type { HostInventory } from './host.js';
import type { NamespaceRecord } from './tables.js';

/** A scan works this long at a stretch. */
const SLICE_MS = 4;
const REST_MS = 20;
/** A scan may take this share of the time at most: the next one waits that much longer than the last one took. */
const SHARE = 0.004;

export interface PacedScanOptions {
  readonly host: HostInventory;
  readonly level: ScanLevel;
  readonly leastMs: number;
  /** Asked before each scan. */
  readonly wanted: () => boolean;
  /** Called before the result is applied: what is known must be up to date. */
  readonly beforeApply: () => void;
  readonly onResult: (added: readonly NamespaceRecord[]) => void;
  readonly later: (delayMs: number, task: () => void) => void;
}

export class PacedScan {
  readonly #options: PacedScanOptions;

  constructor(options: PacedScanOptions) {
    this.#options = options;
    this.#schedule(0);
  }

  #schedule(tookMs: number): void {
    const { leastMs, later } = this.#options;
    later(Math.max(leastMs, tookMs / SHARE), () => this.#start());
  }

  #start(): void {
    const { host, level, wanted } = this.#options;
    if (wanted()) this.#slice(handleScan(level), host.scans, 0);
    else this.#schedule(0);
  }

  #slice(scan: Generator<void, HandleScan>, scansAtStart: number, spentMs: number): void {
    const { host, later, onResult, beforeApply } = this.#options;
    const start = performance.now();
    for (;;) {
      const step = scan.next();
      if (step.done) {
        beforeApply();
        // Another scan in between knows better: this one may lack what came since it began.
        if (host.scans === scansAtStart) onResult(host.applyScan(step.value));
        this.#schedule(spentMs + performance.now() - start);
        return;
      }
      if (performance.now() - start < SLICE_MS) continue;
      const sofarMs = spentMs + performance.now() - start;
      later(REST_MS, () => this.#slice(scan, scansAtStart, sofarMs));
      return;
    }
  }
}
