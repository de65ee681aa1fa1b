/** The selected pair: as a pane under the table, or as a page. */
import { SEVERITY_STYLES } from '../doctor/report.js';
import type { DirectionRate, PairRate } from '../rates/model.js';
import { type Chart, chartData } from './chart.js';
import { dropLines } from './drops.js';
import { eventLine } from './events.js';
import { factLines, factTable, pairTitle } from './facts.js';
import { findingsAbout } from './findings.js';
import { fitLine, joinFitting, type Line, lineCells, span } from './line.js';
import type { DetailOptions } from './lists/model.js';
import type { Row } from './rows.js';
import { sparkline } from './sparkline.js';
import type { Glyphs, Theme } from './theme.js';
import { formatDuration, formatNumber, formatTotal, UNIT_FACTS } from './units.js';

export interface Detail {
  readonly lines: readonly Line[];
  /** Counted from the first line; null where sparklines take its place. */
  readonly chart: Chart | null;
}

/** From here on, chart and drops stand side by side. */
const SIDE_BY_SIDE_CELLS = 96;
/** From here on, the page has a table of facts. */
const TABLE_ROWS = 16;
/** From here on, the page shows every fact. */
const TALL_ROWS = 28;
/** From here on, it has what was counted so far. */
const TOTALS_ROWS = 20;
const INDENT = 1;
/** `99,999,999`; more is scaled. */
const COUNT_CELLS = 10;

/** A rule with what it begins in front: `─ title ───── label ─`. */
export function ruleLine(title: Line, label: string, cells: number, { glyphs }: Theme): Line {
  const left: Line = [span(`${glyphs.rule} `, 'rule'), ...title, span(' ', 'rule')];
  const right = label === '' ? glyphs.rule : ` ${label} ${glyphs.rule}`;
  const room = Math.max(0, cells - lineCells([span(right)]));
  const kept = lineCells(left) <= room ? left : fitLine(left, room, { ellipsis: glyphs.ellipsis, ascii: glyphs.ascii });
  return [...kept, span(glyphs.rule.repeat(Math.max(0, room - lineCells(kept))), 'rule'), span(right, 'rule')];
}

export function detailOf(row: Row, rate: PairRate | null, options: DetailOptions): Detail {
  const { rows, cells, theme } = options;
  const inner = cells - 2 * INDENT;
  const facts = options.kind === 'pane' ? factLines(row, inner, theme.glyphs) : pageFacts(row, inner, options);
  const top: readonly Line[] = [ruleLine(pairTitle(row, theme.glyphs), 'detail', cells, theme), ...facts.map(indented)];
  const bottom = [...recentEvents(row, options), ...lastLines(row, rate, { ...options, cells: inner })];
  const body = measures(rate, { ...options, rows: rows - top.length - bottom.length, cells: inner });
  const chart = body.chart === null ? null : { ...body.chart, top: body.chart.top + top.length, left: body.chart.left + INDENT };
  return { lines: [...top, ...body.lines.map(indented), ...bottom.map(indented)].slice(0, rows), chart };
}

/** A pair in a few lines, for the detail of something else. */
export function pairHeadLines(row: Row, cells: number, glyphs: Glyphs): readonly Line[] {
  return [[span(' pair       ', 'dim'), ...pairTitle(row, glyphs)], ...factLines(row, cells - 2 * INDENT, glyphs).map(indented)];
}

const MOST_EVENTS = 4;

/** What happened to this pair, newest last. */
function recentEvents({ id }: Row, { live, kind, rows }: DetailOptions): readonly Line[] {
  if (kind === 'pane' || rows < TALL_ROWS) return [];
  const own = live.events.filter(({ pairId }) => pairId === id).slice(-MOST_EVENTS);
  return own.length === 0 ? [] : [[span('recent events', 'heading')], ...own.map(eventLine)];
}

