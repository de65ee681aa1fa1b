/** Text that has to be read to its end, on as many lines as it takes. Pure. */
import { type Line, type Span, span } from './line.js';
import type { Role } from './theme.js';
import { clipText, displayable, textCells } from './width.js';

const LEAST_CELLS = 8;

/** `text` after `lead` on the first line, and under its start on the others; broken at blanks where there are any. */
export function wrapped(lead: Span, text: string, style: Role, cells: number): readonly Line[] {
  const indent = textCells(displayable(lead.text));
  const room = Math.max(LEAST_CELLS, cells - indent);
  const lines: Line[] = [];
  let rest = displayable(text);
  do {
    const part = nextPart(rest, room);
    lines.push([lines.length === 0 ? lead : span(' '.repeat(indent)), span(part.trimEnd(), style)]);
    rest = rest.slice(part.length).trimStart();
  } while (rest !== '');
  return lines;
}

function nextPart(text: string, room: number): string {
  const clipped = clipText(text, room);
  if (clipped.length === text.length || text.charAt(clipped.length) === ' ') return clipped;
  const blank = clipped.lastIndexOf(' ');
  // A word that is longer than the line is cut.
  return blank > 0 ? clipped.slice(0, blank + 1) : clipped;
}
