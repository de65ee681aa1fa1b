/** A column of the table of pairs: data that the table, the sort, the picker and the help page read. */
import type { PairRate } from '../../rates/model.js';
import type { Align, Line } from '../line.js';
import type { Row } from '../rows.js';
import type { Glyphs } from '../theme.js';
import type { Units } from '../units.js';

export interface CellContext {
  readonly units: Units;
  readonly glyphs: Glyphs;
  /** The numbers are not from the latest interval: dimmed. */
  readonly stale: boolean;
}

/** Order of sorting: numbers by size, text by code unit; null is unknown and comes last. */
export type SortKey = number | string | null;

export interface Column {
  readonly id: string;
  /** What the picker and the help page call it. */
  readonly about: string;
  readonly title: (units: Units, glyphs: Glyphs, cells?: number) => string;
  readonly align: Align;
  /** Cells at least and at most; equal for a fixed width. Widths never follow the data. */
  readonly minCells: number;
  readonly maxCells: number;
  /** Lower leaves later as the width shrinks. */
  readonly priority: number;
  /** Narrower screens need its cells for names. */
  readonly leastScreenCells?: number;
  /** Stays while the others scroll sideways. */
  readonly pinned?: true;
  readonly cell: (row: Row, rate: PairRate | null, context: CellContext, cells: number) => Line;
  /** Absent: can't be sorted by. */
  readonly sortKey?: (row: Row, rate: PairRate | null, units: Units) => SortKey;
  /** What most people want first: big numbers, but names from A. */
  readonly sortsDescending?: true;
}
