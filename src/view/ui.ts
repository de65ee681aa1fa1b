/** What the person at the screen has chosen. Together with the live state it determines the picture. */
import type { LiveState } from '../live/model.js';
import type { FilterError } from './filter.js';
import type { Form } from './forms/model.js';
import type { ListState, ViewId } from './lists/state.js';
import type { ThemeName } from './theme.js';
import type { Units } from './units.js';

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** `main` is the list with whatever panes fit; the others take the whole body. */
export type Page = 'main' | 'detail' | 'events' | 'help';

/** A line being typed: the filter of the list, or a command. */
export interface Prompt {
  readonly kind: 'filter' | 'command';
  readonly text: string;
  /** In characters, 0 … length. */
  readonly cursor: number;
  readonly error: FilterError | null;
  /** The filter that comes back when the prompt is left by Esc. */
  readonly before: string;
}

export type PickerKind = 'sort' | 'columns' | 'group' | 'theme' | 'new' | 'edit';

/** A choice beside the list. */
export interface Picker {
  readonly kind: PickerKind;
  /** Index into what there is to choose. */
  readonly chosen: number;
}

export interface UiState {
  readonly size: Size;
  readonly view: ViewId;
  readonly page: Page;
  readonly lists: Readonly<Record<ViewId, ListState>>;
  /** First line on the screen of a page that is longer than it. */
  readonly pageTop: number;
  readonly prompt: Prompt | null;
  readonly picker: Picker | null;
  /** Takes the whole body while it is open. */
  readonly form: Form | null;
  /** Questions that forms have asked so far. */
  readonly asks: number;
  /** Nothing may change the host. */
  readonly readonly: boolean;
  /** Which drops are listed. */
  readonly classes: 'loss' | 'all';
  readonly units: Units;
  readonly theme: ThemeName;
  /** Reports that the chart leaves out at its end, while paused. */
  readonly back: number;
  /** The state that a paused screen goes on showing. */
  readonly frozen: LiveState | null;
  /** One line for the footer, until the next key. */
  readonly notice: string | null;
  /** A standing line under the header, from whoever started the screen. */
  readonly banner: string | null;
}

/** What the screen shows: the frozen state while paused. */
export function shownState(live: LiveState, ui: UiState): LiveState {
  return ui.frozen ?? live;
}

/** Which keys are live. */
export type Mode = 'main' | 'prompt' | 'picker' | 'form' | 'plan';

export function modeOf(ui: UiState): Mode {
  if (ui.form !== null) return ui.form.stage === 'fill' ? 'form' : 'plan';
  if (ui.prompt !== null) return 'prompt';
  return ui.picker === null ? 'main' : 'picker';
}
