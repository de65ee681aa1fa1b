/**
 * Rates in 16 bits: no sign, 6 bits of exponent, 10 bits of fraction. Whole numbers up to 2,048 are exact, the others as good as
 * one in 2,048: enough for what is drawn. Pure.
 */

/** What no value has: null. */
const NULL = 0xffff;
/** Bits of a 32-bit float's fraction that are left out: 23 − 10. */
const SHIFT = 13;
const HALF = 1 << (SHIFT - 1);
/** The code of 2⁻¹⁶, less 1: smaller values are 0. An exponent of 127 stands for 2⁰. */
const BASE = ((127 - 16) << 10) - 1;
const MOST = NULL - 1;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Values of 2⁴⁸ and more become the largest, those below 2⁻¹⁶ become 0. */
export function toShort(value: number | null): number {
  if (value === null || Number.isNaN(value)) return NULL;
  if (value <= 0) return 0;
  float[0] = value;
  const code = (((bits[0] ?? 0) + HALF) >>> SHIFT) - BASE;
  return code <= 0 ? 0 : Math.min(code, MOST);
}

export function fromShort(code: number): number | null {
  if (code === NULL) return null;
  if (code === 0) return 0;
  bits[0] = (code + BASE) << SHIFT;
  return float[0] ?? 0;
}
