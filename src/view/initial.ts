/** The screen as it is at first. */
import { initialLists } from './lists/index.js';
import type { Sort } from './sort.js';
import type { ThemeName } from './theme.js';
import type { Size, UiState } from './ui.js';
import type { Units } from './units.js';

export interface UiOptions {
  readonly size: Size;
  /** Of the pairs; a text that `parseFilter` takes. */
  readonly filter?: string;
  readonly sort?: Sort;
  readonly banner?: string;
  readonly theme?: ThemeName;
}

const UNITS: Units = { rate: 'pps', scale: 'si' };

export function initialUi({ size, filter, sort, banner, theme = 'auto' }: UiOptions): UiState {
  const lists = initialLists();
  return {
    size,
    view: 'pairs',
    page: 'main',
    lists: {
      ...lists,
      pairs: {
        ...lists.pairs,
        ...(filter === undefined ? {} : { filter: filter.trim() }),
        ...(sort === undefined ? {} : { sort }),
      },
    },
    pageTop: 0,
    prompt: null,
    picker: null,
    form: null,
    asks: 0,
    readonly: false,
    classes: 'loss',
    units: UNITS,
    theme,
    back: 0,
    frozen: null,
    notice: null,
    banner: banner ?? null,
  };
}
