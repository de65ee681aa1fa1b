// Draws what a terminal shows as SVG: text with the escape sequences of `tmux capture-pane -e -p` on stdin, SVG on stdout.
// usage: tmux capture-pane -e -p | node scripts/picture.mjs COLUMNS ROWS > picture.svg
import { text } from 'node:stream/consumers';
import xterm from '@xterm/headless';

const CELL = { width: 8.4, height: 18, font: 14 };
const PADDING = 12;
const INK = '#d4d7dd';
const PAPER = '#14171c';
const ANSI = ['#3b4048', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#abb2bf'];
const BRIGHT = ['#6b7380', '#ff7b86', '#b5e090', '#f5d58f', '#7cc0ff', '#dd97f0', '#6fd3df', '#ffffff'];

/** xterm's 256 colours: 16 of the theme, a 6×6×6 cube, 24 greys. */
function palette(index) {
  if (index < 8) return ANSI[index];
  if (index < 16) return BRIGHT[index - 8];
  const hex = value => value.toString(16).padStart(2, '0');
  if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`;
  const level = part => (part === 0 ? 0 : 55 + part * 40);
  const cube = index - 16;
  return `#${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(part => hex(level(part))).join('')}`;
}

function ink(cell) {
  if (cell.isFgRGB()) return `#${cell.getFgColor().toString(16).padStart(6, '0')}`;
  return cell.isFgPalette() ? palette(cell.getFgColor()) : INK;
}

function paper(cell) {
  if (cell.isBgRGB()) return `#${cell.getBgColor().toString(16).padStart(6, '0')}`;
  return cell.isBgPalette() ? palette(cell.getBgColor()) : PAPER;
}

function escapeXml(chars) {
  return chars.replace(/[&<>]/g, char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]);
}

function styleOf(cell) {
  const [fore, back] = cell.isInverse() ? [paper(cell), ink(cell)] : [ink(cell), paper(cell)];
  return { fore, back, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 };
}

/** Runs of cells of one style, so that the file stays small and text can be selected. */
function runs(line, columns) {
  const found = [];
  for (let x = 0; x < columns; x++) {
    const cell = line.getCell(x);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const last = found[found.length - 1];
    const chars = cell.getChars() || ' ';
    if (last !== undefined && JSON.stringify(last.style) === JSON.stringify(style)) {
      last.text += chars;
      last.cells += cell.getWidth();
    } else found.push({ x, cells: cell.getWidth(), text: chars, style });
  }
  return found;
}

const [columns = 120, rows = 36] = process.argv.slice(2).map(Number);
const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
const input = (await text(process.stdin)).replace(/\n$/, '').replaceAll('\n', '\r\n');
await new Promise(resolve => terminal.write(input, resolve));

const size = { width: columns * CELL.width + 2 * PADDING, height: rows * CELL.height + 2 * PADDING };
const out = [
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width.toFixed(0)}" height="${size.height}" viewBox="0 0 ${size.width.toFixed(0)} ${size.height}">`,
  `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
  `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${CELL.font}" xml:space="preserve">`,
];
for (let y = 0; y < rows; y++) {
  const line = terminal.buffer.active.getLine(y);
  if (line === undefined) continue;
  for (const { x, cells, text: chars, style } of runs(line, columns)) {
    const left = (PADDING + x * CELL.width).toFixed(1);
    const width = (cells * CELL.width).toFixed(1);
    if (style.back !== PAPER)
      out.push(
        `<rect x="${left}" y="${PADDING + y * CELL.height}" width="${width}" height="${CELL.height}" fill="${style.back}"/>`,
      );
    if (chars.trim() === '') continue;
    const weight = `${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.6"' : ''}`;
    out.push(
      `<text x="${left}" y="${(PADDING + y * CELL.height + CELL.font).toFixed(1)}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${style.fore}"${weight}>${escapeXml(chars)}</text>`,
    );
  }
}
out.push('</g>', '</svg>', '');
process.stdout.write(out.join('\n'));
process.exit(0);
