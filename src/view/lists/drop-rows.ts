/** Drops as rows: at the ends of pairs, and on every other link. Pure. */
import { type Inventory, type Link, namespaceOf } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import { linksByProbeKey } from '../../output/drops-rows.js';
import type { ProbeKey } from '../../probes/model.js';
import type { DropRate, OtherDropRate, RateFrame } from '../../rates/model.js';
import { type EndText, placeOf, type Row, rowsOf } from '../rows.js';

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
    const links = probedLinks(inventory);
    for (const drop of otherDrops) all.push(otherRow(drop, inventory, links));
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

function otherRow(drop: OtherDropRate, inventory: Inventory, links: ReadonlyMap<ProbeKey, Link>): DropRow {
  const { key, reason } = drop;
  const id = `other ${key ?? ''} ${reason} ${drop.function}`;
  const link = key === null ? null : (links.get(key) ?? null);
  if (link !== null) {
    const { name: namespace, owner } = namespaceOf(inventory, link);
    const place = owner === null ? namespace : `${owner.kind}:${owner.name}`;
    return { id, at: null, link, name: link.name, namespace, place, drop };
  }
  // A packet is freed at a socket without its device; a link may be gone, or in a namespace that can't be read.
  const [inum, ifindex] = key?.split('/') ?? [];
  const name = ifindex === undefined ? 'no link' : `ifindex ${ifindex}`;
  const namespace = inum ?? '';
  return { id, at: null, link, name, namespace, place: namespace, drop };
}
