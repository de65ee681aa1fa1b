/** Drops: each link × reason × function of its own, with what it means. */
import type { Link } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import type { DropRate, RateFrame } from '../../rates/model.js';
import type { Column } from '../columns/model.js';
import { numberCell } from '../columns/numbers.js';
import { cutLines, pairHeadLines, ruleLine } from '../detail.js';
import type { Vocabulary } from '../filter/fields.js';
import { type Line, span } from '../line.js';
import { linkSubject, pairSubject } from '../subject.js';
import type { UiState } from '../ui.js';
import { formatTotal, sumKnown } from '../units.js';
import { wrapped } from '../wrap.js';
import { defineList } from './define.js';
import { type DropRow, dropRowsOf, UNSEEN_PLACE } from './drop-rows.js';
import type { DetailOptions } from './model.js';

type Drop = DropRow['drop'];

const COLUMNS: readonly Column<DropRow, Drop>[] = [
  {
    id: 'link',
    about: 'the link where it happened',
    title: () => 'LINK',
    align: 'left',
    minCells: 11,
    maxCells: 15,
    priority: 0,
    pinned: true,
    cell: ({ name, at }) => [span(name, at === null ? 'plain' : 'name')],
    sortKey: ({ name }) => name,
  },
  {
    id: 'ns',
    about: 'its namespace or owner',
    title: () => 'NS / OWNER',
    align: 'left',
    minCells: 10,
    maxCells: 24,
    priority: 4,
    cell: ({ place }) => [span(place, 'dim')],
    sortKey: ({ place }) => place,
  },
  {
    id: 'reason',
    about: 'the reason, as the kernel calls it',
    title: () => 'REASON',
    align: 'left',
    minCells: 16,
    maxCells: 26,
    priority: 1,
    cell: ({ drop }) => [span(drop.reason, drop.class === 'loss' ? 'plain' : 'dim')],
    sortKey: ({ drop }) => drop.reason,
  },
  {
    id: 'function',
    about: 'the function that dropped it',
    title: () => 'FUNCTION',
    align: 'left',
    minCells: 18,
    maxCells: 24,
    priority: 5,
    cell: ({ drop }) => [span(drop.function, 'dim')],
    sortKey: ({ drop }) => drop.function,
  },
  {
    id: 'class',
    about: 'loss, benign or socket',
    title: () => 'CLASS',
    align: 'left',
    minCells: 6,
    maxCells: 6,
    priority: 6,
    cell: ({ drop }) => [span(drop.class, drop.class === 'loss' ? 'plain' : 'dim')],
    sortKey: ({ drop }) => drop.class,
  },
  {
    id: 'drop',
    about: 'dropped per second',
    title: () => 'DROP/s',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 2,
    cell: ({ drop }, _measure, context) => numberCell(drop.perSecond, context, drop.class === 'loss' ? 'drop' : 'plain'),
    sortKey: ({ drop }) => drop.perSecond,
    sortsDescending: true,
  },
  {
    id: 'total',
    about: 'dropped so far',
    title: () => 'TOTAL',
    align: 'right',
    minCells: 10,
    maxCells: 10,
    priority: 3,
    cell: ({ drop }, _measure, { units, glyphs }) => [span(formatTotal(drop.total, 10, units.scale, glyphs.unknown))],
    sortKey: ({ drop }) => drop.total,
    sortsDescending: true,
  },
  {
    id: 'cause',
    about: 'what it means',
    title: () => 'WHAT IT MEANS',
    align: 'left',
    minCells: 20,
    maxCells: 100,
    priority: 7,
    cell: ({ drop }) => [span(drop.cause ?? '', 'dim')],
    sortKey: ({ drop }) => drop.cause,
  },
];

