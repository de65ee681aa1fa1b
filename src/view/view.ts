/** The whole picture: (live state, screen state, theme) → lines. Pure; every line is exactly as wide as the screen. */
import type { LiveState } from '../live/model.js';
import type { Chart } from './chart.js';
import { type Detail, ruleLine } from './detail.js';
import { centred, noMatch, tooSmall } from './empty.js';
import { eventRows } from './events.js';
import { footerLines } from './footer.js';
import type { Form } from './forms/model.js';
import { formLines } from './forms/page.js';
import { tabLine, titleLine, totalsLine } from './header.js';
import { keyLabel } from './keymap/index.js';
import { type Area, type Layout, layoutOf } from './layout.js';
import { fitLine, type Line, span } from './line.js';
import { viewOf } from './lists/index.js';
import type { List } from './lists/model.js';
import { listState } from './lists/state.js';
import { pageLines } from './page.js';
import { pickerCells, pickerLines } from './picker.js';
import { selectedIndexOf } from './selection.js';
import { tableLines } from './table.js';
import type { Theme } from './theme.js';
import { shownState, type UiState } from './ui.js';

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
  readonly list: List;
}

export function view(live: LiveState, ui: UiState, theme: Theme): Picture {
  const layout = layoutOf(ui);
  if (layout === null) return { lines: whole(tooSmall(ui.size), ui, theme), chart: null };
  const scene: Scene = { live, ui, theme, layout, list: viewOf(ui).list(live, ui) };
  const body = ui.form !== null ? formBody(scene, ui.form) : ui.page === 'main' ? mainBody(scene) : pageBody(scene);
  const lines = [...headerLines(scene), ...body.lines, ...footerLines(live, ui, theme.glyphs, layout.cols)];
  return { lines: whole(lines, ui, theme), chart: body.chart };
}

function whole(lines: readonly Line[], { size }: UiState, { glyphs }: Theme): readonly Line[] {
  return Array.from({ length: size.rows }, (_, index) => fitLine(lines[index] ?? [], size.cols, { ascii: glyphs.ascii }));
}

function headerLines({ live, ui, theme, layout, list }: Scene): readonly Line[] {
  const { glyphs } = theme;
  return [
    titleLine(live, ui, glyphs, layout.cols),
    ...(layout.totals ? [totalsLine(live, ui, glyphs, layout.cols)] : []),
    ...(ui.banner === null ? [] : [[span(ui.banner, 'warning')]]),
    tabLine(live, ui, list, glyphs, layout.cols),
  ];
}

function exactly(lines: readonly Line[], { rows }: Area): readonly Line[] {
  return Array.from({ length: rows }, (_, index) => lines[index] ?? []);
}

function mainBody(scene: Scene): Detail {
  const { live, ui, layout, list } = scene;
  if (list.total === 0 && ui.picker === null) {
    const said = viewOf(ui).empty(shownState(live, ui), ui);
    return { lines: exactly(centred(said, { cols: layout.cols, rows: layout.body.rows }), layout.body), chart: null };
  }
  const detail = layout.detail === null ? null : selectedDetail(scene, layout.detail, 'pane');
  const lines = [
    ...exactly(tableArea(scene), layout.table),
    ...(detail === null || layout.detail === null ? [] : exactly(detail.lines, layout.detail)),
    ...(layout.events === null ? [] : exactly(eventsArea(scene, layout.events), layout.events)),
  ];
  return { lines, chart: detail?.chart ?? null };
}

function tableArea({ live, ui, theme, layout, list }: Scene): readonly Line[] {
  const { glyphs } = theme;
  const { rows } = layout.table;
  const cells = ui.picker === null ? layout.cols : layout.cols - pickerCells(layout.cols);
  const table = [...tableLines(live, ui, list, { rows, cells, glyphs })];
  if (list.length === 0) table.push(...centred(noMatch(ui), { cols: cells, rows: rows - 1 }));
  if (ui.picker === null) return table;
  return pickerLines(live, ui, ui.picker, rows, glyphs).map((line, index) => [...fitLine(table[index] ?? [], cells), ...line]);
}

function eventsArea({ live, ui, theme, layout }: Scene, { rows }: Area): readonly Line[] {
  const shown = shownState(live, ui);
  if (rows === 1) return eventRows(shown, 1, layout.cols);
  return [ruleLine([span('events', 'dim')], '', layout.cols, theme), ...eventRows(shown, rows - 1, layout.cols)];
}

function selectedDetail({ live, ui, theme, layout, list }: Scene, { top, rows }: Area, kind: 'pane' | 'page'): Detail {
  const index = selectedIndexOf(list, listState(ui));
  const options = { rows, cells: layout.cols, theme, kind, live: shownState(live, ui), ui };
  if (index < 0 || !list.isRow(index)) {
    return { lines: [ruleLine([span('no row selected', 'dim')], 'detail', layout.cols, theme)], chart: null };
  }
  const { lines, chart } = list.detail(index, options);
  return { lines, chart: chart === null ? null : { ...chart, top: chart.top + top } };
}

function formBody({ live, theme, layout }: Scene, form: Form): Detail {
  const page = { rows: layout.body.rows, cells: layout.cols, theme, inventory: live.inventory };
  return { lines: exactly(formLines(form, page), layout.body), chart: null };
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
