/** From what is typed to what an intent takes. */
import type { Lacking } from './model.js';

/** Blanks or commas between. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(word => word !== '');
}

/** undefined: nothing typed. */
export function mtuOf(text: string | undefined): number | undefined | Lacking {
  if (text === undefined || text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : { lacking: `the MTU is a whole number, and not ${JSON.stringify(text)}` };
}

/** The first of `wanted` that is empty. */
export function lackingOf(wanted: readonly (readonly [text: string, what: string])[]): Lacking | null {
  const missing = wanted.find(([text]) => text === '');
  return missing === undefined ? null : { lacking: `it needs ${missing[1]}` };
}
