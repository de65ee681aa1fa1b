/** The lines above the body: title, totals, tabs. */
import type { LiveState } from '../live/model.js';
import { joinFitting, justify, type Line, lineCells, span } from './line.js';
import { VIEWS, viewOf } from './lists/index.js';
import type { List } from './lists/model.js';
import { listState, VIEW_IDS, type ViewId } from './lists/state.js';
import { costLines, probeLine, probeTroubles } from './probe.js';
import { sparkline } from './sparkline.js';
import type { Glyphs } from './theme.js';
import { shownState, type UiState } from './ui.js';
import { formatClock, formatInterval, formatNumber } from './units.js';

const SPARK_CELLS = 20;

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `live` is what goes on; `shown` is what a paused screen holds. */
export function titleLine(live: LiveState, ui: UiState, glyphs: Glyphs, cells: number): Line {
  const shown = shownState(live, ui);
  const { inventory, frame } = shown;
  let halfOpen = 0;
  for (const { b } of inventory.pairs) if (b === null) halfOpen += 1;
  const probe = frame?.probe ?? null;
  const right: Line = [
    ...(ui.frozen === null
      ? [span(`${glyphs.live} `, 'ok'), span(`live ${formatInterval(live.intervalMs)}`)]
      : [span(`${glyphs.paused} paused`, 'warning')]),
    span(`  ${formatClock(frame?.at ?? inventory.at)}`, 'dim'),
  ];
  const gap = span(` ${glyphs.dot} `, 'dim');
  const room = cells - lineCells(right) - 1;
  const brand: Line = [span('vethtop ', 'brand'), span(` ${shown.hostName}`)];
  const running = probeLine(probe, glyphs);
  const troubles = probeTroubles(probe).map((part): Line => [part]);
  const whole = [brand, running, ...troubles];
  // What was not counted is to be seen on every screen, before what counts.
  const fits = whole.reduce((sum, part) => sum + lineCells(part), (whole.length - 1) * lineCells([gap])) <= room;
  const parts: readonly Line[] = [
    ...(fits ? whole : [brand, ...troubles, running]),
    ...(inventory.partial.length === 0 ? [] : [[span(`! ${inventory.partial.length} not read (?)`, 'warning')]]),
    [
      span(counted(inventory.pairs.length, 'pair', 'pairs')),
      ...(halfOpen === 0 ? [] : [span(` (${halfOpen} half-open)`, 'warning')]),
    ],
    ...costLines(probe),
    [span(counted(inventory.namespaces.size, 'namespace', 'namespaces'), 'dim')],
    [span(`linux ${shown.kernelRelease}`, 'dim')],
  ];
  return justify(joinFitting(parts, gap, room), right, cells);
}

/** Traffic and drops of all pairs together. */
export function totalsLine(live: LiveState, ui: UiState, glyphs: Glyphs, cells: number): Line {
  const { frame } = shownState(live, ui);
  if (frame === null) return [span('waiting for the first report', 'dim')];
  const { total, otherDropsPerSecond } = frame;
  const number = (value: number | null): string => formatNumber(value, ui.units.scale, glyphs.unknown);
  const bits = total.bytesPerSecond === null ? null : total.bytesPerSecond * 8;
  const drops = total.dropsPerSecond;
  const style = drops !== null && drops > 0 ? 'drop' : 'plain';
  const parts: readonly Line[] = [
    [
      span('TRAFFIC ', 'heading'),
      span(`${number(total.packetsPerSecond).padStart(7)} pps`),
      span(`${spaced(number(bits)).padStart(8)}bit/s `),
      span(sparkline(total.packetsHistory, cells < 100 ? 8 : SPARK_CELLS, glyphs.levels), 'ab'),
    ],
    [
      span('DROPS ', 'heading'),
      span(`${number(drops).padStart(6)} /s`, style),
      span(shareText(drops, total.packetsPerSecond), 'dim'),
    ],
    ...(total.topReason === null
      ? []
      : [[span('top ', 'dim'), span(`${total.topReason.reason} ${Math.round(total.topReason.share * 100)}%`)]]),
    [span(sparkline(total.dropsHistory, 10, glyphs.levels), style === 'drop' ? 'drop' : 'dim')],
    ...(otherDropsPerSecond === null || otherDropsPerSecond === 0
      ? []
      : [[span('elsewhere ', 'dim'), span(`${number(otherDropsPerSecond)} /s`, 'warning')]]),
  ];
  return joinFitting(parts, span('   '), cells);
}

/** `9.61G` → `9.61 G`, to stand before a unit. */
function spaced(text: string): string {
  return text.replace(/[A-Za-z]*$/, suffix => ` ${suffix}`);
}

