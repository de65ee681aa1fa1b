/** Pairs: one row each, both ends. */
import type { PairRate } from '../../rates/model.js';
import { COLUMNS, DEFAULT_SORT_COLUMN } from '../columns/index.js';
import { detailOf } from '../detail.js';
import { noPairs } from '../empty.js';
import { PAIR_VOCABULARY } from '../filter/fields.js';
import { span } from '../line.js';
import { masterText, placeOf, type Row, rowsOf } from '../rows.js';
import { pairSubject } from '../subject.js';
import { defineList } from './define.js';

export function pairText({ a, b }: Row): string {
  return [a, b].flatMap(end => (end === null ? [] : [`${end.name}@${placeOf(end)}`])).join(' ');
}

/** The end away from the host: where somebody's container is. */
function farEnd({ a, b }: Row): Row['a'] {
  return b ?? a;
}

export const PAIRS = defineList<Row, PairRate>({
  id: 'pairs',
  title: 'Pairs',
  about: 'every veth pair, both ends, what flows and what is lost',
  rows: ({ inventory }) => rowsOf(inventory),
  measures:
    ({ frame }) =>
    row =>
      frame?.pairs.get(row.id) ?? null,
  columns: COLUMNS,
  vocabulary: PAIR_VOCABULARY,
  sortColumn: DEFAULT_SORT_COLUMN,
  groups: [
    { id: 'namespace', about: 'the namespace of end B', of: row => farEnd(row).namespace },
    {
      id: 'owner',
      about: 'the owner of end B',
      of: row => (farEnd(row).ownerKind === null ? 'nobody' : placeOf(farEnd(row))),
    },
    { id: 'bridge', about: 'the bridge, VRF or datapath', of: row => masterText(row) ?? 'none' },
  ],
  detail: (row, rate, options) => detailOf(row, rate, options),
  charted: true,
  copy: pairText,
  subject: (row, inventory) => pairSubject(inventory, row),
  badge: ({ inventory }) => span(String(inventory.pairs.length), 'dim'),
  empty: noPairs,
});
