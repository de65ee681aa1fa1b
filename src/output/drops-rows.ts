/** Every kind of drop of a frame as a row: on the end of a pair, on another link, or on none. Pure. */
import { type Inventory, type Link, type LinkKey, namespaceOf } from '../inventory/model.js';
import { type DropClass, type ProbeKey, probeKey } from '../probes/model.js';
import type { DropRate, OtherDropRate, RateFrame } from '../rates/model.js';

/** A link that has dropped; one that is gone, or in a namespace that can't be seen, has no name. */
export interface DropLink {
  readonly key: LinkKey | null;
  readonly inum: number;
  readonly ifindex: number;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly kind: string | null;
}

export interface DropRow {
  /** null: the packet had no device when it was freed. */
  readonly link: DropLink | null;
  /** The pair that the link is an end of. */
  readonly pair: { readonly id: string; readonly end: 'a' | 'b' } | null;
  readonly reason: string;
  readonly function: string;
  readonly class: DropClass;
  readonly cause: string | null;
  readonly hint: string | null;
  readonly perSecond: number | null;
  readonly total: number;
}

export interface DropSelection {
  /** `loss` alone, or every class. */
  readonly classes: ReadonlySet<DropClass>;
  /** null: all pairs, other links, and drops without a device. */
  readonly pairIds: ReadonlySet<string> | null;
}

export const LOSSES: ReadonlySet<DropClass> = new Set(['loss']);
export const ALL_CLASSES: ReadonlySet<DropClass> = new Set(['loss', 'benign', 'socket']);

const CLASS_ORDER: readonly DropClass[] = ['loss', 'socket', 'benign'];

/** Losses first, then by how much is dropped now, then by what was dropped so far. */
export function dropRows(frame: RateFrame, inventory: Inventory, { classes, pairIds }: DropSelection): readonly DropRow[] {
  const rows: DropRow[] = [];
  for (const { id, a, b } of inventory.pairs) {
    if (pairIds !== null && !pairIds.has(id)) continue;
    for (const drop of frame.pairs.get(id)?.drops ?? []) {
      const link = drop.end === 'a' ? a : b;
      if (link !== null) rows.push({ link: describe(inventory, link), pair: { id, end: drop.end }, ...facts(drop) });
    }
  }
  if (pairIds === null) rows.push(...otherRows(frame.otherDrops ?? [], inventory));
  return rows.filter(row => classes.has(row.class) && row.total > 0).sort(inOrder);
}

/** Links by what a probe calls them. */
export function linksByProbeKey(inventory: Inventory): ReadonlyMap<ProbeKey, Link> {
  const byKey = new Map<ProbeKey, Link>();
  for (const link of inventory.links.values()) {
    const { inum } = namespaceOf(inventory, link);
    if (inum !== null) byKey.set(probeKey(inum, link.ifindex), link);
  }
  return byKey;
}

function otherRows(drops: readonly OtherDropRate[], inventory: Inventory): readonly DropRow[] {
  const byKey = linksByProbeKey(inventory);
  return drops.map(drop => ({ link: linkOf(drop.key, byKey, inventory), pair: null, ...facts(drop) }));
}

function linkOf(key: ProbeKey | null, byKey: ReadonlyMap<ProbeKey, Link>, inventory: Inventory): DropLink | null {
  if (key === null) return null;
  const link = byKey.get(key);
  if (link !== undefined) return describe(inventory, link);
  const [inum = 0, ifindex = 0] = key.split('/').map(Number);
  return { key: null, inum, ifindex, name: null, namespace: null, kind: null };
}

function describe(inventory: Inventory, link: Link): DropLink {
  const { inum, name: namespace } = namespaceOf(inventory, link);
  const { key, ifindex, name, kind } = link;
  return { key, inum: inum ?? 0, ifindex, name, namespace, kind };
}

function facts({ reason, function: name, class: dropClass, cause, hint = null, perSecond, total }: Omit<DropRate, 'end'>) {
  return { reason, function: name, class: dropClass, cause, hint, perSecond, total };
}

function inOrder(one: DropRow, other: DropRow): number {
  return (
    CLASS_ORDER.indexOf(one.class) - CLASS_ORDER.indexOf(other.class) ||
    (other.perSecond ?? -1) - (one.perSecond ?? -1) ||
    other.total - one.total ||
    (one.reason + one.function < other.reason + other.function ? -1 : 1)
  );
}
