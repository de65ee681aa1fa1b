import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitLine, joinFitting, justify, lineCells, plainText, span } from '../../src/view/line.js';

test('pads, cuts and aligns', () => {
  expect(plainText(fitLine([span('ab')], 4))).toBe('ab  ');
  expect(plainText(fitLine([span('ab')], 4, { align: 'right' }))).toBe('  ab');
  expect(plainText(fitLine([span('abcdef')], 4, { ellipsis: '…' }))).toBe('abc…');
  expect(plainText(fitLine([span('ab'), span('cdef')], 4))).toBe('abcd');
  expect(plainText(fitLine([span('東京都')], 4, { ellipsis: '…' }))).toBe('東… ');
  expect(fitLine([span('abc')], 0)).toEqual([]);
});

test('a line is exactly as wide as asked, whatever is in it', () => {
  const line = fc.array(
    fc.string({ unit: 'binary', maxLength: 20 }).map(text => span(text)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(
      line,
      fc.nat(60),
      fc.constantFrom('left' as const, 'right' as const),
      fc.constantFrom('', '…'),
      (parts, cells, align, ellipsis) => {
        expect(lineCells(fitLine(parts, cells, { align, ellipsis }))).toBe(cells);
        expect(lineCells(justify(parts, parts, cells))).toBe(cells);
      },
    ),
  );
});

test('joins the first parts that fit', () => {
  const parts = ['aa', 'bb', 'cc'].map(text => [span(text)]);
  expect(plainText(joinFitting(parts, span('·'), 8))).toBe('aa·bb·cc');
  expect(plainText(joinFitting(parts, span('·'), 7))).toBe('aa·bb');
  expect(plainText(joinFitting(parts, span('·'), 1))).toBe('');
});
