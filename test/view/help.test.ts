import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/view/commands/table.js';
import { helpPage } from '../../src/view/help.js';
import { initialUi } from '../../src/view/initial.js';
import { KEYMAP } from '../../src/view/keymap/index.js';
import { lineCells, plainText } from '../../src/view/line.js';
import { VIEWS } from '../../src/view/lists/index.js';
import { UNICODE_GLYPHS } from '../../src/view/theme.js';
import { bareHost, busyHost } from './fixtures.js';

function flat(lines: readonly string[]): string {
  return lines.join(' ').replace(/\s+/g, ' ');
}

test.each([50, 60, 80, 100, 120, 200])('nothing on the help page is cut at %i columns', cols => {
  const lines = helpPage(busyHost(), initialUi({ size: { cols, rows: 36 } }), UNICODE_GLYPHS);
  for (const line of lines) expect(lineCells(line)).toBeLessThanOrEqual(cols);
  const half = Math.floor(cols / 2);
  const texts = lines.map(plainText);
  const text =
    cols < 100
      ? flat(texts)
      : `${flat(texts.map(line => line.slice(0, half)))} ${flat(texts.map(line => line.slice(half)))} ${flat(texts)}`;
  for (const { help } of KEYMAP.filter(({ mode }) => mode === 'main')) expect(text).toContain(help);
  for (const { about } of COMMANDS.filter(({ argument }) => argument !== null)) expect(text).toContain(about);
  for (const { about } of Object.values(VIEWS)) expect(text).toContain(about);
  expect(text).toContain('not fentry: attaching was refused (EPERM)');
});

test('what could not be read is said to its end', () => {
  const texts = helpPage(bareHost(), initialUi({ size: { cols: 50, rows: 36 } }), UNICODE_GLYPHS).map(plainText);
  expect(flat(texts)).toContain('not read: /proc/1/ns/net: permission denied; run as root');
});
