/** Roles → SGR, and the glyphs. A theme is data; views name roles only. */
import type { Line } from './line.js';

/** What a piece of text is, not how it looks. */
export const ROLES = [
  'plain',
  'dim',
  'name',
  'brand',
  'heading',
  'drop',
  'warning',
  'ok',
  'key',
  'cursor',
  'ab',
  'ba',
  'rule',
  'active',
] as const;

export type Role = (typeof ROLES)[number];

export interface Glyphs {
  readonly ascii: boolean;
  readonly unknown: string;
  readonly ellipsis: string;
  readonly selected: string;
  readonly descending: string;
  readonly ascending: string;
  readonly live: string;
  readonly paused: string;
  readonly probeOn: string;
  readonly probeOff: string;
  readonly rule: string;
  readonly bar: string;
  readonly dot: string;
  readonly pair: string;
  readonly to: string;
  readonly down: string;
  readonly enter: string;
  readonly up: string;
  /** Eight levels, lowest first. */
  readonly levels: string;
}

export const UNICODE_GLYPHS: Glyphs = {
  ascii: false,
  unknown: '–',
  ellipsis: '…',
  selected: '▸',
  descending: '▼',
  ascending: '▲',
  live: '▶',
  paused: '■',
  probeOn: '●',
  probeOff: '○',
  rule: '─',
  bar: '│',
  dot: '·',
  pair: '⇄',
  to: '→',
  down: '↓',
  enter: '⏎',
  up: '↑',
  levels: '▁▂▃▄▅▆▇█',
};

export const ASCII_GLYPHS: Glyphs = {
  ascii: true,
  unknown: '-',
  ellipsis: '~',
  selected: '>',
  descending: 'v',
  ascending: '^',
  live: '>',
  paused: '=',
  probeOn: '*',
  probeOff: 'o',
  rule: '-',
  bar: '|',
  dot: '-',
  pair: '<>',
  to: '>',
  down: 'v',
  enter: 'Enter',
  up: '^',
  levels: '_.-:=+*#',
};

export type ColorDepth = 0 | 8 | 256;

/** SGR parameters, `1;31`; the empty string is no style. */
type Palette = Readonly<Record<Role, string>>;

const PLAIN: Palette = {
  plain: '',
  dim: '',
  name: '',
  brand: '1',
  heading: '',
  drop: '1',
  warning: '',
  ok: '',
  key: '1',
  cursor: '7',
  ab: '',
  ba: '',
  rule: '',
  active: '1',
};

/** Mid tones: each is readable on black and on white. */
const PALETTES: Readonly<Record<ColorDepth, { readonly base: Palette; readonly selected: Palette }>> = {
  0: {
    base: PLAIN,
    selected: { ...PLAIN, name: '1', plain: '' },
  },
  8: {
    base: { ...PLAIN, brand: '1;36', heading: '36', drop: '1;31', warning: '33', ok: '32', ab: '36', ba: '35', active: '1;36' },
    selected: { ...uniform('7'), name: '1;7', drop: '1;7;31' },
  },
  256: {
    base: {
      plain: '',
      dim: '38;5;244',
      name: '',
      brand: '1;38;5;31',
      heading: '38;5;31',
      drop: '1;38;5;196',
      warning: '38;5;172',
      ok: '38;5;28',
      key: '1',
      cursor: '7',
      ab: '38;5;31',
      ba: '38;5;133',
      rule: '38;5;244',
      active: '1;38;5;31',
    },
    selected: {
      ...uniform('38;5;254;48;5;238'),
      name: '1;38;5;255;48;5;238',
      dim: '38;5;248;48;5;238',
      drop: '1;38;5;210;48;5;238',
      warning: '38;5;215;48;5;238',
      ok: '38;5;114;48;5;238',
      active: '1;38;5;117;48;5;238',
    },
  },
};

function uniform(sgr: string): Palette {
  return {
    plain: sgr,
    dim: sgr,
    name: sgr,
    brand: sgr,
    heading: sgr,
    drop: sgr,
    warning: sgr,
    ok: sgr,
    key: sgr,
    cursor: sgr,
    ab: sgr,
    ba: sgr,
    rule: sgr,
    active: sgr,
  };
}

export interface Theme {
  readonly glyphs: Glyphs;
  readonly depth: ColorDepth;
  readonly base: Palette;
  readonly selected: Palette;
}

export function themeOf({ ascii, depth }: { readonly ascii: boolean; readonly depth: ColorDepth }): Theme {
  return { glyphs: ascii ? ASCII_GLYPHS : UNICODE_GLYPHS, depth, ...PALETTES[depth] };
}

/** Lines with SGR, joined by newlines. Each style ends where its span ends. */
export function paint(lines: readonly Line[], theme: Theme): string {
  return lines.map(line => paintLine(line, theme)).join('\n');
}

function paintLine(line: Line, theme: Theme): string {
  let out = '';
  for (const { text, style, selected } of line) {
    const sgr = (selected === true ? theme.selected : theme.base)[style];
    out += sgr === '' ? text : `\x1b[${sgr}m${text}\x1b[m`;
  }
  return out;
}
