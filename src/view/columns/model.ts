/** A column of a list: data that the table, the sort, the pickers and the help page read. */
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
  /** Whether a person has folded a branch, or unfolded one that is folded at first. */
  readonly isTurned: (id: string) => boolean;
}

/** Order of sorting: numbers by size, text by code unit; null is unknown and comes last. */
export type SortKey = number | string | null;

/** What of a column doesn't depend on its rows. */
export interface ColumnFacts {
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
  /** Stays while the others scroll sideways, and can't be switched off. */
  readonly pinned?: true;
  /** What most people want first: big numbers, but names from A. */
  readonly sortsDescending?: true;
}

/** `M`: what was measured of a row, which changes from report to report; null while nothing is known. */
export interface Column<R = Row, M = PairRate> extends ColumnFacts {
  readonly cell: (row: R, measure: M | null, context: CellContext, cells: number) => Line;
  /** Absent: can't be sorted by. */
  readonly sortKey?: (row: R, measure: M | null, units: Units) => SortKey;
  /** The sort key needs nothing that was measured: no row is measured for it. */
  readonly unmeasured?: true;
}
