import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMNS, columnById } from '../../../src/view/columns/index.js';
import { placeColumns, scrollLimit } from '../../../src/view/columns/layout.js';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../../src/view/theme.js';
import { RATE_UNITS } from '../../../src/view/units.js';

const ids = (cells: number, offset = 0): readonly string[] => placeColumns(COLUMNS, cells, offset).map(({ column }) => column.id);

test('ids are unique and every column can be found by its own', () => {
  expect(new Set(COLUMNS.map(column => column.id)).size).toBe(COLUMNS.length);
  for (const column of COLUMNS) expect(columnById(column.id)).toBe(column);
});

test('columns leave by priority', () => {
  expect(ids(199)).toEqual(COLUMNS.map(column => column.id));
  expect(ids(79)).toEqual(['state', 'a', 'nsA', 'b', 'nsB', 'ab', 'ba', 'drop']);
  expect(ids(59)).toEqual(['state', 'a', 'nsB', 'ab', 'ba', 'drop']);
});

test('scrolling sideways keeps the name and brings others in', () => {
  expect(ids(59, 3).slice(0, 2)).toEqual(['state', 'a']);
  expect(ids(79, 6)).toContain('spark');
  expect(ids(79, scrollLimit(COLUMNS)).at(-1)).toBe('spark');
});

test('columns never overlap, keep within their widths and within the screen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 12, max: 300 }), fc.nat(scrollLimit(COLUMNS)), (cells, offset) => {
      let end = -1;
      for (const { column, left, cells: width } of placeColumns(COLUMNS, cells, offset)) {
        expect(left).toBe(end + 1);
        expect(width).toBeGreaterThanOrEqual(column.minCells);
        expect(width).toBeLessThanOrEqual(column.maxCells);
        end = left + width;
      }
      expect(end).toBeLessThanOrEqual(cells);
    }),
  );
});

test('a number column has room for its title and the arrow of the sort', () => {
  for (const column of COLUMNS.filter(({ align }) => align === 'right')) {
    for (const rate of RATE_UNITS) {
      for (const glyphs of [UNICODE_GLYPHS, ASCII_GLYPHS]) {
        expect(column.title({ rate, scale: 'si' }, glyphs).length + 1, column.id).toBeLessThanOrEqual(column.minCells);
      }
    }
  }
});
