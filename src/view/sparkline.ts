/** A history as one row of glyphs. */

/**
 * The newest `cells` values, newest at the right, scaled to their own maximum. A gap is a blank, never a zero.
 * `levels` are the glyphs, lowest first. Zero has the lowest glyph, anything above zero at least the second.
 */
export function sparkline(values: readonly (number | null)[], cells: number, levels: string): string {
  const from = Math.max(0, values.length - cells);
  let max = 0;
  for (let index = from; index < values.length; index += 1) max = Math.max(max, values[index] ?? 0);
  let out = '';
  for (let index = from; index < values.length; index += 1) out += glyphOf(values[index] ?? null, max, levels);
  return out.padStart(cells);
}

function glyphOf(value: number | null, max: number, levels: string): string {
  if (value === null || !Number.isFinite(value)) return ' ';
  const highest = levels.length - 1;
  const level = value <= 0 || max <= 0 ? 0 : Math.max(1, Math.round((value / max) * highest));
  return levels.charAt(Math.min(highest, level));
}
