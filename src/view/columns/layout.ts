/** Which columns a width has room for, and how wide each is. Depends on the width only, so that nothing jumps. */
import type { ColumnFacts } from './model.js';

export interface PlacedColumn<C extends ColumnFacts = ColumnFacts> {
  readonly column: C;
  /** First cell. */
  readonly left: number;
  readonly cells: number;
}

const GAP = 1;

/** How far columns can be scrolled sideways. */
export function scrollLimit(columns: readonly ColumnFacts[]): number {
  return Math.max(0, columns.filter(column => column.pinned !== true).length - 1);
}

/**
 * Columns for `cells` cells, after `offset` of those that scroll. By priority at their least width, then widened
 * to the left first, up to their greatest.
 */
export function placeColumns<C extends ColumnFacts>(
  columns: readonly C[],
  cells: number,
  offset = 0,
): readonly PlacedColumn<C>[] {
  const kept = keepFitting(scrolled(columns, offset), cells);
  const widths = widen(kept, cells);
  let left = 0;
  return kept.map((column, index) => {
    const width = widths[index] ?? column.minCells;
    const placed = { column, left, cells: width };
    left += width + GAP;
    return placed;
  });
}

function scrolled<C extends ColumnFacts>(columns: readonly C[], offset: number): readonly C[] {
  let passed = 0;
  return columns.filter(column => {
    if (column.pinned === true) return true;
    passed += 1;
    return passed > offset;
  });
}

function keepFitting<C extends ColumnFacts>(columns: readonly C[], cells: number): readonly C[] {
  const kept = new Set<C>();
  let used = 0;
  for (const column of columns.toSorted((x, y) => x.priority - y.priority)) {
    if ((column.leastScreenCells ?? 0) > cells) continue;
    const size = column.minCells + (kept.size === 0 ? 0 : GAP);
    if (used + size > cells) break;
    used += size;
    kept.add(column);
  }
  return columns.filter(column => kept.has(column));
}

/** Spare cells go one by one to the column that is furthest from its greatest width, in proportion. */
function widen(columns: readonly ColumnFacts[], cells: number): readonly number[] {
  const widths = columns.map(column => column.minCells);
  let spare = cells - widths.reduce((sum, width) => sum + width, 0) - GAP * Math.max(0, columns.length - 1);
  while (spare > 0) {
    let best = -1;
    let bestShare = 1;
    columns.forEach((column, index) => {
      const share = (widths[index] ?? 0) / column.maxCells;
      if (share < bestShare) {
        best = index;
        bestShare = share;
      }
    });
    if (best < 0) break;
    widths[best] = (widths[best] ?? 0) + 1;
    spare -= 1;
  }
  return widths;
}
