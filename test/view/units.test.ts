import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInterval, formatNumber, formatTotal, NUMBER_CELLS, sumKnown } from '../../src/view/units.js';

test.each([
  [null, '–'],
  [Number.NaN, '–'],
  [-1, '–'],
  [0, '0'],
  [0.04, '0.0'],
  [0.4, '0.4'],
  [9.97, '10'],
  [201, '201'],
  [999.4, '999'],
  [999.6, '1.00k'],
  [1420, '1.42k'],
  [812_400, '812.4k'],
  [999_949, '999.9k'],
  [999_951, '1.00M'],
  [5.61e9, '5.61G'],
  [1e30, '>999E'],
])('%s in steps of 1000 is %s', (value, text) => {
  expect(formatNumber(value, 'si', '–')).toBe(text);
});

test.each([
  [1023, '1.00Ki'],
  [1024, '1.00Ki'],
  [1536, '1.50Ki'],
  [1_048_576, '1.00Mi'],
])('%i in steps of 1024 is %s', (value, text) => {
  expect(formatNumber(value, 'iec', '–')).toBe(text);
});

test('a number always fits its column', () => {
  fc.assert(
    fc.property(fc.double(), fc.constantFrom('si' as const, 'iec' as const), (value, scale) => {
      expect(formatNumber(value, scale, '–').length).toBeLessThanOrEqual(NUMBER_CELLS);
    }),
  );
});

test('bigger numbers never read smaller', () => {
  const read = (text: string): number => {
    const [, digits = '', suffix = ''] = /^([\d.]+)([kMGTPE]?)$/.exec(text) ?? [];
    return Number(digits) * 1000 ** ['', 'k', 'M', 'G', 'T', 'P', 'E'].indexOf(suffix);
  };
  const value = fc.double({ min: 0, max: 1e18, noNaN: true });
  fc.assert(
    fc.property(value, value, (x, y) => {
      const [less, more] = x < y ? [x, y] : [y, x];
      expect(read(formatNumber(less, 'si', '–'))).toBeLessThanOrEqual(read(formatNumber(more, 'si', '–')));
    }),
  );
});

test('totals are written out while they fit', () => {
  expect(formatTotal(91_204, 9, 'si', '–')).toBe('91,204');
  expect(formatTotal(123_456_789, 9, 'si', '–')).toBe('123.5M');
  expect(formatTotal(null, 9, 'si', '–')).toBe('–');
});

test('a sum is unknown only when both parts are', () => {
  expect([sumKnown(null, null), sumKnown(1, null), sumKnown(null, 2), sumKnown(1, 2)]).toEqual([null, 1, 2, 3]);
});

test('intervals', () => {
  expect([formatInterval(250), formatInterval(1000), formatInterval(30_000)]).toEqual(['250ms', '1.0s', '30.0s']);
});
