/** Cells of numbers, the same in every list. */
import { type Line, span } from '../line.js';
import type { Role } from '../theme.js';
import { formatNumber } from '../units.js';
import type { CellContext } from './model.js';

/** A rate: nothing and unknown are dimmed, and so is what is not from the latest interval. */
export function numberCell(value: number | null, { units, glyphs, stale }: CellContext, style: Role = 'plain'): Line {
  const text = formatNumber(value, units.scale, glyphs.unknown);
  return [span(text, value === null || value === 0 || stale ? 'dim' : style)];
}

export function countCell(value: number): Line {
  return [span(String(value), value === 0 ? 'dim' : 'plain')];
}
