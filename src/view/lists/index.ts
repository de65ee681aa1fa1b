/** The table of views, in the order of their tabs. */
import type { UiState } from '../ui.js';
import { DOCTOR } from './doctor.js';
import { DROPS } from './drops.js';
import type { ListView } from './model.js';
import { NAMESPACES } from './namespaces.js';
import { PAIRS } from './pairs.js';
import { initialList, type ListState, type ViewId } from './state.js';
import { TOPOLOGY } from './topology.js';

export const VIEWS: Readonly<Record<ViewId, ListView>> = {
  pairs: PAIRS,
  namespaces: NAMESPACES,
  topology: TOPOLOGY,
  drops: DROPS,
  doctor: DOCTOR,
};

export function viewOf({ view }: Pick<UiState, 'view'>): ListView {
  return VIEWS[view];
}

export function initialLists(): Readonly<Record<ViewId, ListState>> {
  return {
    pairs: initialList(VIEWS.pairs.initialSort),
    namespaces: initialList(VIEWS.namespaces.initialSort),
    topology: initialList(VIEWS.topology.initialSort),
    drops: initialList(VIEWS.drops.initialSort),
    doctor: initialList(VIEWS.doctor.initialSort),
  };
}