function shareText(drops: number | null, packets: number | null): string {
  if (drops === null || packets === null || packets + drops <= 0 || drops === 0) return '';
  const percent = (drops / (packets + drops)) * 100;
  return percent < 0.01 ? ' (<0.01%)' : ` (${percent.toFixed(percent < 10 ? 2 : 0)}%)`;
}

/** How much of the tabs there is room for. */
const TAB_FORMS = ['counts', 'titles', 'numbers'] as const;
type TabForm = (typeof TAB_FORMS)[number];

export interface PlacedTab {
  readonly view: ViewId;
  readonly left: number;
  readonly line: Line;
}

function tabOf(view: ViewId, index: number, ui: UiState, live: LiveState, form: TabForm): Line {
  const active = view === ui.view;
  const badge = form === 'counts' || active || view === 'doctor' || view === 'drops' ? VIEWS[view].badge(live) : null;
  const title = active || form !== 'numbers' ? ` ${VIEWS[view].title}` : '';
  return [
    span(`${index + 1}`, active ? 'active' : 'key'),
    ...(title === '' ? [] : [span(title, active ? 'active' : 'dim')]),
    ...(badge === null ? [] : [span(' '), badge]),
  ];
}

const TAB_GAP = 3;
const MOST_TITLE_CELLS = 14;

/** Tabs as they fit into `cells`, with where each begins. */
export function placedTabs(shown: LiveState, ui: UiState, cells: number): readonly PlacedTab[] {
  let placed: readonly PlacedTab[] = [];
  for (const form of TAB_FORMS) {
    let left = 0;
    placed = VIEW_IDS.map((view, index) => {
      const line = tabOf(view, index, ui, shown, form);
      const tab = { view, left, line };
      left += lineCells(line) + TAB_GAP;
      return tab;
    });
    if (left - TAB_GAP <= cells) return placed;
  }
  return placed;
}

/** What of the list is not as it is at first: filter, tags, rows out of sight, groups, order. */
function listLine(list: List, ui: UiState, glyphs: Glyphs): Line {
  const { filter, sort, group, tagged, hidden, following } = listState(ui);
  const arrow = sort.descending ? glyphs.descending : glyphs.ascending;
  const title = viewOf(ui)
    .columns.find(({ id }) => id === sort.column)
    ?.title(ui.units, glyphs)
    .trim();
  const sortTitle = title === undefined || title === '' || title.length > MOST_TITLE_CELLS ? sort.column : title;
  const part = (there: boolean, ...line: Line): Line => (there ? [...line, span('  ')] : []);
  return [
    ...part(filter !== '', span('filter ', 'dim'), span(filter, 'key'), span(` [${list.matching}/${list.total}]`, 'dim')),
    ...part(ui.view === 'drops' && ui.classes === 'all', span('all classes', 'warning')),
    ...part(tagged.size > 0, span(`${glyphs.tag}${tagged.size}`, 'tag')),
    ...part(hidden.size > 0, span(`${hidden.size} hidden`, 'warning')),
    ...part(following, span('following', 'ok')),
    ...part(group !== null, span('by ', 'dim'), span(group ?? '')),
    span('sort ', 'dim'),
    span(`${sortTitle} ${arrow}`),
  ];
}

/** Tabs at the left; what of the list is not as it is at first, and its order, at the right. */
export function tabLine(live: LiveState, ui: UiState, list: List, glyphs: Glyphs, cells: number): Line {
  const right = listLine(list, ui, glyphs);
  const tabs = tabsBeside(live, ui, lineCells(right), cells).flatMap(
    ({ line }, index): Line => [...(index === 0 ? [] : [span(` ${glyphs.bar} `, 'rule')]), ...line],
  );
  return justify(tabs, [span(' '.repeat(BESIDE_GAP)), ...right], cells, { ellipsis: glyphs.ellipsis });
}

/** The view alone, where there are no tabs to go to. */
export function tabTitleLine(live: LiveState, ui: UiState, list: List, glyphs: Glyphs, cells: number): Line {
  const badge = viewOf(ui).badge(live);
  const title: Line = [span(viewOf(ui).title, 'active'), ...(badge === null ? [] : [span(' '), badge])];
  return justify(title, listLine(list, ui, glyphs), cells, { ellipsis: glyphs.ellipsis });
}

const BESIDE_GAP = 2;

function tabsBeside(live: LiveState, ui: UiState, rightCells: number, cells: number): readonly PlacedTab[] {
  return placedTabs(shownState(live, ui), ui, cells - rightCells - BESIDE_GAP);
}

/** The tab at a cell of the line; null beside them. */
export function tabAt(live: LiveState, ui: UiState, list: List, glyphs: Glyphs, cells: number, x: number): ViewId | null {
  const tabs = tabsBeside(live, ui, lineCells(listLine(list, ui, glyphs)), cells);
  return tabs.find(({ left, line }) => x >= left && x < left + lineCells(line))?.view ?? null;
}
