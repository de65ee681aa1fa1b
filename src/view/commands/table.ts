/** What can be typed after `:`. Every key of the list has a command; these are the ones that take an argument as well. */
import type { LiveState } from '../../live/model.js';
import type { Depth } from '../../probes/model.js';
import type { Action } from '../actions.js';
import { NEW_FORMS } from '../forms/kinds.js';
import { MAIN_KEYS } from '../keymap/main.js';
import { viewOf } from '../lists/index.js';
import { listState, VIEW_IDS } from '../lists/state.js';
import { THEME_NAMES } from '../theme.js';
import type { UiState } from '../ui.js';
import { RATE_UNITS } from '../units.js';

/** Actions, or why the argument is wrong. */
export type Run = readonly Action[] | { readonly wrong: string };

export interface Argument {
  /** In the help: `COLUMN`. */
  readonly label: string;
  readonly values: (ui: UiState, live: LiveState) => readonly string[];
  readonly run: (value: string, ui: UiState) => Run;
}

export interface Command {
  readonly name: string;
  readonly about: string;
  /** Without an argument; null: it needs one. */
  readonly action: Action | null;
  readonly argument: Argument | null;
}

/** One of a table; a start that fits only one is enough. */
function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  const exact = values.find(one => one.toLowerCase() === value.toLowerCase());
  if (exact !== undefined) return exact;
  const starting = values.filter(one => one.toLowerCase().startsWith(value.toLowerCase()));
  return starting.length === 1 ? (starting[0] ?? null) : null;
}

function choice<T extends string>(
  label: string,
  values: (ui: UiState) => readonly T[],
  run: (value: T, ui: UiState) => readonly Action[],
): Argument {
  return {
    label,
    values,
    run: (value, ui) => {
      const known = values(ui);
      const one = oneOf(known, value);
      return one === null ? { wrong: `no ${label.toLowerCase()} "${value}"; there are ${known.join(', ')}` } : run(one, ui);
    },
  };
}

const DEPTHS: readonly Depth[] = ['full', 'light'];
const INTERVAL_LEAST_S = 0.1;
const INTERVAL_MOST_S = 3600;
const OFF = 'none';

const ARGUMENTS: Readonly<Record<string, Argument>> = {
  view: choice(
    'VIEW',
    () => VIEW_IDS,
    view => [{ type: 'view', view }],
  ),
  filter: {
    label: 'EXPRESSION',
    values: ui => viewOf(ui).fields.map(({ name }) => `${name}:`),
    run: (text, ui) => {
      const error = viewOf(ui).filterError(text);
      return error === null ? [{ type: 'filter', text }] : { wrong: error.message };
    },
  },
  sort: choice(
    'COLUMN',
    ui => viewOf(ui).sortable.map(({ id }) => id),
    (column, ui) => (listState(ui).sort.column === column ? [] : [{ type: 'sort-by', column }]),
  ),
  columns: choice(
    'COLUMN',
    ui => viewOf(ui).columns.flatMap(({ id, pinned }) => (pinned === true ? [] : [id])),
    column => [{ type: 'column', column }],
  ),
  group: choice(
    'WHAT',
    ui => [...viewOf(ui).groups.map(({ id }) => id), OFF],
    by => [{ type: 'group', by: by === OFF ? null : by }],
  ),
  units: choice(
    'UNIT',
    () => RATE_UNITS,
    rate => [{ type: 'unit', rate }],
  ),
  theme: choice(
    'THEME',
    () => THEME_NAMES,
    theme => [{ type: 'theme', theme }],
  ),
  new: choice(
    'WHAT',
    () => NEW_FORMS.map(({ name }) => name),
    name => NEW_FORMS.filter(one => one.name === name).map(({ form }) => ({ type: 'form', form })),
  ),
  depth: choice(
    'DEPTH',
    () => DEPTHS,
    depth => [{ type: 'depth', depth }],
  ),
  interval: {
    label: 'SECONDS',
    values: () => ['0.5', '1', '2', '5', '10'],
    run: value => {
      const seconds = Number(value);
      return seconds >= INTERVAL_LEAST_S && seconds <= INTERVAL_MOST_S
        ? [{ type: 'interval-of', intervalMs: Math.round(seconds * 1000) }]
        : { wrong: `an interval is ${INTERVAL_LEAST_S} to ${INTERVAL_MOST_S} seconds` };
    },
  },
};

function fromKeys(): readonly Command[] {
  return MAIN_KEYS.flatMap(({ command, action, help }) =>
    // One with a blank is a command with its argument.
    command === undefined || command.includes(' ')
      ? []
      : [{ name: command, about: help, action, argument: ARGUMENTS[command] ?? null }],
  );
}

const WITHOUT_KEY: readonly Command[] = [
  { name: 'view', about: 'go to a view', action: null, argument: ARGUMENTS.view ?? null },
  { name: 'interval', about: 'seconds between reports', action: null, argument: ARGUMENTS.interval ?? null },
  { name: 'unhide', about: 'show what was hidden', action: { type: 'unhide' }, argument: null },
];

/** By name. */
export const COMMANDS: readonly Command[] = [...fromKeys(), ...WITHOUT_KEY].toSorted((x, y) => (x.name < y.name ? -1 : 1));
