/** Pages that are a list of lines and scroll: help and events. */
import type { LiveState } from '../live/model.js';
import { eventPage } from './events.js';
import { helpPage } from './help.js';
import type { Line } from './line.js';
import { type Glyphs, UNICODE_GLYPHS } from './theme.js';
import { shownState, type UiState } from './ui.js';

/** Empty for a page that is laid out otherwise. */
export function pageLines(live: LiveState, ui: UiState, glyphs: Glyphs): readonly Line[] {
  const shown = shownState(live, ui);
  if (ui.page === 'help') return helpPage(shown, ui, glyphs);
  return ui.page === 'events' ? eventPage(shown) : [];
}

/** The number of lines is the same whatever the glyphs. */
export function pageLength(live: LiveState, ui: UiState): number {
  return pageLines(live, ui, UNICODE_GLYPHS).length;
}
