/** The whole picture: (live state, screen state, theme) → lines. Pure; every line is exactly as wide as the screen. */
import type { LiveState } from '../live/model.js';
import type { Chart } from './chart.js';
import { type Detail, detailOf, ruleLine } from './detail.js';
import { centred, noMatch, noPairs, tooSmall } from './empty.js';
import { eventRows } from './events.js';
import { footerLines } from './footer.js';
import { tabLine, titleLine, totalsLine } from './header.js';
import { keyLabel } from './keymap.js';
import { type Area, type Layout, layoutOf } from './layout.js';
import { fitLine, type Line, span } from './line.js';
import { pageLines } from './page.js';
import { PICKER_CELLS, pickerLines } from './picker.js';
import type { Row } from './rows.js';
import { tableLines } from './table.js';
import type { Theme } from './theme.js';
import { shownState, type UiState } from './ui.js';
import { selectedRow, visibleRows } from './visible.js';

export interface Picture {
  /** As many as the screen has rows. */
  readonly lines: readonly Line[];
  /** In cells of the screen; drawn over the lines. */
  readonly chart: Chart | null;
}

interface Scene {
  readonly live: LiveState;
  readonly ui: UiState;
  readonly theme: Theme;
  readonly layout: Layout;
  readonly visible: readonly Row[];
}

export function view(live: LiveState, ui: UiState, theme: Theme): Picture {
  const layout = layoutOf(ui);
  if (layout === null) return { lines: whole(tooSmall(ui.size), ui, theme), chart: null };
  const scene: Scene = { live, ui, theme, layout, visible: visibleRows(live, ui) };
  const body = ui.page === 'main' ? mainBody(scene) : pageBody(scene);
  const lines = [...headerLines(scene), ...body.lines, ...footerLines(ui, theme.glyphs, layout.cols)];
  return { lines: whole(lines, ui, theme), chart: body.chart };
}

function whole(lines: readonly Line[], { size }: UiState, { glyphs }: Theme): readonly Line[] {
  return Array.from({ length: size.rows }, (_, index) => fitLine(lines[index] ?? [], size.cols, { ascii: glyphs.ascii }));
}

function headerLines({ live, ui, theme, layout, visible }: Scene): readonly Line[] {
  const { glyphs } = theme;
  return [
    titleLine(live, ui, glyphs, layout.cols),
    ...(layout.totals ? [totalsLine(live, ui, glyphs, layout.cols)] : []),
    ...(ui.banner === null ? [] : [[span(ui.banner, 'warning')]]),
    tabLine(live, ui, visible.length, glyphs, layout.cols),
  ];
}

function exactly(lines: readonly Line[], { rows }: Area): readonly Line[] {
  return Array.from({ length: rows }, (_, index) => lines[index] ?? []);
}

function mainBody(scene: Scene): Detail {
  const { live, ui, layout } = scene;
  const { inventory } = shownState(live, ui);
  if (inventory.pairs.length === 0) {
    return {
      lines: centred(noPairs(shownState(live, ui)), { cols: layout.cols, rows: layout.body.rows }).slice(0, layout.body.rows),
      chart: null,
    };
  }
  const detail = layout.detail === null ? null : selectedDetail(scene, layout.detail, 'pane');
  const lines = [
    ...exactly(tableArea(scene), layout.table),
    ...(detail === null || layout.detail === null ? [] : exactly(detail.lines, layout.detail)),
    ...(layout.events === null ? [] : exactly(eventsArea(scene, layout.events), layout.events)),
  ];
  return { lines, chart: detail?.chart ?? null };
}

function tableArea({ live, ui, theme, layout, visible }: Scene): readonly Line[] {
  const { glyphs } = theme;
  const { rows } = layout.table;
  const cells = ui.picker === null ? layout.cols : layout.cols - PICKER_CELLS;
  const table = [...tableLines(live, ui, visible, { rows, cells, glyphs })];
  if (visible.length === 0) table.push(...centred(noMatch(ui), { cols: cells, rows: rows - 1 }));
  if (ui.picker === null) return table;
  return pickerLines(ui, ui.picker, rows, glyphs).map((line, index) => [...fitLine(table[index] ?? [], cells), ...line]);
}

function eventsArea({ live, ui, theme, layout }: Scene, { rows }: Area): readonly Line[] {
  const shown = shownState(live, ui);
  if (rows === 1) return eventRows(shown, 1, layout.cols);
  return [ruleLine([span('events', 'dim')], '', layout.cols, theme), ...eventRows(shown, rows - 1, layout.cols)];
}

function selectedDetail({ live, ui, theme, layout, visible }: Scene, { top, rows }: Area, kind: 'pane' | 'page'): Detail {
  const row = selectedRow(visible, ui);
  const rate = row === null ? null : (shownState(live, ui).frame?.pairs.get(row.id) ?? null);
  const detail = detailOf(row, rate, { rows, cells: layout.cols, theme, units: ui.units, kind });
  const { chart } = detail;
  return { lines: detail.lines, chart: chart === null ? null : { ...chart, top: chart.top + top } };
}

function pageBody(scene: Scene): Detail {
  const { live, ui, theme, layout } = scene;
  if (ui.page === 'detail') {
    const detail = selectedDetail(scene, layout.body, 'page');
    return { lines: exactly(detail.lines, layout.body), chart: detail.chart };
  }
  const lines = pageLines(live, ui, theme.glyphs);
  const below = lines.length - ui.pageTop - layout.body.rows;
  const shown = exactly(lines.slice(ui.pageTop), layout.body);
  // The line that it covers comes into view with the next key.
  const more: Line = [
    span(`${theme.glyphs.ellipsis} ${below + 1} more lines: `, 'dim'),
    span(keyLabel('down', theme.glyphs), 'key'),
    span(' PgDn', 'key'),
  ];
  return { lines: below > 0 ? [...shown.slice(0, -1), more] : shown, chart: null };
}
