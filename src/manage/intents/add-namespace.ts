import { newNamespaceProblems } from '../checks.js';
import { NO_NEEDS } from '../facts/model.js';
import type { Planner } from './proposal.js';
import { namespaceSteps } from './where.js';

export interface AddNamespace {
  readonly kind: 'add-namespace';
  readonly name: string;
}

export const addNamespaceIntent: Planner<AddNamespace> = {
  needs: () => NO_NEEDS,
  propose: ({ name }, { inventory }) => ({
    plan: { title: `add namespace ${name}`, steps: namespaceSteps(name) },
    effects: [],
    notes: [],
    problems: newNamespaceProblems(inventory, name),
  }),
};
