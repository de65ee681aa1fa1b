/** `vethtop drops`: a table of what died, where, why, and what helps. */
import type { Inventory } from '../inventory/model.js';
import type { DropClass } from '../probes/model.js';
import type { RateFrame } from '../rates/model.js';
import { type Line, span } from '../view/line.js';
import type { Glyphs, Role } from '../view/theme.js';
import { formatClock, formatNumber, formatTotal } from '../view/units.js';
import { type DropRow, type DropSelection, dropRows } from './drops-rows.js';
import { type TableColumn, tableLines } from './table.js';
import { glyphsOf, render, type TextOptions } from './text.js';

export interface DropsTextOptions extends TextOptions {
  /** Also what has dropped nothing in this interval: a screen that is drawn anew each time. */
  readonly quietToo: boolean;
}

const TOTAL_CELLS = 12;
const CLASS_STYLE: Readonly<Record<DropClass, Role>> = { loss: 'warning', socket: 'plain', benign: 'dim' };

function linkText({ link }: DropRow): Line {
  if (link === null) return [span('no device', 'dim')];
  if (link.name === null) return [span(`ifindex ${link.ifindex} in ${link.inum}, not known here`, 'dim')];
  return [span(`${link.name}@${link.namespace}`, 'name')];
}

function columns(glyphs: Glyphs, { classes }: DropSelection): readonly TableColumn<DropRow>[] {
  return [
    { title: 'LINK', cell: linkText },
    { title: 'REASON', cell: row => [span(row.reason, CLASS_STYLE[row.class])] },
    { title: 'FUNCTION', cell: row => row.function },
    ...(classes.size === 1 ? [] : [{ title: 'CLASS', cell: (row: DropRow) => row.class }]),
    { title: '/S', align: 'right', cell: row => formatNumber(row.perSecond, 'si', glyphs.unknown) },
    { title: 'TOTAL', align: 'right', cell: row => formatTotal(row.total, TOTAL_CELLS, 'si', glyphs.unknown) },
  ];
}

function summary(frame: RateFrame, rows: readonly DropRow[], glyphs: Glyphs): Line {
  const losses = rows.filter(row => row.class === 'loss');
  const known = losses.flatMap(({ perSecond }) => (perSecond === null ? [] : [perSecond]));
  // Of other links it is null until there is an interval.
  const rate =
    known.length < losses.length || frame.otherDropsPerSecond === null ? null : known.reduce((sum, one) => sum + one, 0);
  const total = losses.reduce((sum, row) => sum + row.total, 0);
  return [
    span(`${formatClock(frame.at)}  `, 'dim'),
    span(
      `lost ${formatNumber(rate, 'si', glyphs.unknown).trim()}/s, ${formatTotal(total, TOTAL_CELLS, 'si', glyphs.unknown).trim()} so far`,
    ),
    span(`  ${frame.flavour}`, 'dim'),
    ...(frame.gap ? [span('  ! the probe program restarted: this interval was not wholly counted', 'warning')] : []),
    ...(frame.depth === 'counters' ? [span('  ! without probes drops can’t be told: see vethtop status', 'warning')] : []),
  ];
}

/** Each cause once, in the order of the table. */
function explanations(rows: readonly DropRow[]): readonly Line[] {
  const said = new Set<string>();
  const lines: Line[] = [];
  for (const { reason, function: name, cause, hint } of rows) {
    if (cause === null || said.has(cause)) continue;
    said.add(cause);
    lines.push([span(`${reason} in ${name}: `, 'dim'), span(cause)]);
    if (hint !== null) lines.push([span('  → ', 'dim'), span(hint, 'dim')]);
  }
  return lines;
}

/** One interval. */
export function dropsText(frame: RateFrame, inventory: Inventory, selection: DropSelection, options: DropsTextOptions): string {
  const glyphs = glyphsOf(options);
  const all = dropRows(frame, inventory, selection);
  const rows = options.quietToo ? all : all.filter(({ perSecond }) => perSecond === null || perSecond > 0);
  return render(
    [summary(frame, all, glyphs), ...tableLines(columns(glyphs, selection), rows, glyphs), ...explanations(rows)],
    options,
  );
}
