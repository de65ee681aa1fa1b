/** The table of columns, in the order of the screen. Adding one is adding a line. */
import type { Column } from './model.js';
import { NAME_COLUMNS } from './names.js';
import { RATE_COLUMNS } from './rates.js';

export const COLUMNS: readonly Column[] = [...NAME_COLUMNS, ...RATE_COLUMNS];

export const SORTABLE: readonly Column[] = COLUMNS.filter(column => column.sortKey !== undefined);

export const DEFAULT_SORT_COLUMN = 'drop';

export function columnById(id: string): Column | null {
  return COLUMNS.find(column => column.id === id) ?? null;
}
