/** Changes of several links in one plan, one after the other. None depends on what another one does. */
import { NO_NEEDS, unionOfNeeds } from '../facts/model.js';
import type { Planner } from './proposal.js';
import { setLinkIntent } from './set-link.js';
import type { SetLink } from './set-link-model.js';

export interface SetLinks {
  readonly kind: 'set-links';
  readonly changes: readonly SetLink[];
}

export const setLinksIntent: Planner<SetLinks> = {
  needs: ({ changes }, inventory) => changes.map(change => setLinkIntent.needs(change, inventory)).reduce(unionOfNeeds, NO_NEEDS),
  propose: ({ changes }, facts) => {
    const all = changes.map(change => setLinkIntent.propose(change, facts));
    return {
      plan: { title: all.map(({ plan }) => plan.title).join(', '), steps: all.flatMap(({ plan }) => plan.steps) },
      effects: all.flatMap(({ effects }) => effects),
      notes: all.flatMap(({ notes }) => notes),
      problems: all.flatMap(({ problems }) => problems),
    };
  },
};
