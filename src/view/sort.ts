/** The order of the rows: by any column, unknown last whichever way, then by pair id, so that equal rows never swap. */
import type { RateFrame } from '../rates/model.js';
import { columnById, DEFAULT_SORT_COLUMN, SORTABLE } from './columns/index.js';
import type { ColumnFacts, SortKey } from './columns/model.js';
import type { Row } from './rows.js';
import type { Units } from './units.js';

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** The sort of a column as most people want it first. */
export function sortBy(column: string): Sort {
  return { column, descending: columnById(column)?.sortsDescending === true };
}

export const DEFAULT_SORT: Sort = sortBy(DEFAULT_SORT_COLUMN);

/** `drop`, or `-drop` for the other way round. Null for a column that there isn't; `SORTABLE` has the ids. */
export function parseSort(text: string): Sort | null {
  const reversed = text.startsWith('-');
  const wanted = (reversed ? text.slice(1) : text).toLowerCase();
  const column = SORTABLE.find(({ id }) => id.toLowerCase() === wanted);
  if (column === undefined) return null;
  const usual = sortBy(column.id);
  return reversed ? { ...usual, descending: !usual.descending } : usual;
}

/** Of a list's columns; the first one where there is none of that id. */
export function usualSort(columns: readonly ColumnFacts[], id: string): Sort {
  return { column: id, descending: columns.find(column => column.id === id)?.sortsDescending === true };
}

/** A new array; `rows` stays as it is. */
export function sortRows(rows: readonly Row[], frame: RateFrame | null, sort: Sort, units: Units): readonly Row[] {
  const sortKey = columnById(sort.column)?.sortKey;
  return sortByKey(rows, row => sortKey?.(row, frame?.pairs.get(row.id) ?? null, units) ?? null, sort.descending);
}

/** Rows of any list, by a key that is asked for once per row. */
export function sortByKey<R extends { readonly id: string }>(
  rows: readonly R[],
  keyOf: (row: R) => SortKey,
  descending: boolean,
): readonly R[] {
  const keys: SortKey[] = rows.map(keyOf);
  const order = new Uint32Array(rows.length);
  for (let index = 0; index < order.length; index++) order[index] = index;
  order.sort((x, y) => {
    const byKey = compareKeys(keys[x] ?? null, keys[y] ?? null, descending);
    return byKey === 0 ? compareText(rows[x]?.id ?? '', rows[y]?.id ?? '') : byKey;
  });
  const sorted: R[] = [];
  for (const index of order) {
    const row = rows[index];
    if (row !== undefined) sorted.push(row);
  }
  return sorted;
}

function compareKeys(x: SortKey, y: SortKey, descending: boolean): number {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  const ascending = typeof x === 'number' && typeof y === 'number' ? x - y : compareText(String(x), String(y));
  return descending ? -ascending : ascending;
}

function compareText(x: string, y: string): number {
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
