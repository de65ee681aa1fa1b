import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartData, roundUp } from '../../src/view/chart.js';
import { sparkline } from '../../src/view/sparkline.js';
import { UNICODE_GLYPHS } from '../../src/view/theme.js';

const values = fc.array(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })), { maxLength: 120 });

test('a chart holds every value, the newest at the right, gaps as gaps, and none above its axis', () => {
  fc.assert(
    fc.property(values, fc.constantFrom('pps' as const, 'bits' as const, 'bytes' as const), (ab, rate) => {
      const history = { ab, ba: ab, abBytes: ab, baBytes: ab, drops: [] };
      const { series, maxY } = chartData(history, { rate, scale: 'si' });
      for (const { values: shown } of series) {
        expect(shown.length).toBeGreaterThanOrEqual(60);
        const newest = shown.slice(shown.length - ab.length);
        expect(newest.map(value => value === null)).toEqual(ab.map(value => value === null));
        for (const value of shown) if (value !== null) expect(value).toBeLessThanOrEqual(maxY * (1 + 1e-9));
      }
    }),
  );
});

test('the axis is in the prefix that keeps its numbers short', () => {
  const history = { ab: [812_400], ba: [0], abBytes: [1e9], baBytes: [0], drops: [] };
  expect(chartData(history, { rate: 'pps', scale: 'si' })).toMatchObject({ prefix: 'k', maxY: 1000 });
  expect(chartData(history, { rate: 'bits', scale: 'si' })).toMatchObject({ prefix: 'G', maxY: 8 });
});

test('axes end in round numbers', () => {
  expect(roundUp(5e-324)).toBe(1);
  expect([0, 0.3, 1, 3, 7, 41, 99].map(roundUp)).toEqual([1, 0.4, 1, 4, 8, 60, 100]);
});

test('a sparkline shows the newest values, and a blank where nothing is known', () => {
  expect(sparkline([9, 0, 1, 2, 4], 4, UNICODE_GLYPHS.levels)).toBe('▁▃▅█');
  expect(sparkline([null, 1], 4, UNICODE_GLYPHS.levels)).toBe('   █');
  expect(sparkline([0, 0], 2, UNICODE_GLYPHS.levels)).toBe('▁▁');
  // Little is not nothing.
  expect(sparkline([1, 1000], 2, UNICODE_GLYPHS.levels)).toBe('▂█');
});

test('a sparkline is as wide as asked', () => {
  fc.assert(
    fc.property(values, fc.nat(80), (history, cells) => {
      expect(sparkline(history, cells, UNICODE_GLYPHS.levels)).toHaveLength(cells);
    }),
  );
});
