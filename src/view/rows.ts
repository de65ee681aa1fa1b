/** One row per pair: the names that columns, filter and sort use. Built once per inventory. */
import {
  type Inventory,
  type Link,
  type LinkKey,
  linkKey,
  masterOf,
  type Namespace,
  namespaceOf,
  type Pair,
} from '../inventory/model.js';

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

/** An end's text, and what else it was made of. */
interface EndMade {
  readonly text: EndText;
  readonly namespace: Namespace;
  readonly masterKey: LinkKey | null;
  readonly master: Link | null;
}

interface RowMade {
  readonly row: Row;
  readonly a: EndMade;
  readonly b: EndMade | null;
}

/** Few pairs change at a time: the rows of the others stay what they are. */
const madeOf = new WeakMap<Pair, RowMade>();

function rowOf(inventory: Inventory, pair: Pair): Row {
  const known = madeOf.get(pair);
  if (known !== undefined && isSame(inventory, known.a) && (known.b === null || isSame(inventory, known.b))) return known.row;
  const a = makeEnd(inventory, pair.a);
  const b = pair.b === null ? null : makeEnd(inventory, pair.b);
  const row = { id: pair.id, pair, a: a.text, b: b?.text ?? null, state: stateOf(a.text, b?.text ?? null) };
  madeOf.set(pair, { row, a, b });
  return row;
}

function isSame({ namespaces, links }: Inventory, { text, namespace, masterKey, master }: EndMade): boolean {
  if (namespaces.get(text.link.nsid) !== namespace) return false;
  return masterKey === null || (links.get(masterKey) ?? null) === master;
}

function makeEnd(inventory: Inventory, link: Link): EndMade {
  const namespace = namespaceOf(inventory, link);
  const master = masterOf(inventory, link);
  const text = {
    link,
    name: link.name,
    namespace: namespace.name,
    inum: namespace.inum,
    hidden: namespace.hidden,
    ownerKind: namespace.owner?.kind ?? null,
    ownerName: namespace.owner?.name ?? null,
    master: master?.name ?? null,
  };
  return { text, namespace, masterKey: link.master === null ? null : linkKey(link.nsid, link.master), master };
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
