/** A theme: roles → SGR, and the glyphs. Data; views name roles only. */
import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from './glyphs.js';
import type { Line } from './line.js';
import { type ColorDepth, PALETTES, type Palette, TONES } from './palettes.js';

export { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from './glyphs.js';
export { type ColorDepth, ROLES, type Role } from './palettes.js';

export const THEME_NAMES = ['auto', 'dark', 'light', 'mono', 'ascii'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

export const THEMES: readonly { readonly name: ThemeName; readonly about: string }[] = [
  { name: 'auto', about: 'for any background' },
  { name: 'dark', about: 'for a dark one' },
  { name: 'light', about: 'for a light one' },
  { name: 'mono', about: 'no colours' },
  { name: 'ascii', about: 'nothing beyond ASCII' },
];

export interface Theme {
  readonly glyphs: Glyphs;
  readonly depth: ColorDepth;
  readonly base: Palette;
  readonly selected: Palette;
}

/** What the terminal can show. */
export interface Ability {
  readonly ascii: boolean;
  readonly depth: ColorDepth;
}

/** A theme by name, as far as the terminal can show it. */
export function themeOf({ ascii, depth }: Ability, name: ThemeName = 'auto'): Theme {
  const glyphs = ascii || name === 'ascii' ? ASCII_GLYPHS : UNICODE_GLYPHS;
  const shown: ColorDepth = name === 'mono' ? 0 : depth;
  const toned = shown === 256 && (name === 'dark' || name === 'light');
  return { glyphs, depth: shown, ...(toned ? TONES[name] : PALETTES[shown]) };
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
