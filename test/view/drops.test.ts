import { expect, test } from 'vitest';
import type { DropRate } from '../../src/rates/model.js';
import { dropLines, orderedDrops } from '../../src/view/drops.js';
import { lineCells, plainText } from '../../src/view/line.js';
import { UNICODE_GLYPHS } from '../../src/view/theme.js';

function drop(reason: string, perSecond: number | null, total: number, kind: DropRate['class'] = 'loss'): DropRate {
  return { end: 'a', reason, function: 'f', class: kind, cause: `cause of ${reason}`, perSecond, total };
}

const DROPS = [drop('OLD', 0, 900), drop('NOISE', 500, 5000, 'benign'), drop('NOW', 3, 10), drop('UNKNOWN', null, 7)];

test('losses first, then what drops now, then what has dropped', () => {
  expect(orderedDrops(DROPS).map(({ reason }) => reason)).toEqual(['NOW', 'OLD', 'UNKNOWN', 'NOISE']);
});

test.each([2, 3, 4, 5, 6, 9, 20])('in %i rows, what does not fit is counted', rows => {
  for (const explained of [true, false]) {
    const lines = dropLines(DROPS, { rows, cells: 60, glyphs: UNICODE_GLYPHS, scale: 'si', explained });
    expect(lines.length).toBeLessThanOrEqual(rows);
    const text = lines.map(plainText).join('\n');
    const named = DROPS.filter(({ reason }) => new RegExp(`^${reason} `, 'm').test(text)).length;
    const more = Number(/… (\d) more/.exec(text)?.[1] ?? 0);
    expect(named + more).toBe(DROPS.length);
    expect(lines.every(line => lineCells(line) <= 60)).toBe(true);
  }
});

test('says so when nothing was dropped', () => {
  const lines = dropLines([], { rows: 5, cells: 60, glyphs: UNICODE_GLYPHS, scale: 'si', explained: true });
  expect(lines.map(plainText).join('\n')).toContain('none so far');
});
