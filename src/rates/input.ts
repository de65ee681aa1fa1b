/** What a tick of the rates is made from. */
import type { Counters, Inventory, LinkKey } from '../inventory/model.js';
import type { ProbeState, Sample } from '../probes/model.js';

/** One reading of the kernel's counters. */
export interface CounterReading {
  /** When they were read, monotonic clock, milliseconds; need not be the clock of the samples. */
  readonly monotonicMs: number;
  /** Valid during the call: the objects may be used again. */
  readonly links: ReadonlyMap<LinkKey, Counters>;
}

export interface RateInput {
  /** Wall clock, milliseconds since the epoch. */
  readonly at: number;
  /** The report of this interval; null, or the last one again, where none has come. */
  readonly sample: Sample | null;
  /** null, or the last one again, where none was made. */
  readonly counters: CounterReading | null;
  readonly inventory: Inventory;
  readonly probe: ProbeState;
}
