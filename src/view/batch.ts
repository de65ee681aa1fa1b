/** A picture for paper: the header and every row of one view, without panes, selection and keys. Pure. */
import type { LiveState } from '../live/model.js';
import { tabTitleLine, titleLine, totalsLine } from './header.js';
import { fitLine, type Line, span } from './line.js';
import { viewOf } from './lists/index.js';
import { tableLines } from './table.js';
import type { Theme } from './theme.js';
import type { UiState } from './ui.js';

export function batchLines(live: LiveState, ui: UiState, theme: Theme): readonly Line[] {
  const { glyphs } = theme;
  const { cols } = ui.size;
  const list = viewOf(ui).list(live, ui);
  const rows =
    list.total === 0
      ? viewOf(ui).empty(live, ui)
      : // The titles are a line of their own.
        tableLines(live, ui, list, { rows: list.length + 1, cells: cols, glyphs, selection: false });
  const lines: readonly Line[] = [
    titleLine(live, ui, glyphs, cols),
    totalsLine(live, ui, glyphs, cols),
    tabTitleLine(live, ui, list, glyphs, cols),
    [span('')],
    ...rows,
  ];
  return lines.map(line => fitLine(line, cols, { ascii: glyphs.ascii }));
}