/** The counts, under what is to be known of them and what the doctor says about the pair. */
function lastLines(row: Row, rate: PairRate | null, options: DetailOptions): readonly Line[] {
  const { live, kind, rows, cells, theme } = options;
  const findings = findingsAbout(live, row.id).filter(({ severity }) => severity !== 'note');
  const said = findings.map(({ severity, summary }): Line => {
    const { sign, style } = SEVERITY_STYLES[severity];
    return [span(`${sign} `, style), span(`${summary} (doctor)`, style)];
  });
  const warnings = [...(rate?.bypass === true ? [PAST_PROBES] : []), ...said];
  const kernel = kernelLine(rate, options);
  const cut = (line: Line): Line => fitLine(line, cells, { ellipsis: theme.glyphs.ellipsis });
  if (kind === 'pane') {
    const [first] = warnings;
    if (first === undefined) return [kernel];
    const joined = joinFitting(warnings, span('    '), cells);
    return [joined.length === 0 ? cut(first) : joined, kernel];
  }
  const most = rows < TALL_ROWS ? 1 : 3;
  const totals = rows < TOTALS_ROWS ? [] : [totalsLine(rate, theme.glyphs)];
  return [...warnings.slice(0, most).map(cut), ...totals, kernel];
}

/** The kernel counts these where they arrive, and at no end as sent. */
const PAST_PROBES: Line = [
  span('! ', 'warning'),
  span('packets also arrive past the probes (redirect_peer, XDP): not in these rates', 'warning'),
];

/** A tall screen has room for every fact; a short one keeps it for the drops. */
function pageFacts(row: Row, cells: number, { rows, theme }: DetailOptions): readonly Line[] {
  if (rows < TABLE_ROWS) return factLines(row, cells, theme.glyphs);
  return rows < TALL_ROWS ? factTable(row, cells, theme.glyphs, 'page') : [...factTable(row, cells, theme.glyphs, 'tall'), []];
}

function indented(line: Line): Line {
  return [span(' '.repeat(INDENT)), ...line];
}

/** Chart and drop reasons in exactly `rows` lines. */
function measures(rate: PairRate | null, options: DetailOptions): Detail {
  const { rows, cells, theme, kind } = options;
  const { units } = options.ui;
  const drops = rate?.drops ?? [];
  const table = { glyphs: theme.glyphs, scale: units.scale, explained: kind === 'page' };
  if (cells >= SIDE_BY_SIDE_CELLS) {
    const left = Math.floor(cells / 2);
    const traffic = trafficLines(rate, { ...options, cells: left - 2 });
    const right = dropLines(drops, { ...table, rows, cells: cells - left });
    const lines = Array.from({ length: rows }, (_, index) => [
      ...fitLine(traffic.lines[index] ?? [], left),
      ...(right[index] ?? []),
    ]);
    return { lines, chart: traffic.chart };
  }
  const chartRows = Math.max(3, Math.floor(rows / 2));
  const traffic = trafficLines(rate, { ...options, rows: Math.min(rows, chartRows) });
  const lines = [...traffic.lines, ...dropLines(drops, { ...table, rows: Math.max(0, rows - traffic.lines.length), cells })];
  return { lines: Array.from({ length: rows }, (_, index) => lines[index] ?? []), chart: traffic.chart };
}

