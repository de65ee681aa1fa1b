/** Lines of styled text → what goes to stdout. */
import { fitLine, type Line, lineCells, plainText } from '../view/line.js';
import { type Glyphs, paint, themeOf } from '../view/theme.js';
import { displayable } from '../view/width.js';

export interface TextOptions {
  /** Cells of the terminal; null where stdout is none: then nothing is cut and names stay as they are. */
  readonly width: number | null;
  readonly color: boolean;
  readonly ascii: boolean;
}

export const PLAIN_TEXT: TextOptions = { width: null, color: false, ascii: false };

export function glyphsOf({ ascii }: TextOptions): Glyphs {
  return themeOf({ ascii, depth: 0 }).glyphs;
}

function shown(line: Line, { width, ascii }: TextOptions, ellipsis: string): Line {
  if (width === null) return ascii ? line.map(part => ({ ...part, text: displayable(part.text, true) })) : line;
  return fitLine(line, Math.min(width, lineCells(line)), { ellipsis, ascii });
}

function withoutTrailingBlanks(line: Line): Line {
  const parts = [...line];
  for (let last = parts.pop(); last !== undefined; last = parts.pop()) {
    const text = last.text.trimEnd();
    if (text !== '') return [...parts, { ...last, text }];
  }
  return [];
}

/** Each line ends with a newline; no lines are the empty string. */
export function render(lines: readonly Line[], options: TextOptions): string {
  if (lines.length === 0) return '';
  const { ellipsis } = glyphsOf(options);
  const fitted = lines.map(line => withoutTrailingBlanks(shown(line, options, ellipsis)));
  const text = options.color ? paint(fitted, themeOf({ ascii: options.ascii, depth: 8 })) : fitted.map(plainText).join('\n');
  return `${text}\n`;
}
