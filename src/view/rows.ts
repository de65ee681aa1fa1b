/** One row per pair: the names that columns, filter and sort use. Built once per inventory. */
import { type Inventory, type Link, masterOf, namespaceOf, type Pair } from '../inventory/model.js';

export interface EndText {
  readonly link: Link;
  readonly name: string;
  readonly namespace: string;
  readonly inum: number | null;
  readonly hidden: boolean;
  readonly ownerKind: string | null;
  readonly ownerName: string | null;
  readonly master: string | null;
}

/** `half-open`: the other end isn't known exactly. `down`: an end is down or has no carrier. `hidden`: nothing opens an end's namespace. */
export type RowState = 'up' | 'down' | 'half-open' | 'hidden';

export interface Row {
  readonly id: string;
  readonly pair: Pair;
  readonly a: EndText;
  readonly b: EndText | null;
  readonly state: RowState;
}

const built = new WeakMap<Inventory['namespaces'], readonly Row[]>();

/**
 * Rows in the inventory's order. Namespaces are made anew with every change of the inventory and only then, so rows live as
 * long as they do.
 */
export function rowsOf(inventory: Inventory): readonly Row[] {
  const known = built.get(inventory.namespaces);
  if (known !== undefined) return known;
  const rows = inventory.pairs.map(pair => rowOf(inventory, pair));
  built.set(inventory.namespaces, rows);
  return rows;
}

function rowOf(inventory: Inventory, pair: Pair): Row {
  const a = endText(inventory, pair.a);
  const b = pair.b === null ? null : endText(inventory, pair.b);
  return { id: pair.id, pair, a, b, state: stateOf(a, b) };
}

function endText(inventory: Inventory, link: Link): EndText {
  const namespace = namespaceOf(inventory, link);
  return {
    link,
    name: link.name,
    namespace: namespace.name,
    inum: namespace.inum,
    hidden: namespace.hidden,
    ownerKind: namespace.owner?.kind ?? null,
    ownerName: namespace.owner?.name ?? null,
    master: masterOf(inventory, link)?.name ?? null,
  };
}

function stateOf(a: EndText, b: EndText | null): RowState {
  if (b === null) return 'half-open';
  if (isDown(a.link) || isDown(b.link)) return 'down';
  return a.hidden || b.hidden ? 'hidden' : 'up';
}

export function isDown(link: Link): boolean {
  return !link.adminUp || link.operState === 'DOWN' || link.operState === 'LOWERLAYERDOWN';
}

/** `docker:web-1`, or the namespace's name where nobody owns it. */
export function placeOf(end: EndText): string {
  return end.ownerKind === null ? end.namespace : `${end.ownerKind}:${end.ownerName ?? ''}`;
}

/** The master of the end that is a port; a pair seldom has two. */
export function masterText(row: Row): string | null {
  if (row.a.master !== null && row.b?.master != null) return `${row.a.master} ${row.b.master}`;
  return row.a.master ?? row.b?.master ?? null;
}
