/** How many cells text takes on a terminal. Whatever terminals disagree about is shown as `?`, so columns stay straight. */

type Range = readonly [first: number, last: number];

/** Code points that every terminal draws one cell wide: plain scripts, and the glyphs that the screens themselves use. */
const NARROW: readonly Range[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2af],
  [0x370, 0x377],
  [0x37a, 0x37f],
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x482],
  [0x48a, 0x52f],
  [0x531, 0x556],
  [0x561, 0x587],
  [0x10d0, 0x10ff],
  [0x1e00, 0x1eff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20bf],
  [0x2190, 0x2193],
  [0x21c4, 0x21c4],
  [0x23ce, 0x23ce],
  [0x2500, 0x25a0],
  [0x25b2, 0x25b2],
  [0x25b6, 0x25b6],
  [0x25b8, 0x25b9],
  [0x25bc, 0x25bc],
  [0x25bf, 0x25bf],
  [0x25cb, 0x25cb],
  [0x25cf, 0x25cf],
  [0x2713, 0x2713],
  [0x2800, 0x28ff],
];

/** East Asian Wide (Unicode EastAsianWidth W and F) without combining marks, jamo and everything beyond the BMP. */
const WIDE: readonly Range[] = [
  [0x2e80, 0x2e99],
  [0x2e9b, 0x2ef3],
  [0x2f00, 0x2fd5],
  [0x3001, 0x3029],
  [0x3030, 0x303e],
  [0x3041, 0x3096],
  [0x309b, 0x30ff],
  [0x3105, 0x312d],
  [0x3131, 0x318e],
  [0x3190, 0x31ba],
  [0x31c0, 0x31e3],
  [0x31f0, 0x321e],
  [0x3220, 0x3247],
  [0x3250, 0x32fe],
  [0x3300, 0x4dbf],
  [0x4e00, 0xa48c],
  [0xa490, 0xa4c6],
  [0xac00, 0xd7a3],
  [0xf900, 0xfa6d],
  [0xfa70, 0xfad9],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
];

function within(ranges: readonly Range[], code: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (code < range[0]) high = middle - 1;
    else if (code > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** Cells of one code point; null where terminals disagree (emoji, combining marks, right-to-left, beyond the BMP, controls). */
export function cellsOf(code: number): 1 | 2 | null {
  if (within(NARROW, code)) return 1;
  return within(WIDE, code) ? 2 : null;
}

const PLAIN = /^[\x20-\x7e]*$/;

/** The text with every code point of doubtful width as `?`; with `ascii`, every one that is not printable ASCII. */
export function displayable(text: string, ascii = false): string {
  if (PLAIN.test(text)) return text;
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const cells = cellsOf(code);
    if (cells === null) out += '?';
    else if (ascii && code > 0x7e) out += '?'.repeat(cells);
    else out += char;
  }
  return out;
}

/** Cells of a text that `displayable` gave. */
export function textCells(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let cells = 0;
  for (const char of text) cells += cellsOf(char.codePointAt(0) ?? 0) ?? 1;
  return cells;
}

/** The longest start of a displayable text that fits into `cells`. */
export function clipText(text: string, cells: number): string {
  if (textCells(text) <= cells) return text;
  let out = '';
  let used = 0;
  for (const char of text) {
    const size = cellsOf(char.codePointAt(0) ?? 0) ?? 1;
    if (used + size > cells) break;
    out += char;
    used += size;
  }
  return out;
}