const VOCABULARY: Vocabulary<DropRow, Drop> = {
  allNames: ({ name, namespace, place, drop }) => [name, namespace, place, drop.reason, drop.function],
  fields: new Map([
    ['if', { kind: 'text', about: 'the link where it happened', texts: ({ name }) => [name] }],
    ['ns', { kind: 'text', about: 'its namespace or owner', texts: ({ namespace, place }) => [namespace, place] }],
    ['reason', { kind: 'text', about: 'the reason', texts: ({ drop }) => [drop.reason] }],
    ['function', { kind: 'text', about: 'the function', texts: ({ drop }) => [drop.function] }],
    ['class', { kind: 'text', about: 'loss, benign, socket', texts: ({ drop }) => [drop.class] }],
    ['drop', { kind: 'number', about: 'dropped per second', numbers: ({ drop }) => [drop.perSecond] }],
    ['total', { kind: 'number', about: 'dropped so far', numbers: ({ drop }) => [drop.total] }],
  ]),
};

const CLASSES: Readonly<Record<DropRate['class'], string>> = {
  loss: "a loss: somebody's packet died",
  benign: 'benign: expected on a healthy host, not counted as loss',
  socket: 'at a socket, after delivery: not counted as loss',
};

function detail({ at, link, name, place, drop }: DropRow, options: DetailOptions): readonly Line[] {
  const { theme, cells } = options;
  const fact = (what: string, value: string) => wrapped(span(` ${what.padEnd(11)}`, 'dim'), value, 'plain', cells);
  return [
    ruleLine([span(drop.reason, 'name'), span(` in ${drop.function} at ${name}`, 'dim')], 'drop', cells, theme),
    ...fact('means', drop.cause ?? 'nothing more than the reason is known'),
    ...(drop.hint == null ? [] : fact('try', drop.hint)),
    ...fact('class', CLASSES[drop.class]),
    ...(at === null ? fact('where', whereText(link, place)) : pairHeadLines(at.row, cells, theme.glyphs)),
  ];
}

function whereText(link: Link | null, place: string): string {
  if (link !== null) return `a link of kind ${link.kind ?? 'physical'} in ${place}, no end of a pair`;
  return place === UNSEEN_PLACE
    ? "on links that are gone, or in namespaces that can't be read from here"
    : 'past every link, at a socket';
}

function empty({ frame }: LiveState, ui: UiState): readonly Line[] {
  if (frame === null) return [[span('waiting for the first report', 'dim')]];
  if (frame.depth === 'counters')
    return [[span('drops are not counted: no probes run on this host', 'warning')], [span('?', 'key'), span(' says why', 'dim')]];
  return ui.classes === 'all'
    ? [[span('nothing was dropped so far', 'ok')]]
    : [[span('no losses so far', 'ok')], [span('a', 'key'), span(' shows drops of every class', 'dim')]];
}

function linkText({ name, place }: DropRow): string {
  return place === '' ? name : `${name}@${place}`;
}

export const DROPS = defineList<DropRow, Drop>({
  id: 'drops',
  title: 'Drops',
  about: 'where packets die, why, and what it means; losses only, unless all classes are asked for',
  rows: (live, { classes }) => (classes === 'all' ? dropRowsOf(live).all : dropRowsOf(live).losses),
  measures:
    () =>
    ({ drop }) =>
      drop,
  columns: COLUMNS,
  vocabulary: VOCABULARY,
  sortColumn: 'drop',
  groups: [
    { id: 'reason', about: 'the reason', of: ({ drop }) => drop.reason },
    { id: 'link', about: 'the link', of: linkText },
  ],
  detail: (row, _drop, options) => ({ lines: cutLines(detail(row, options), options), chart: null }),
  subject: ({ at, link }, inventory) => {
    if (at !== null) return pairSubject(inventory, at.row, at.end);
    return link === null ? null : linkSubject(inventory, link);
  },
  copy: row => `${linkText(row)} ${row.drop.reason} ${row.drop.function} ${row.drop.total}`,
  badge: ({ frame }) => lossBadge(frame),
  empty,
});

/** The badge of the tab: losses per second, where there are any. */
function lossBadge(frame: RateFrame | null) {
  const perSecond = frame === null ? null : sumKnown(frame.total.dropsPerSecond, frame.otherDropsPerSecond);
  return perSecond === null || perSecond === 0 ? null : span('!', 'drop');
}
