/** Columns of names: ends, where they belong, their master. */
import type { PairRate } from '../../rates/model.js';
import { type Line, span } from '../line.js';
import { type EndText, masterText, placeOf, type Row, type RowState } from '../rows.js';
import type { Glyphs, Role } from '../theme.js';
import type { Units } from '../units.js';
import type { CellContext, Column } from './model.js';

/** What the state column shows: of a pair that is up, also that packets go past the probes. */
type ShownState = RowState | 'past-probes';

const STATE_SIGNS: Readonly<Record<ShownState, { readonly sign: (glyphs: Glyphs) => string; readonly style: Role }>> = {
  up: { sign: () => ' ', style: 'plain' },
  down: { sign: glyphs => glyphs.down, style: 'warning' },
  'half-open': { sign: () => '?', style: 'warning' },
  hidden: { sign: glyphs => glyphs.probeOff, style: 'dim' },
  'past-probes': { sign: glyphs => glyphs.past, style: 'warning' },
};

/** Rates that leave packets out matter less than an end that is down, and more than a namespace that hides. */
function shownState({ state }: Row, rate: PairRate | null): ShownState {
  return rate?.bypass === true && (state === 'up' || state === 'hidden') ? 'past-probes' : state;
}

function stateCell(row: Row, rate: PairRate | null, { glyphs }: CellContext): Line {
  const { sign, style } = STATE_SIGNS[shownState(row, rate)];
  return [span(sign(glyphs), style)];
}

function nameCell(end: EndText | null, glyphs: Glyphs): Line {
  return end === null ? [span(glyphs.unknown, 'dim')] : [span(end.name, 'name')];
}

const PLACE_TITLE = 'NAMESPACE / OWNER';

function placeTitle(_units: Units, _glyphs: Glyphs, cells = PLACE_TITLE.length): string {
  return cells < PLACE_TITLE.length ? 'NS / OWNER' : PLACE_TITLE;
}

function placeCell(end: EndText | null, row: Row, { glyphs }: CellContext): Line {
  if (end === null) return [span(row.pair.certainty === 'exact' ? glyphs.unknown : row.pair.why, 'warning')];
  if (end.ownerKind === null) return [span(end.namespace, end.hidden ? 'dim' : 'plain')];
  return [span(`${end.ownerKind}:`, 'dim'), span(end.ownerName ?? '')];
}

/** An arrow for each direction in which something goes. */
function flowSign(rate: PairRate | null, { from, to, both }: Glyphs): string {
  const ab = (rate?.ab.packetsPerSecond ?? 0) > 0;
  const ba = (rate?.ba.packetsPerSecond ?? 0) > 0;
  if (ab && ba) return both;
  if (ab) return to;
  return ba ? from : ' ';
}

export const NAME_COLUMNS: readonly Column[] = [
  {
    id: 'state',
    about: 'a sign: ? half-open, down, hidden, past probes',
    title: () => ' ',
    align: 'left',
    minCells: 1,
    maxCells: 1,
    priority: 1,
    pinned: true,
    cell: stateCell,
    sortKey: shownState,
  },
  {
    id: 'a',
    about: 'name of end A',
    title: () => 'A',
    align: 'left',
    minCells: 11,
    maxCells: 15,
    priority: 0,
    pinned: true,
    cell: (row, _rate, { glyphs }) => nameCell(row.a, glyphs),
    sortKey: row => row.a.name,
  },
  {
    id: 'nsA',
    about: 'end A: namespace or owner',
    title: placeTitle,
    align: 'left',
    minCells: 10,
    maxCells: 28,
    priority: 6,
    cell: (row, _rate, context) => placeCell(row.a, row, context),
    sortKey: row => placeOf(row.a),
  },
  {
    id: 'flow',
    about: 'which way packets go now',
    title: () => ' ',
    align: 'left',
    minCells: 1,
    maxCells: 1,
    priority: 11,
    cell: (_row, rate, { glyphs }) => [span(flowSign(rate, glyphs), 'ab')],
  },
  {
    id: 'b',
    about: 'name of end B',
    title: () => 'B',
    align: 'left',
    minCells: 6,
    maxCells: 15,
    priority: 5,
    cell: (row, _rate, { glyphs }) => nameCell(row.b, glyphs),
    sortKey: row => row.b?.name ?? null,
  },
  {
    id: 'nsB',
    about: 'end B: namespace or owner',
    title: placeTitle,
    align: 'left',
    minCells: 14,
    maxCells: 40,
    priority: 2,
    cell: (row, _rate, context) => placeCell(row.b, row, context),
    sortKey: row => (row.b === null ? null : placeOf(row.b)),
  },
  {
    id: 'master',
    about: 'bridge, VRF or OVS datapath an end is a port of',
    title: () => 'MASTER',
    align: 'left',
    minCells: 7,
    maxCells: 15,
    priority: 9,
    cell: (row, _rate, { glyphs }) => {
      const master = masterText(row);
      return master === null ? [span(glyphs.unknown, 'dim')] : [span(master)];
    },
    sortKey: row => masterText(row),
  },
];
