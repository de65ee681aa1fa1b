/** Screens for when there is nothing to show, each with what to do next. */
import type { LiveState } from '../live/model.js';
import { LEAST_SIZE } from './layout.js';
import { type Line, lineCells, span } from './line.js';
import { listState } from './lists/state.js';
import type { Size, UiState } from './ui.js';

export function centred(lines: readonly Line[], { cols, rows }: Size): readonly Line[] {
  const widest = lines.reduce((most, line) => Math.max(most, lineCells(line)), 0);
  const indent = span(' '.repeat(Math.max(0, Math.floor((cols - widest) / 2))));
  const above = Math.max(0, Math.floor((rows - lines.length) / 2));
  return [...Array.from({ length: above }, (): Line => []), ...lines.map((line): Line => [indent, ...line])];
}

export function noPairs(live: LiveState): readonly Line[] {
  const { namespaces, partial } = live.inventory;
  return [
    [span('no veth pair on this host', 'name')],
    [],
    [span(`${namespaces.size} ${namespaces.size === 1 ? 'namespace was' : 'namespaces were'} looked through. `, 'dim')],
    [span('A pair that appears is shown at once.', 'dim')],
    [],
    [span('To see one with traffic:  ', 'dim'), span('q', 'key'), span(' and then ', 'dim'), span('vethtop --lab bridge', 'key')],
    ...partial.map((part): Line => [span('! ', 'warning'), span(`not read: ${part.source}: ${part.why}`, 'dim')]),
  ];
}

/** For lists that hold nothing before the first report. */
export const NO_REPORT: readonly Line[] = [[span('nothing to show yet', 'dim')]];

export function noMatch(ui: UiState): readonly Line[] {
  const { filter, hidden } = listState(ui);
  if (filter === '')
    return [[span(`all ${hidden.size} rows are hidden`, 'dim')], [span(':unhide', 'key'), span(' shows them', 'dim')]];
  return [
    [span('nothing matches ', 'dim'), span(filter, 'key')],
    [span('Esc', 'key'), span(ui.prompt === null ? ' clears the filter' : ' goes back to the filter before', 'dim')],
  ];
}

export function tooSmall({ cols, rows }: Size): readonly Line[] {
  return centred([[span('terminal too small')], [span(`${cols}x${rows}, needs ${LEAST_SIZE.cols}x${LEAST_SIZE.rows}`, 'dim')]], {
    cols,
    rows,
  });
}
