/** The sort picker: a panel at the right of the table. */
import { SORTABLE } from './columns/index.js';
import { fitLine, type Line, span } from './line.js';
import type { Glyphs } from './theme.js';
import type { UiState } from './ui.js';

export const PICKER_CELLS = 34;
const ID_CELLS = 8;

/** `rows` lines of `PICKER_CELLS`. */
export function pickerLines(ui: UiState, chosen: number, rows: number, glyphs: Glyphs): readonly Line[] {
  const room = Math.max(1, rows - 1);
  const top = Math.max(0, Math.min(chosen - room + 1, SORTABLE.length - room));
  const lines: Line[] = [[span('sort by', 'heading')]];
  SORTABLE.slice(top, top + room).forEach((column, index) => {
    const at = top + index;
    const title = column.title(ui.units, glyphs).trim() || column.id;
    const arrow = ui.sort.descending ? glyphs.descending : glyphs.ascending;
    const mark = `${at === chosen ? glyphs.selected : ' '} ${column.id === ui.sort.column ? arrow : ' '} `;
    lines.push([span(`${mark}${column.id.padEnd(ID_CELLS)}`, at === chosen ? 'active' : 'plain'), span(title, 'dim')]);
  });
  return Array.from({ length: rows }, (_, index) => [
    span(` ${glyphs.bar} `, 'rule'),
    ...fitLine(lines[index] ?? [], PICKER_CELLS - 3, { ascii: glyphs.ascii }),
  ]);
}
