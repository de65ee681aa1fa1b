/** The drop reasons of one pair. */
import type { DropRate } from '../rates/model.js';
import { fitLine, type Line, span } from './line.js';
import type { Glyphs, Role } from './theme.js';
import { formatNumber, formatTotal, type Scale } from './units.js';
import { wrapped } from './wrap.js';

const RATE_CELLS = 8;
const TOTAL_CELLS = 10;
const END_CELLS = 4;

export interface DropTable {
  readonly rows: number;
  readonly cells: number;
  readonly glyphs: Glyphs;
  readonly scale: Scale;
  /** With a line under a reason that says what it means. */
  readonly explained: boolean;
}

/** Losses first, then by how much is dropped now, then by what was dropped so far. */
export function orderedDrops(drops: readonly DropRate[]): readonly DropRate[] {
  const rank = (drop: DropRate): number => (drop.class === 'loss' ? 0 : 1);
  return drops.toSorted(
    (x, y) =>
      rank(x) - rank(y) || (y.perSecond ?? -1) - (x.perSecond ?? -1) || y.total - x.total || (x.reason < y.reason ? -1 : 1),
  );
}

export function dropLines(drops: readonly DropRate[], table: DropTable): readonly Line[] {
  const { rows, cells, glyphs } = table;
  const names = Math.max(10, cells - END_CELLS - RATE_CELLS - TOTAL_CELLS - 2);
  const reasonCells = Math.ceil(names / 2);
  const title: Line = [
    ...fitLine([span('drop reason', 'heading')], reasonCells),
    span(' '),
    ...fitLine([span('at', 'heading')], END_CELLS),
    ...fitLine([span('function', 'heading')], names - reasonCells),
    span(' '),
    ...fitLine([span('/s', 'heading')], RATE_CELLS, { align: 'right' }),
    ...fitLine([span('total', 'heading')], TOTAL_CELLS, { align: 'right' }),
  ];
  if (drops.length === 0) return [title, [span('none so far', 'dim')]];
  const lines: Line[] = [title];
  const ordered = orderedDrops(drops);
  const entries = (explained: boolean) =>
    ordered.map(drop => dropEntry(drop, { ...table, explained }, reasonCells, names - reasonCells));
  const whole = entries(table.explained);
  // Every reason counts more than what the first ones mean.
  const shown = whole.reduce((sum, entry) => sum + entry.length, 1) <= rows ? whole : entries(false);
  for (const [index, own] of shown.entries()) {
    const left = ordered.length - index;
    const room = rows - lines.length - (left > 1 ? 1 : 0);
    if (own.length > room) {
      lines.push([span(`${glyphs.ellipsis} ${left} more`, 'dim')]);
      break;
    }
    lines.push(...own);
  }
  return lines.slice(0, rows);
}

function dropEntry(
  drop: DropRate,
  { cells, glyphs, scale, explained }: DropTable,
  reasonCells: number,
  functionCells: number,
): readonly Line[] {
  const options = { ellipsis: glyphs.ellipsis, ascii: glyphs.ascii };
  const loss = drop.class === 'loss';
  const name: Role = loss ? 'plain' : 'dim';
  const active = drop.perSecond !== null && drop.perSecond > 0;
  const line: Line = [
    ...fitLine([span(drop.reason, name)], reasonCells, options),
    span(' '),
    ...fitLine([span(drop.end.toUpperCase(), name)], END_CELLS),
    ...fitLine([span(drop.function, 'dim')], functionCells, options),
    span(' '),
    ...fitLine([span(formatNumber(drop.perSecond, scale, glyphs.unknown), loss && active ? 'drop' : 'dim')], RATE_CELLS, {
      align: 'right',
    }),
    ...fitLine([span(formatTotal(drop.total, TOTAL_CELLS - 1, scale, glyphs.unknown), name)], TOTAL_CELLS, { align: 'right' }),
  ];
  if (!explained) return [line];
  const notes = [loss ? null : `${drop.class}: not counted as loss`, drop.cause].filter(note => note !== null);
  const said = [notes.join('; '), drop.hint == null ? '' : `${glyphs.to} ${drop.hint}`].filter(text => text !== '');
  return said.length === 0 ? [line] : [line, ...wrapped(span('  '), said.join(' '), 'dim', cells)];
}
