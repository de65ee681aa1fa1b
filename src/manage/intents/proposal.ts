/** What a planner gives for an intent: the plan, what it takes along, and what stands in the way. Pure data. */
import type { Inventory } from '../../inventory/model.js';
import type { HostFacts, Needs } from '../facts/model.js';
import type { Plan } from '../plan.js';
import type { Problem } from '../problem.js';

export interface Proposal {
  readonly plan: Plan;
  /** The blast radius: what goes, stops or changes beyond what was asked for. */
  readonly effects: readonly string[];
  /** What a person should know, and that changes nothing. */
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** One kind of change. Adding one is adding a file and a line in index.ts. */
export interface Planner<Intent> {
  /** What has to be read. @throws VethtopError when a name means nothing on this host. */
  needs(intent: Intent, inventory: Inventory): Needs;
  /** @throws VethtopError likewise. */
  propose(intent: Intent, facts: HostFacts): Proposal;
}

export function nothing(title: string, problems: readonly Problem[]): Proposal {
  return { plan: { title, steps: [] }, effects: [], notes: [], problems };
}
