/** What a filter can name. Text fields match a glob or a regex; number fields compare. */
import type { PairRate } from '../../rates/model.js';
import { type EndText, placeOf, type Row } from '../rows.js';
import { sumKnown } from '../units.js';

export type Field<R = Row, M = PairRate> =
  | { readonly kind: 'text'; readonly about: string; readonly texts: (row: R) => readonly string[] }
  /** Null is unknown and matches no comparison. */
  | {
      readonly kind: 'number';
      readonly about: string;
      readonly numbers: (row: R, measure: M | null) => readonly (number | null)[];
    };

/** What a list's filter can say: where a bare word is looked for, and the fields by name. */
export interface Vocabulary<R, M> {
  readonly allNames: (row: R) => readonly string[];
  readonly fields: ReadonlyMap<string, Field<R, M>>;
}

function ends(row: Row): readonly EndText[] {
  return row.b === null ? [row.a] : [row.a, row.b];
}

function interfaceNames(end: EndText): readonly string[] {
  return [end.name, ...end.link.altNames];
}

function ownerNames(end: EndText): readonly string[] {
  return end.ownerName === null ? [] : [end.ownerName, placeOf(end)];
}

function masters(row: Row): readonly string[] {
  return ends(row).flatMap(end => (end.master === null ? [] : [end.master]));
}

/** Every name of a pair: what a bare word is looked for in. */
export function allNames(row: Row): readonly string[] {
  return [...ends(row).flatMap(end => [...interfaceNames(end), end.namespace, ...ownerNames(end)]), ...masters(row)];
}

export const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['a', { kind: 'text', about: 'name of end A', texts: row => interfaceNames(row.a) }],
  ['b', { kind: 'text', about: 'name of end B', texts: row => (row.b === null ? [] : interfaceNames(row.b)) }],
  ['if', { kind: 'text', about: 'name of either end', texts: row => ends(row).flatMap(interfaceNames) }],
  [
    'ns',
    {
      kind: 'text',
      about: 'namespace of either end, or its owner',
      texts: row => ends(row).flatMap(end => [end.namespace, ...ownerNames(end)]),
    },
  ],
  ['owner', { kind: 'text', about: 'owner of either end', texts: row => ends(row).flatMap(ownerNames) }],
  ['master', { kind: 'text', about: 'bridge, VRF or datapath', texts: masters }],
  ['addr', { kind: 'text', about: 'address of either end', texts: row => ends(row).flatMap(end => end.link.addresses ?? []) }],
  [
    'mac',
    {
      kind: 'text',
      about: 'MAC of either end',
      texts: row => ends(row).flatMap(end => (end.link.mac === null ? [] : [end.link.mac])),
    },
  ],
  ['id', { kind: 'text', about: 'id of the pair', texts: row => [row.id] }],
  ['state', { kind: 'text', about: 'up, down, half-open, hidden', texts: row => [row.state] }],
  ['certainty', { kind: 'text', about: 'exact, ambiguous, unknown', texts: row => [row.pair.certainty] }],
  [
    'pps',
    {
      kind: 'number',
      about: 'packets/s, both directions',
      numbers: (_row, rate) => [rate === null ? null : sumKnown(rate.ab.packetsPerSecond, rate.ba.packetsPerSecond)],
    },
  ],
  [
    'bps',
    {
      kind: 'number',
      about: 'bits/s, both directions',
      numbers: (_row, rate) => {
        const bytes = rate === null ? null : sumKnown(rate.ab.bytesPerSecond, rate.ba.bytesPerSecond);
        return [bytes === null ? null : bytes * 8];
      },
    },
  ],
  ['drop', { kind: 'number', about: 'losses/s', numbers: (_row, rate) => [rate?.dropsPerSecond ?? null] }],
  ['drops', { kind: 'number', about: 'losses so far', numbers: (_row, rate) => [rate?.dropsTotal ?? null] }],
  ['mtu', { kind: 'number', about: 'MTU of either end', numbers: row => ends(row).map(end => end.link.mtu) }],
  ['ifindex', { kind: 'number', about: 'ifindex of either end', numbers: row => ends(row).map(end => end.link.ifindex) }],
  ['inum', { kind: 'number', about: 'namespace inode of either end', numbers: row => ends(row).map(end => end.inum) }],
]);

export const PAIR_VOCABULARY: Vocabulary<Row, PairRate> = { allNames, fields: FIELDS };
