/** What is remembered of a person's choices from one run to the next. Pure; the file is the terminal's business. */
import { VIEWS } from './lists/index.js';
import { type ListState, VIEW_IDS, type ViewId } from './lists/state.js';
import { usualSort } from './sort.js';
import { THEME_NAMES } from './theme.js';
import type { UiState } from './ui.js';
import { RATE_UNITS } from './units.js';

const VERSION = 1;
const SCALES = ['si', 'iec'] as const;

interface RememberedList {
  readonly sort: { readonly column: string; readonly descending: boolean };
  readonly group: string | null;
  readonly hiddenColumns: readonly string[];
}

export interface Settings {
  readonly version: typeof VERSION;
  readonly theme: string;
  readonly units: { readonly rate: string; readonly scale: string };
  readonly lists: Readonly<Record<ViewId, RememberedList>>;
}

export function settingsOf({ theme, units, lists }: UiState): Settings {
  const remembered = ({ sort, group, hiddenColumns }: ListState): RememberedList => ({
    sort,
    group,
    hiddenColumns: [...hiddenColumns].sort(),
  });
  return {
    version: VERSION,
    theme,
    units,
    lists: {
      pairs: remembered(lists.pairs),
      namespaces: remembered(lists.namespaces),
      topology: remembered(lists.topology),
      drops: remembered(lists.drops),
      doctor: remembered(lists.doctor),
    },
  };
}

type Unknown = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(value: unknown, key: string): Unknown {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

function among<T>(values: readonly T[], value: unknown, otherwise: T): T {
  return values.find(one => one === value) ?? otherwise;
}

/**
 * The state with what was remembered; what isn't understood, of whatever version, is left as it is. `keep` names what the
 * command line has decided.
 */
export function withSettings(ui: UiState, settings: unknown, keep: { readonly sort: boolean; readonly theme: boolean }): UiState {
  const units = objectAt(settings, 'units');
  const lists = objectAt(settings, 'lists');
  const theme = isObject(settings) && !keep.theme ? among(THEME_NAMES, settings.theme, ui.theme) : ui.theme;
  const restored = (view: ViewId): ListState =>
    withList(ui.lists[view], view, objectAt(lists, view), keep.sort && view === 'pairs');
  return {
    ...ui,
    theme,
    units: { rate: among(RATE_UNITS, units.rate, ui.units.rate), scale: among(SCALES, units.scale, ui.units.scale) },
    lists: {
      pairs: restored('pairs'),
      namespaces: restored('namespaces'),
      topology: restored('topology'),
      drops: restored('drops'),
      doctor: restored('doctor'),
    },
  };
}

function withList(list: ListState, view: ViewId, remembered: Unknown, keepSort: boolean): ListState {
  const { columns, sortable, groups } = VIEWS[view];
  const { column, descending } = objectAt(remembered, 'sort');
  const sorted = sortable.find(({ id }) => id === column);
  const sort =
    sorted === undefined || keepSort ? list.sort : { ...usualSort(columns, sorted.id), descending: descending === true };
  const group = groups.find(({ id }) => id === remembered.group)?.id ?? list.group;
  const hidden = Array.isArray(remembered.hiddenColumns) ? remembered.hiddenColumns : [];
  const hideable = columns.filter(({ pinned }) => pinned !== true).map(({ id }) => id);
  return { ...list, sort, group, hiddenColumns: new Set(hideable.filter(id => hidden.includes(id))) };
}

/** Whether two states would be remembered alike: what the file holds need not be written again. */
export function sameSettings(x: UiState, y: UiState): boolean {
  return (
    x.theme === y.theme &&
    x.units === y.units &&
    VIEW_IDS.every(view => {
      const a = x.lists[view];
      const b = y.lists[view];
      return a.sort === b.sort && a.group === b.group && a.hiddenColumns === b.hiddenColumns;
    })
  );
}
