/** `vethtop watch`: a line for each pair that moves, in each interval. */
import type { Inventory } from '../inventory/model.js';
import type { PairRate, RateFrame } from '../rates/model.js';
import { fitLine, type Line, lineCells, span } from '../view/line.js';
import { type EndText, placeOf, type Row, rowsOf } from '../view/rows.js';
import type { Glyphs } from '../view/theme.js';
import { formatClock, formatNumber, sumKnown } from '../view/units.js';
import { padLine } from './table.js';
import { glyphsOf, render, type TextOptions } from './text.js';

/** Lines between two headers. */
const HEADER_EVERY = 20;

interface Cells {
  readonly at: number;
  readonly row: Row;
  readonly rate: PairRate;
  readonly glyphs: Glyphs;
}

interface Column {
  readonly title: (glyphs: Glyphs) => string;
  readonly cells: number;
  readonly align: 'left' | 'right';
  readonly cell: (cells: Cells) => Line;
}

function endName(end: EndText | null, glyphs: Glyphs): string {
  return end === null ? glyphs.unknown : `${end.name}@${placeOf(end)}`;
}

function number(value: number | null, glyphs: Glyphs): Line {
  return [span(formatNumber(value, 'si', glyphs.unknown), value === null ? 'dim' : 'plain')];
}

/** `NETFILTER_DROP A nf_hook_slow`: the kind of loss with the highest rate. */
function worstLoss({ drops }: PairRate): string {
  const losses = drops.filter(drop => drop.class === 'loss' && (drop.perSecond ?? 0) > 0);
  const [worst] = losses.sort((x, y) => (y.perSecond ?? 0) - (x.perSecond ?? 0));
  if (worst === undefined) return '';
  return `${worst.reason} at ${worst.end.toUpperCase()} in ${worst.function}${worst.cause === null ? '' : `: ${worst.cause}`}`;
}

function bitsPerSecond({ ab, ba }: PairRate): number | null {
  const bytes = sumKnown(ab.bytesPerSecond, ba.bytesPerSecond);
  return bytes === null ? null : bytes * 8;
}

const COLUMNS: readonly Column[] = [
  { title: () => 'TIME', cells: 8, align: 'left', cell: ({ at }) => [span(formatClock(at), 'dim')] },
  {
    title: () => 'PAIR',
    cells: 44,
    align: 'left',
    cell: ({ row, glyphs }) => [span(`${endName(row.a, glyphs)} ${glyphs.pair} ${endName(row.b, glyphs)}`)],
  },
  {
    title: glyphs => `A${glyphs.to}B pps`,
    cells: 8,
    align: 'right',
    cell: ({ rate, glyphs }) => number(rate.ab.packetsPerSecond, glyphs),
  },
  {
    title: glyphs => `B${glyphs.to}A pps`,
    cells: 8,
    align: 'right',
    cell: ({ rate, glyphs }) => number(rate.ba.packetsPerSecond, glyphs),
  },
  { title: () => 'BIT/s', cells: 7, align: 'right', cell: ({ rate, glyphs }) => number(bitsPerSecond(rate), glyphs) },
  {
    title: () => 'DROP/s',
    cells: 7,
    align: 'right',
    cell: ({ rate, glyphs }) => {
      const text = formatNumber(rate.dropsPerSecond, 'si', glyphs.unknown);
      return [span(text, (rate.dropsPerSecond ?? 0) > 0 ? 'drop' : 'plain')];
    },
  },
  { title: () => 'WORST DROP', cells: 0, align: 'left', cell: ({ rate }) => [span(worstLoss(rate))] },
];

/** Pads; cuts only where there is a terminal, whose columns must stay straight. */
function joined(cells: readonly Line[], { width, ascii }: TextOptions, glyphs: Glyphs): Line {
  return cells.flatMap((cell, index) => {
    const column = COLUMNS[index];
    if (column === undefined || column.cells === 0) return [span('  '), ...cell];
    const cut = width !== null && lineCells(cell) > column.cells;
    const line = cut
      ? fitLine(cell, column.cells, { ellipsis: glyphs.ellipsis, ascii })
      : padLine(cell, column.cells, column.align);
    return index === 0 ? [...line] : [span(' '), ...line];
  });
}

function isMoving({ ab, ba, dropsPerSecond }: PairRate): boolean {
  return [ab.packetsPerSecond, ba.packetsPerSecond, dropsPerSecond].some(rate => rate !== null && rate > 0);
}

/** What the next interval's text depends on. */
export interface WatchTextState {
  readonly linesSinceHeader: number;
  /** Pairs that moved: they are shown once more when they stop. */
  readonly moving: ReadonlySet<string>;
}

export const WATCH_TEXT_START: WatchTextState = { linesSinceHeader: HEADER_EVERY, moving: new Set() };

export interface WatchText {
  readonly text: string;
  readonly state: WatchTextState;
}

function noteLines({ at, intervalMs, gap }: RateFrame, shown: number, among: number, glyphs: Glyphs): readonly Line[] {
  const time = span(`${formatClock(at)} `, 'dim');
  if (gap) return [[time, span('! the probe program restarted: this interval was not wholly counted', 'warning')]];
  if (shown > 0 || intervalMs === null) return [];
  return [[time, span(`${glyphs.unknown} ${among} ${among === 1 ? 'pair' : 'pairs'}, no packets`, 'dim')]];
}

function rowsInOrder(inventory: Inventory, pairIds: ReadonlySet<string> | undefined): readonly Row[] {
  const rows = rowsOf(inventory);
  if (pairIds === undefined) return rows;
  const byId = new Map(rows.map(row => [row.id, row]));
  return [...pairIds].flatMap(id => byId.get(id) ?? []);
}

/** One interval. `pairIds`: those to look at, in their order; all by default. */
export function watchText(
  frame: RateFrame,
  inventory: Inventory,
  options: TextOptions,
  state: WatchTextState,
  pairIds?: ReadonlySet<string>,
): WatchText {
  const glyphs = glyphsOf(options);
  const moving = new Set<string>();
  const lines: Line[] = [];
  let among = 0;
  for (const row of rowsInOrder(inventory, pairIds)) {
    const rate = frame.pairs.get(row.id);
    if (rate === undefined) continue;
    among += 1;
    if (isMoving(rate)) moving.add(row.id);
    if (!moving.has(row.id) && !state.moving.has(row.id)) continue;
    const cells = { at: frame.at, row, rate, glyphs };
    lines.push(
      joined(
        COLUMNS.map(column => column.cell(cells)),
        options,
        glyphs,
      ),
    );
  }
  const body = [...noteLines(frame, lines.length, among, glyphs), ...lines];
  const headed = lines.length > 0 && state.linesSinceHeader >= HEADER_EVERY;
  const header = joined(
    COLUMNS.map(column => [span(column.title(glyphs), 'heading')]),
    options,
    glyphs,
  );
  const linesSinceHeader = (headed ? 0 : state.linesSinceHeader) + body.length;
  return { text: render(headed ? [header, ...body] : body, options), state: { linesSinceHeader, moving } };
}
