/** What a person has chosen in one list. */
import type { Sort } from '../sort.js';
import type { UiState } from '../ui.js';

/** Views, in the order of their tabs. */
export const VIEW_IDS = ['pairs', 'namespaces', 'topology', 'drops', 'doctor'] as const;
export type ViewId = (typeof VIEW_IDS)[number];

export interface ListState {
  /** Null: the first row, whichever that is, until somebody moves. */
  readonly selectedId: string | null;
  /** Where the selected row was last, for when it vanishes. */
  readonly selectedIndex: number;
  /** First row on the screen. */
  readonly top: number;
  readonly columnOffset: number;
  /** The text of a filter that is right. */
  readonly filter: string;
  readonly sort: Sort;
  /** Id of what the rows are grouped by; null: not at all. */
  readonly group: string | null;
  /** Ids of groups and branches that a person has folded, or unfolded where they are folded at first. */
  readonly turned: ReadonlySet<string>;
  readonly tagged: ReadonlySet<string>;
  /** Rows that a person has put out of sight. */
  readonly hidden: ReadonlySet<string>;
  readonly hiddenColumns: ReadonlySet<string>;
  /** The selected row keeps its place on the screen, whatever the order does. */
  readonly following: boolean;
}

export const NOTHING: ReadonlySet<string> = new Set();

export function initialList(sort: Sort): ListState {
  return {
    selectedId: null,
    selectedIndex: 0,
    top: 0,
    columnOffset: 0,
    filter: '',
    sort,
    group: null,
    turned: NOTHING,
    tagged: NOTHING,
    hidden: NOTHING,
    hiddenColumns: NOTHING,
    following: false,
  };
}

/** The set with the id in it or, where it was there, without it. */
export function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The chosen list's state. */
export function listState(ui: UiState): ListState {
  return ui.lists[ui.view];
}

/** The same state with changes to the chosen list. */
export function withList(ui: UiState, change: Partial<ListState>): UiState {
  return { ...ui, lists: { ...ui.lists, [ui.view]: { ...ui.lists[ui.view], ...change } } };
}
