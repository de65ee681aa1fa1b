/** The lines above the body: title, totals, tabs. */
import type { LiveState } from '../live/model.js';
import { columnById } from './columns/index.js';
import { joinFitting, justify, type Line, lineCells, span } from './line.js';
import { probeLine, probeTroubles } from './probe.js';
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
  const halfOpen = inventory.pairs.filter(pair => pair.b === null).length;
  const probe = frame?.probe ?? null;
  const right: Line = [
    ...(ui.frozen === null
      ? [span(`${glyphs.live} `, 'ok'), span(`live ${formatInterval(live.intervalMs)}`)]
      : [span(`${glyphs.paused} paused`, 'warning')]),
    span(`  ${formatClock(frame?.at ?? inventory.at)}`, 'dim'),
  ];
  const parts: readonly Line[] = [
    [span('vethtop ', 'brand'), span(` ${shown.hostName}`)],
    probeLine(probe, glyphs),
    ...probeTroubles(probe).map((part): Line => [part]),
    ...(inventory.partial.length === 0 ? [] : [[span(`! ${inventory.partial.length} not read (?)`, 'warning')]]),
    [
      span(counted(inventory.pairs.length, 'pair', 'pairs')),
      ...(halfOpen === 0 ? [] : [span(` (${halfOpen} half-open)`, 'warning')]),
    ],
    [span(counted(inventory.namespaces.size, 'namespace', 'namespaces'), 'dim')],
    [span(`linux ${shown.kernelRelease}`, 'dim')],
  ];
  const gap = span(` ${glyphs.dot} `, 'dim');
  return justify(joinFitting(parts, gap, cells - lineCells(right) - 1), right, cells);
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

interface Tab {
  readonly title: string;
  readonly count: (live: LiveState) => number;
}

/** Views, in the order of their tabs. */
const TABS: readonly Tab[] = [{ title: 'Pairs', count: ({ inventory }) => inventory.pairs.length }];

/** Tabs at the left; filter, how much it lets through, and sort at the right. */
export function tabLine(live: LiveState, ui: UiState, matching: number, glyphs: Glyphs, cells: number): Line {
  const shown = shownState(live, ui);
  const tabs = TABS.flatMap(
    ({ title, count }, index): Line => [
      ...(index === 0 ? [] : [span(` ${glyphs.bar} `, 'rule')]),
      span(title, 'active'),
      span(` ${count(shown)}`),
    ],
  );
  const arrow = ui.sort.descending ? glyphs.descending : glyphs.ascending;
  const sortTitle = columnById(ui.sort.column)?.title(ui.units, glyphs).trim() || ui.sort.column;
  const right: Line = [
    ...(ui.filter.text === ''
      ? []
      : [span('filter ', 'dim'), span(ui.filter.text, 'key'), span(`  [${matching}/${shown.inventory.pairs.length}]   `, 'dim')]),
    span('sort ', 'dim'),
    span(`${sortTitle} ${arrow}`),
  ];
  return justify(tabs, right, cells, { ellipsis: glyphs.ellipsis });
}
