/** What the probes cost, from two readings of how long their programs ran. Pure. */
import type { ProbeCost } from './model.js';
import type { Runs } from './program-runs.js';

/**
 * The cost between two readings that are `intervalMs` apart; null where no program is in both.
 * The program that ran most often is the one that sees every packet; what the others took is part of that packet's price.
 */
export function costBetween(
  before: ReadonlyMap<number, Runs>,
  after: ReadonlyMap<number, Runs>,
  intervalMs: number,
): ProbeCost | null {
  let runTimeNs = 0;
  let mostRuns = 0;
  let programs = 0;
  for (const [id, now] of after) {
    const then = before.get(id);
    if (then === undefined) continue;
    programs += 1;
    runTimeNs += Math.max(0, now.runTimeNs - then.runTimeNs);
    mostRuns = Math.max(mostRuns, now.runs - then.runs);
  }
  if (programs === 0 || intervalMs <= 0) return null;
  return { nsPerPacket: mostRuns === 0 ? null : runTimeNs / mostRuns, corePercent: runTimeNs / 1e4 / intervalMs };
}
