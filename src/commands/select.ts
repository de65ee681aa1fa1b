/** --filter and --sort of the commands: the same grammar and columns as on the screen. */
import { VethtopError } from '../core/errors.js';
import type { Inventory, Pair } from '../inventory/model.js';
import type { RateFrame } from '../rates/model.js';
import { SORTABLE } from '../view/columns/index.js';
import { caretLines, type Filter, NO_FILTER, parseFilter } from '../view/filter.js';
import { rowsOf } from '../view/rows.js';
import { parseSort, type Sort, sortRows } from '../view/sort.js';
import type { Units } from '../view/units.js';

const UNITS: Units = { rate: 'pps', scale: 'si' };

export interface Selection {
  readonly filter: Filter;
  /** null: the inventory's own order. */
  readonly sort: Sort | null;
}

/** @throws VethtopError `usage` with a caret under the place. */
export function parseSelection(options: { readonly filter?: string; readonly sort?: string }): Selection {
  return {
    filter: options.filter === undefined ? NO_FILTER : filterOf(options.filter),
    sort: options.sort === undefined ? null : sortOf(options.sort),
  };
}

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.filter;
  throw new VethtopError({
    code: 'usage',
    what: 'the filter is wrong',
    why: `\n${caretLines(text, parsed.error, '  ')}`,
    next: "examples: 'ns:web*', 'drop>0 !lo', '/^tap/'",
  });
}

function sortOf(text: string): Sort {
  const sort = parseSort(text);
  if (sort !== null) return sort;
  throw new VethtopError({
    code: 'usage',
    what: `there is no column ${text} to sort by`,
    next: `one of ${SORTABLE.map(({ id }) => id).join(', ')}; with - in front the other way round`,
  });
}

export function selectPairs(inventory: Inventory, frame: RateFrame | null, { filter, sort }: Selection): Pair[] {
  const rows = rowsOf(inventory).filter(row => filter.matches(row, frame?.pairs.get(row.id) ?? null));
  return (sort === null ? rows : sortRows(rows, frame, sort, UNITS)).map(({ pair }) => pair);
}
