import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SORTABLE } from '../../src/view/columns/index.js';
import { rowsOf } from '../../src/view/rows.js';
import { DEFAULT_SORT, parseSort, sortRows } from '../../src/view/sort.js';
import { busyHost, liveOf } from './fixtures.js';

const UNITS = { rate: 'pps', scale: 'si' } as const;

function order(sort: string, live = busyHost()): readonly string[] {
  const parsed = parseSort(sort);
  if (parsed === null) throw new Error(`no sort ${sort}`);
  return sortRows(rowsOf(live.inventory), live.frame, parsed, UNITS).map(row => row.a.name);
}

test('most drops first, unless asked otherwise', () => {
  expect(DEFAULT_SORT).toEqual({ column: 'drop', descending: true });
  expect(order('drop').slice(0, 3)).toEqual(['veth3f1c2aa', 'veth91bd077', 'vethA']);
});

test('names from A, numbers from the biggest; a minus turns it round', () => {
  expect(parseSort('a')).toEqual({ column: 'a', descending: false });
  expect(parseSort('AB')).toEqual({ column: 'ab', descending: true });
  expect(parseSort('-drop')).toEqual({ column: 'drop', descending: false });
  expect(parseSort('nope')).toBeNull();
  expect(parseSort('spark')).toBeNull();
});

describe.each(SORTABLE.map(column => column.id))('by %s', column => {
  test.each([true, false])('descending %s: every row once, unknown last, equal rows by id', descending => {
    const live = busyHost();
    const rows = rowsOf(live.inventory);
    const sorted = sortRows(rows, live.frame, { column, descending }, UNITS);
    expect(sorted.toSorted((x, y) => (x.id < y.id ? -1 : 1))).toEqual(rows.toSorted((x, y) => (x.id < y.id ? -1 : 1)));
    const key = SORTABLE.find(({ id }) => id === column)?.sortKey;
    const keys = sorted.map(row => key?.(row, live.frame?.pairs.get(row.id) ?? null, UNITS) ?? null);
    const firstUnknown = keys.indexOf(null);
    if (firstUnknown >= 0) expect(new Set(keys.slice(firstUnknown))).toEqual(new Set([null]));
    sorted.forEach((row, index) => {
      const next = sorted[index + 1];
      if (next !== undefined && keys[index] === keys[index + 1]) expect(row.id < next.id).toBe(true);
    });
  });
});

test('the order does not depend on the order before', () => {
  const packets = fc.array(fc.option(fc.nat(5)), { maxLength: 30 });
  fc.assert(
    fc.property(packets, fc.boolean(), (values, descending) => {
      const live = liveOf({ pairs: values.map((value, index) => ({ a: `v${index}`, b: 'e', packets: value })) });
      const rows = rowsOf(live.inventory);
      const sort = { column: 'ab', descending };
      expect(sortRows(rows.toReversed(), live.frame, sort, UNITS)).toEqual(sortRows(rows, live.frame, sort, UNITS));
    }),
  );
});
