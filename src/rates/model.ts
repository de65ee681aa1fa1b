/** Rates: differences of two samples over their real interval. Unknown is null, never 0. */
import type { Depth, DropClass, Flavour, ProbeKey, ProbeState } from '../probes/model.js';

export interface DirectionRate {
  readonly packetsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** Totals since vethtop started watching; they never go back. */
  readonly packets: number | null;
  readonly bytes: number | null;
}

export interface DropRate {
  readonly end: 'a' | 'b';
  readonly reason: string;
  readonly function: string;
  readonly class: DropClass;
  readonly cause: string | null;
  readonly hint?: string | null;
  readonly perSecond: number | null;
  readonly total: number;
}

/** Drops on a link that is no end of a pair, or on none. */
export interface OtherDropRate extends Omit<DropRate, 'end'> {
  /** null: without a device, dropped at a socket. */
  readonly key: ProbeKey | null;
}

/** Ring of recent values, oldest first; null where nothing is known (before the first report, in a gap). */
export interface History {
  readonly ab: readonly (number | null)[];
  readonly ba: readonly (number | null)[];
  readonly abBytes: readonly (number | null)[];
  readonly baBytes: readonly (number | null)[];
  readonly drops: readonly (number | null)[];
}

export interface PairRate {
  readonly id: string;
  /** What `ab` and `ba` were counted by: the probes, or the kernel's link counters. null while neither has said anything. */
  readonly source: 'probe' | 'kernel' | null;
  readonly ab: DirectionRate;
  readonly ba: DirectionRate;
  /** Drops of class `loss` at either end per second; null while unknown. */
  readonly dropsPerSecond: number | null;
  /** Total drops of class `loss` at either end so far; null while unknown. */
  readonly dropsTotal: number | null;
  /** Every kind of drop, also benign ones. */
  readonly drops: readonly DropRate[];
  /** What the kernel's own counters say for the same interval: packets/s transmitted by each end. */
  readonly kernel: { readonly abPacketsPerSecond: number | null; readonly baPacketsPerSecond: number | null };
  /** Packets reach an end that its peer did not transmit (bpf_redirect_peer, XDP_REDIRECT): only `kernel` counts those. */
  readonly bypass?: boolean;
  readonly history: History;
}

/** One tick: every pair's rates. */
export interface RateFrame {
  /** Wall clock, milliseconds since the epoch. */
  readonly at: number;
  /** Real length of the interval; null for the first report, when there is nothing to subtract. */
  readonly intervalMs: number | null;
  readonly flavour: Flavour;
  readonly depth: Depth;
  readonly pairs: ReadonlyMap<string, PairRate>;
  /** Sums over all pairs. */
  readonly total: {
    readonly packetsPerSecond: number | null;
    readonly bytesPerSecond: number | null;
    readonly dropsPerSecond: number | null;
    readonly packetsHistory: readonly (number | null)[];
    readonly dropsHistory: readonly (number | null)[];
    /** The commonest reason among the losses of this interval and its share, 0…1. */
    readonly topReason: { readonly reason: string; readonly share: number } | null;
  };
  /** Losses per second on links that are no end of a pair, or on no link at all. */
  readonly otherDropsPerSecond: number | null;
  /** The same, by link, reason and function, of every class. */
  readonly otherDrops?: readonly OtherDropRate[];
  /** Something was not counted between the last report and this one (restart of the probe program). */
  readonly gap: boolean;
  readonly probe: ProbeState;
}
