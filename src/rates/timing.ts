/** When reports come, and what a rate is after each tick. */

/** Ticks without a report after which what was last known is no longer shown. */
export const STALE_AFTER_TICKS = 3;

/** Two reports closer than this are one report: the quotient would be noise, or no number at all. */
const SHORTEST_INTERVAL_MS = 1;

/**
 * What a tick brought. `none`: no new report; `first`: one, with nothing to subtract from; `interval`: one that gives
 * rates; `break`: one whose difference from the last is not what happened in between (restart of the probe, clock set back).
 */
export type Step = 'none' | 'first' | 'interval' | 'break';

export interface Timing {
  readonly step: Step;
  /** The last report's own monotonic timestamp. */
  readonly lastMs: number | null;
  /** Between the last two reports; null before the second and after a clock that went back. */
  readonly intervalMs: number | null;
  /** Ticks since the last report. */
  readonly missedTicks: number;
}

export const NO_REPORT_YET: Timing = { step: 'none', lastMs: null, intervalMs: null, missedTicks: 0 };

/** Is a report of this timestamp a new one? */
export function isNew(timing: Pick<Timing, 'lastMs'>, monotonicMs: number): boolean {
  if (!Number.isFinite(monotonicMs)) return false;
  return timing.lastMs === null || Math.abs(monotonicMs - timing.lastMs) >= SHORTEST_INTERVAL_MS;
}

export type MutableTiming = { -readonly [Name in keyof Timing]: Timing[Name] };

/** `monotonicMs`: null where the tick has no report. `broken`: the report can't be compared with the last one. */
export function step(timing: Timing, monotonicMs: number | null, broken: boolean): Timing {
  const next = { ...timing };
  stepOn(next, monotonicMs, broken);
  return next;
}

/** `step` in place: for what there are thousands of. */
export function stepOn(timing: MutableTiming, monotonicMs: number | null, broken: boolean): void {
  if (monotonicMs === null || !isNew(timing, monotonicMs)) {
    timing.step = 'none';
    timing.missedTicks += 1;
    return;
  }
  const intervalMs = timing.lastMs === null ? null : monotonicMs - timing.lastMs;
  const comparable = intervalMs !== null && intervalMs >= 0;
  if (comparable && !broken) timing.step = 'interval';
  else timing.step = intervalMs === null ? 'first' : 'break';
  timing.lastMs = monotonicMs;
  timing.intervalMs = comparable ? intervalMs : null;
  timing.missedTicks = 0;
}

/**
 * A rate after this tick: the new one, the last known while no report has come for a short time, or null.
 * `restarted`: the counter went backwards, so its difference means nothing.
 */
export function rateAfter(timing: Timing, last: number | null, delta: number, restarted: boolean): number | null {
  switch (timing.step) {
    case 'none':
      return timing.missedTicks < STALE_AFTER_TICKS ? last : null;
    case 'first':
    case 'break':
      return null;
    case 'interval':
      return restarted || timing.intervalMs === null ? null : perSecond(delta, timing.intervalMs);
  }
}

export function perSecond(delta: number, intervalMs: number): number {
  return (delta * 1000) / intervalMs;
}
