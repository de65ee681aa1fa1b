/** What the person at the screen has chosen. Together with the live state it determines the picture. */
import type { LiveState } from '../live/model.js';
import { type Filter, type FilterError, NO_FILTER } from './filter.js';
import { DEFAULT_SORT, type Sort } from './sort.js';
import type { Units } from './units.js';

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** `main` is the table with whatever panes fit; the others take the whole body. */
export type Page = 'main' | 'detail' | 'events' | 'help';

/** The filter being typed. */
export interface Prompt {
  readonly text: string;
  /** In characters, 0 … length. */
  readonly cursor: number;
  readonly error: FilterError | null;
  /** Comes back when the prompt is left by Esc. */
  readonly before: Filter;
}

export interface UiState {
  readonly size: Size;
  readonly page: Page;
  /** Null: the first row, whichever that is, until somebody moves. */
  readonly selectedId: string | null;
  /** Where the selected row was last, for when its pair vanishes. */
  readonly selectedIndex: number;
  /** First row of the table on the screen. */
  readonly top: number;
  /** First line on the screen of a page that is longer than it. */
  readonly pageTop: number;
  readonly columnOffset: number;
  readonly filter: Filter;
  readonly prompt: Prompt | null;
  /** Index into the sortable columns while the picker is open. */
  readonly picker: number | null;
  readonly sort: Sort;
  readonly units: Units;
  /** The state that a paused screen goes on showing. */
  readonly frozen: LiveState | null;
  /** One line for the footer, until the next key. */
  readonly notice: string | null;
  /** A standing line under the header, from whoever started the screen. */
  readonly banner: string | null;
}

export interface UiOptions {
  readonly size: Size;
  readonly filter?: Filter;
  readonly sort?: Sort;
  readonly banner?: string;
}

export function initialUi({ size, filter = NO_FILTER, sort = DEFAULT_SORT, banner }: UiOptions): UiState {
  return {
    size,
    page: 'main',
    selectedId: null,
    selectedIndex: 0,
    top: 0,
    pageTop: 0,
    columnOffset: 0,
    filter,
    prompt: null,
    picker: null,
    sort,
    units: { rate: 'pps', scale: 'si' },
    frozen: null,
    notice: null,
    banner: banner ?? null,
  };
}

/** What the screen shows: the frozen state while paused. */
export function shownState(live: LiveState, ui: UiState): LiveState {
  return ui.frozen ?? live;
}

/** Which keys are live. */
export type Mode = 'main' | 'prompt' | 'picker';

export function modeOf(ui: UiState): Mode {
  if (ui.prompt !== null) return 'prompt';
  return ui.picker === null ? 'main' : 'picker';
}
