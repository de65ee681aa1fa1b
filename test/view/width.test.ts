import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../src/view/theme.js';
import { cellsOf, clipText, displayable, textCells } from '../../src/view/width.js';

describe('cells', () => {
  test.each([
    ['plain', 'veth0', 5],
    ['Latin with marks of its own', 'Grüße', 5],
    ['Greek', 'αβγ', 3],
    ['Cyrillic', 'сеть', 4],
    ['Chinese', '東京', 4],
    ['Kana', 'カタ', 4],
    ['Hangul', '한글', 4],
    ['full-width Latin', 'ＡＢ', 4],
  ])('%s', (_what, text, cells) => {
    expect(displayable(text)).toBe(text);
    expect(textCells(text)).toBe(cells);
  });

  test.each([
    ['emoji', 'a🙂b', 'a?b'],
    ['a combining mark', 'e\u0301', 'e?'],
    ['Arabic', 'سلام', '????'],
    ['Hebrew', 'שלום', '????'],
    ['a zero-width joiner', 'a\u200db', 'a?b'],
    ['an escape', '\x1b[31m', '?[31m'],
    ['a tab', 'a\tb', 'a?b'],
    ['conjoining jamo', '\u1100', '?'],
    ['half a surrogate pair', '\ud800', '?'],
  ])('%s is in doubt', (_what, text, shown) => {
    expect(displayable(text)).toBe(shown);
  });
});

test('in ASCII, other characters keep their cells', () => {
  expect(displayable('東a京ü', true)).toBe('??a???');
});

test('the glyphs of the screens are one cell each, ASCII ones are ASCII', () => {
  for (const [name, glyph] of Object.entries(UNICODE_GLYPHS)) {
    if (typeof glyph === 'string') for (const char of glyph) expect(cellsOf(char.codePointAt(0) ?? 0), name).toBe(1);
  }
  expect(
    Object.values(ASCII_GLYPHS)
      .filter(glyph => typeof glyph === 'string')
      .join(''),
  ).toMatch(/^[\x20-\x7e]*$/);
  expect(UNICODE_GLYPHS.levels).toHaveLength(8);
  expect(ASCII_GLYPHS.levels).toHaveLength(8);
});

test('what is shown is never in doubt, and clipping never exceeds its room', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(40), (text, cells) => {
      const shown = displayable(text);
      for (const char of shown) expect(cellsOf(char.codePointAt(0) ?? 0)).not.toBeNull();
      expect(displayable(shown)).toBe(shown);
      const clipped = clipText(shown, cells);
      expect(shown.startsWith(clipped)).toBe(true);
      expect(textCells(clipped)).toBeLessThanOrEqual(cells);
      if (textCells(shown) > cells) expect(textCells(clipped)).toBeGreaterThanOrEqual(cells - 1);
    }),
  );
});