/** A legend, and room for the chart under it; without colour or braille, a sparkline for each direction. */
function trafficLines(rate: PairRate | null, { rows, cells, theme, ui, live }: DetailOptions): Detail {
  const { glyphs } = theme;
  const { units, back } = ui;
  const { label, of } = UNIT_FACTS[units.rate];
  const number = (value: number | null): string => formatNumber(value, units.scale, glyphs.unknown).padStart(7);
  const abTitle = `A${glyphs.to}B`;
  const baTitle = `B${glyphs.to}A`;
  if (theme.depth === 0 || glyphs.ascii || rows < 4) {
    const room = Math.max(8, cells - 16);
    const direction = (title: string, history: readonly (number | null)[], value: number | null): Line => [
      span(`${title} ${number(value)} `),
      span(sparkline(history, Math.min(room, Math.max(history.length, 8)), glyphs.levels)),
    ];
    const lines = [
      direction(abTitle, rate?.history.ab ?? [], rate === null ? null : of(rate.ab)),
      direction(baTitle, rate?.history.ba ?? [], rate === null ? null : of(rate.ba)),
      [span(`${label}; the lines show packets`, 'dim')],
    ];
    return { lines: Array.from({ length: rows }, (_, index) => lines[index] ?? []), chart: null };
  }
  const data = rate === null ? null : chartData(rate.history, units, { length: stretchLength(cells), back });
  const ago = back === 0 ? '' : `  until ${formatDuration(back * live.intervalMs)} ago`;
  const legend: Line = [
    span(`${abTitle} ${glyphs.rule}`, 'ab'),
    span(number(rate === null ? null : of(rate.ab))),
    span('   '),
    span(`${baTitle} ${glyphs.rule}`, 'ba'),
    span(number(rate === null ? null : of(rate.ba))),
    span(`   ${data === null ? '' : `axis: ${data.prefix}`}${label}`, 'dim'),
    span(ago, 'warning'),
  ];
  const lines = Array.from({ length: rows }, (_, index) => (index === 0 ? legend : []));
  if (data === null) return { lines, chart: null };
  return { lines, chart: { left: 0, top: 1, cols: cells, rows: rows - 1, series: data.series, maxY: data.maxY } };
}

/** Cells that the axis takes. */
const AXIS_CELLS = 10;
const LEAST_POINTS = 60;

/** As many reports as the chart has dots for, at most the ten minutes that are kept. */
function stretchLength(cells: number): number {
  return Math.max(LEAST_POINTS, (cells - AXIS_CELLS) * 2);
}

/** The probes' count beside the kernel's own, packets per second; one of them alone where only it counts. */
function kernelLine(rate: PairRate | null, { theme: { glyphs }, ui: { units }, cells }: DetailOptions): Line {
  if (rate === null || rate.source === null) return [span('nothing counted yet', 'dim')];
  const number = (value: number | null): string => formatNumber(value, units.scale, glyphs.unknown).padStart(6);
  const both = (ab: number | null, ba: number | null): string => `A${glyphs.to}B ${number(ab)}  B${glyphs.to}A ${number(ba)}`;
  const { abPacketsPerSecond, baPacketsPerSecond } = rate.kernel;
  const kernel: Line = [span('kernel says  ', 'dim'), span(both(abPacketsPerSecond, baPacketsPerSecond)), span('  pps', 'dim')];
  if (rate.source === 'kernel') return kernel;
  const probe = both(rate.ab.packetsPerSecond, rate.ba.packetsPerSecond);
  const whole: Line = [span('probe says  ', 'dim'), span(probe), span('    '), ...kernel];
  if (lineCells(whole) <= cells) return whole;
  const short = `${number(abPacketsPerSecond)} ${number(baPacketsPerSecond)}`;
  return [span('probe ', 'dim'), span(probe), span('  kernel ', 'dim'), span(short)];
}

/** What was counted since vethtop looks. */
function totalsLine(rate: PairRate | null, { to, unknown }: Glyphs): Line {
  const direction = (title: string, { packets, bytes }: DirectionRate): Line => [
    span(`${title} ${formatTotal(packets, COUNT_CELLS, 'si', unknown)}`),
    span(` packets ${formatNumber(bytes, 'si', unknown)}B`, 'dim'),
  ];
  if (rate === null) return [];
  return [span('so far      ', 'dim'), ...direction(`A${to}B`, rate.ab), span('  '), ...direction(`B${to}A`, rate.ba)];
}

/** What doesn't fit is counted. */
export function cutLines(
  lines: readonly Line[],
  { rows: room, theme: { glyphs } }: Pick<DetailOptions, 'rows' | 'theme'>,
): readonly Line[] {
  if (lines.length <= room) return lines;
  return [...lines.slice(0, Math.max(0, room - 1)), [span(` ${glyphs.ellipsis} ${lines.length - room + 1} more lines`, 'dim')]];
}
