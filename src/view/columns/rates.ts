/** Columns of numbers: traffic both ways, drops, history. */
import type { PairRate } from '../../rates/model.js';
import { span } from '../line.js';
import { sparkline } from '../sparkline.js';
import type { Role } from '../theme.js';
import { formatTotal, NUMBER_CELLS, sumKnown, UNIT_FACTS, type Units } from '../units.js';
import type { Column } from './model.js';
import { numberCell } from './numbers.js';

function dropStyle(value: number | null): Role {
  return value !== null && value > 0 ? 'drop' : 'dim';
}

/** The measure that the two direction columns don't show. */
function otherRate(rate: PairRate, units: Units): number | null {
  if (units.rate !== 'pps') return sumKnown(rate.ab.packetsPerSecond, rate.ba.packetsPerSecond);
  const bytes = sumKnown(rate.ab.bytesPerSecond, rate.ba.bytesPerSecond);
  return bytes === null ? null : bytes * 8;
}

function activity({ history }: PairRate): readonly (number | null)[] {
  return history.ab.map((value, index) => sumKnown(value, history.ba[index] ?? null));
}

export const RATE_COLUMNS: readonly Column[] = [
  {
    id: 'ab',
    about: 'traffic from A to B',
    title: (units, glyphs) => `A${glyphs.to}B ${UNIT_FACTS[units.rate].title}`,
    align: 'right',
    minCells: 10,
    maxCells: 10,
    priority: 3,
    cell: (_row, rate, context) => numberCell(rate === null ? null : UNIT_FACTS[context.units.rate].of(rate.ab), context),
    sortKey: (_row, rate, units) => (rate === null ? null : UNIT_FACTS[units.rate].of(rate.ab)),
    sortsDescending: true,
  },
  {
    id: 'ba',
    about: 'traffic from B to A',
    title: (units, glyphs) => `B${glyphs.to}A ${UNIT_FACTS[units.rate].title}`,
    align: 'right',
    minCells: 10,
    maxCells: 10,
    priority: 4,
    cell: (_row, rate, context) => numberCell(rate === null ? null : UNIT_FACTS[context.units.rate].of(rate.ba), context),
    sortKey: (_row, rate, units) => (rate === null ? null : UNIT_FACTS[units.rate].of(rate.ba)),
    sortsDescending: true,
  },
  {
    id: 'total',
    about: 'both directions together, in the other unit',
    title: units => (units.rate === 'pps' ? 'BIT/s' : 'PPS'),
    align: 'right',
    minCells: NUMBER_CELLS,
    maxCells: NUMBER_CELLS,
    priority: 7,
    cell: (_row, rate, context) => numberCell(rate === null ? null : otherRate(rate, context.units), context),
    sortKey: (_row, rate, units) => (rate === null ? null : otherRate(rate, units)),
    sortsDescending: true,
  },
  {
    id: 'drop',
    about: 'losses per second at either end',
    title: () => 'DROP/s',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 1,
    cell: (_row, rate, context) => {
      const value = rate?.dropsPerSecond ?? null;
      return numberCell(value, context, dropStyle(value));
    },
    sortKey: (_row, rate) => rate?.dropsPerSecond ?? null,
    sortsDescending: true,
  },
  {
    id: 'drops',
    about: 'losses so far at either end',
    title: () => 'DROPS',
    align: 'right',
    minCells: 9,
    maxCells: 9,
    priority: 10,
    leastScreenCells: 140,
    cell: (_row, rate, { units, glyphs }) => {
      const value = rate?.dropsTotal ?? null;
      return [span(formatTotal(value, 9, units.scale, glyphs.unknown), value === null || value === 0 ? 'dim' : 'plain')];
    },
    sortKey: (_row, rate) => rate?.dropsTotal ?? null,
    sortsDescending: true,
  },
  {
    id: 'spark',
    about: 'packets of both directions over the last reports',
    title: () => 'HISTORY',
    align: 'left',
    minCells: 8,
    maxCells: 20,
    priority: 8,
    cell: (_row, rate, { glyphs, stale }, cells) =>
      rate === null ? [] : [span(sparkline(activity(rate), cells, glyphs.levels), stale ? 'dim' : 'ab')],
  },
];
