/** What a running program was made for; another one is needed when it changes. Pure. */
import { cadenceFor } from './cadence.js';
import type { FlavourSpec } from './flavours.js';
import type { Depth } from './model.js';

export interface Wanted {
  readonly depth: Depth;
  readonly intervalMs: number;
  /** Entries in each map. */
  readonly capacity: number;
  /** See retries.ts. */
  readonly retries: boolean;
}

export interface Plan {
  readonly spec: FlavourSpec;
  readonly depth: Exclude<Depth, 'counters'>;
  readonly frameIntervalMs: number;
  readonly capacity: number;
  readonly retries: boolean;
}

/** null: no program is wanted. */
export function planFor(spec: FlavourSpec, { depth, intervalMs, capacity, retries }: Wanted): Plan | null {
  if (depth === 'counters') return null;
  return {
    spec,
    depth,
    frameIntervalMs: cadenceFor(intervalMs).frameIntervalMs,
    capacity,
    // Only a program that counts packets by a flavour that sees them twice is made differently.
    retries: retries && depth === 'full' && spec.retry.length > 0,
  };
}

export function isSamePlan(one: Plan, other: Plan | null): boolean {
  return (
    other !== null &&
    one.spec === other.spec &&
    one.depth === other.depth &&
    one.frameIntervalMs === other.frameIntervalMs &&
    one.capacity === other.capacity &&
    one.retries === other.retries
  );
}
