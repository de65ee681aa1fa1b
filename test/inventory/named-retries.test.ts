import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NamedRetries } from '../../src/inventory/named-retries.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When it looks, after hearing of files at these times. */
function looksAfter(heardAtMs: readonly number[]): readonly number[] {
  const looks: number[] = [];
  let now = 0;
  const later = (delayMs: number, task: () => void): void => void setTimeout(task, delayMs);
  const start = Date.now();
  const retries = new NamedRetries({ later, look: () => looks.push(Date.now() - start) });
  for (const atMs of heardAtMs.toSorted((x, y) => x - y)) {
    vi.advanceTimersByTime(atMs - now);
    now = atMs;
    retries.heard();
  }
  vi.runAllTimers();
  return looks;
}

describe('names that were heard of', () => {
  it('are looked for soon, a few times, and once late', () => {
    expect(looksAfter([0])).toEqual([10, 60, 200, 2000]);
  });

  it('get looks of their own when they come at the end of those of another one', () => {
    expect(looksAfter([0, 195])).toEqual([10, 60, 200, 210, 260, 400, 2195]);
  });

  it('are each looked for again after 60 ms and more, and not for ever', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 50 }), heardAtMs => {
        const looks = looksAfter(heardAtMs);
        for (const atMs of heardAtMs) expect(looks.some(look => look >= atMs + 60 && look <= atMs + 400)).toBe(true);
        expect(Math.max(...looks)).toBe(Math.max(...heardAtMs) + 2000);
      }),
    );
  });
});
