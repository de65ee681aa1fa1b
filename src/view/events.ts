/** Events: what was added, removed, changed, or went wrong. */
import type { LiveEvent, LiveEventKind, LiveState } from '../live/model.js';
import { type Line, lineCells, span } from './line.js';
import type { Role } from './theme.js';
import { formatClock } from './units.js';

const SIGNS: Readonly<Record<LiveEventKind, { readonly sign: string; readonly style: Role }>> = {
  'pair-added': { sign: '+', style: 'ok' },
  'pair-removed': { sign: '-', style: 'warning' },
  'namespace-added': { sign: '+', style: 'ok' },
  'namespace-removed': { sign: '-', style: 'warning' },
  'link-changed': { sign: '~', style: 'heading' },
  probe: { sign: '*', style: 'heading' },
  warning: { sign: '!', style: 'warning' },
};

export function eventLine({ at, kind, text }: LiveEvent): Line {
  const { sign, style } = SIGNS[kind];
  // Some texts bring their sign along.
  const said = text.startsWith(`${sign} `) ? text.slice(sign.length + 1) : text;
  return [span(`${formatClock(at)}  `, 'dim'), span(`${sign} `, style), span(said)];
}

const NONE: Line = [span('nothing has happened yet', 'dim')];

const GAP = 3;

/** The newest events in `rows` rows, newest last; two share a row where both fit. */
export function eventRows({ events }: LiveState, rows: number, cells: number): readonly Line[] {
  const out: Line[] = [];
  let index = events.length - 1;
  while (out.length < rows && index >= 0) {
    const newest = events[index];
    const older = events[index - 1];
    if (newest === undefined) break;
    const right = eventLine(newest);
    const left = older === undefined ? [] : eventLine(older);
    const both = older !== undefined && lineCells(left) + GAP + lineCells(right) <= cells;
    out.unshift(both ? [...left, span(' '.repeat(GAP)), ...right] : right);
    index -= both ? 2 : 1;
  }
  return out.length === 0 ? [NONE] : out;
}

/** Every event kept, newest first. */
export function eventPage({ events }: LiveState): readonly Line[] {
  return events.length === 0 ? [NONE] : events.toReversed().map(eventLine);
}
