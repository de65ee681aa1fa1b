/** Drops as rows: at the ends of pairs, and on every other link. Pure. */
import { type Inventory, type Link, namespaceOf } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import { linksByProbeKey } from '../../output/drops-rows.js';
import type { ProbeKey } from '../../probes/model.js';
import type { DropRate, OtherDropRate, RateFrame } from '../../rates/model.js';
import { type EndText, placeOf, type Row, rowsOf } from '../rows.js';
import { sumKnown } from '../units.js';

export interface DropRow {
  readonly id: string;
  /** The end of a pair where it happened; null: on another link, or on none. */
  readonly at: { readonly row: Row; readonly end: EndText } | null;
  /** Null where the packet had no device, and for one that is gone or can't be seen. */
  readonly link: Link | null;
  readonly name: string;
  readonly namespace: string;
  /** Its namespace, or the owner of that. */
  readonly place: string;
  readonly drop: Omit<DropRate, 'end'>;
}

export interface DropRows {
  readonly all: readonly DropRow[];
  readonly losses: readonly DropRow[];
}

const NONE: DropRows = { all: [], losses: [] };
const built = new WeakMap<RateFrame, DropRows>();
const byProbeKey = new WeakMap<Inventory['namespaces'], ReadonlyMap<ProbeKey, Link>>();

/** Built once per report. */
export function dropRowsOf({ inventory, frame }: LiveState): DropRows {
  if (frame === null) return NONE;
  const known = built.get(frame);
  if (known !== undefined) return known;
  const all: DropRow[] = [];
  for (const row of rowsOf(inventory)) {
    for (const drop of frame.pairs.get(row.id)?.drops ?? []) all.push(pairRow(row, drop));
  }
  const { otherDrops = [] } = frame;
  if (otherDrops.length > 0) {
    all.push(...otherRows(otherDrops, inventory, probedLinks(inventory)));
  }
  const rows = { all, losses: all.filter(({ drop }) => drop.class === 'loss') };
  built.set(frame, rows);
  return rows;
}

function pairRow(row: Row, drop: DropRate): DropRow {
  const end = drop.end === 'b' && row.b !== null ? row.b : row.a;
  const { name, namespace, link } = end;
  const id = `${row.id} ${drop.end} ${drop.reason} ${drop.function}`;
  return { id, at: { row, end }, link, name, namespace, place: placeOf(end), drop };
}

function probedLinks(inventory: Inventory): ReadonlyMap<ProbeKey, Link> {
  const known = byProbeKey.get(inventory.namespaces);
  if (known !== undefined) return known;
  const made = linksByProbeKey(inventory);
  byProbeKey.set(inventory.namespaces, made);
  return made;
}

type Other = Omit<OtherDropRate, 'key'>;

/** Links that can't be named are told together: there is nothing to tell them apart by. */
function otherRows(
  drops: readonly OtherDropRate[],
  inventory: Inventory,
  links: ReadonlyMap<ProbeKey, Link>,
): readonly DropRow[] {
  const rows: DropRow[] = [];
  const unseen = new Map<string, { readonly drop: Other; readonly count: number }>();
  for (const drop of drops) {
    const { key, reason } = drop;
    const what = `${reason} ${drop.function}`;
    const link = key === null ? null : (links.get(key) ?? null);
    if (link !== null) rows.push(linkRow(drop, link, inventory));
    // A packet is freed at a socket without its device.
    else if (key === null) rows.push({ ...NOWHERE, id: `other ${what}`, name: 'no link', drop });
    else {
      const known = unseen.get(what);
      unseen.set(what, known === undefined ? { drop, count: 1 } : { drop: together(known.drop, drop), count: known.count + 1 });
    }
  }
  for (const [what, { drop, count }] of unseen) {
    rows.push({ ...NOWHERE, id: `unseen ${what}`, name: count === 1 ? 'a link' : `${count} links`, place: UNSEEN_PLACE, drop });
  }
  return rows;
}

const NOWHERE = { at: null, link: null, namespace: '', place: '' } as const;
/** Gone, or in a namespace that can't be read from here. */
export const UNSEEN_PLACE = 'unseen';

function together(one: Other, other: Other): Other {
  return { ...one, perSecond: sumKnown(one.perSecond, other.perSecond), total: one.total + other.total };
}

function linkRow(drop: OtherDropRate, link: Link, inventory: Inventory): DropRow {
  const { name: namespace, owner } = namespaceOf(inventory, link);
  const place = owner === null ? namespace : `${owner.kind}:${owner.name}`;
  return { id: `other ${link.key} ${drop.reason} ${drop.function}`, at: null, link, name: link.name, namespace, place, drop };
}
