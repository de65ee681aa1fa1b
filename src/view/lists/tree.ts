/** The topology as a tree: bridge → port → peer → namespace, and the pairs that no bridge joins. Pure. */
import { type Inventory, type Link, linkKey, type Namespace } from '../../inventory/model.js';
import { type EndText, placeOf, type Row, rowsOf } from '../rows.js';

export type NodeKind = 'bridge' | 'direct' | 'port' | 'pair' | 'peer' | 'namespace' | 'link';

export interface Node {
  readonly id: string;
  readonly kind: NodeKind;
  readonly depth: number;
  readonly name: string;
  /** Said after the name. */
  readonly about: string;
  /** Where it is. */
  readonly place: string;
  readonly down: boolean;
  /** The pair that carries what goes over this branch; null for a branch of several, or of none. */
  readonly row: Row | null;
  /** Is its own end A of that pair, so that A → B leads away from the root? */
  readonly fromA: boolean;
  readonly namespace: Namespace | null;
  readonly link: Link | null;
  readonly foldedAtFirst: boolean;
  readonly children: readonly Node[];
}

const built = new WeakMap<Inventory['namespaces'], readonly Node[]>();

/** Roots: masters in the inventory's order, then what is joined directly. */
export function treeOf(inventory: Inventory): readonly Node[] {
  const known = built.get(inventory.namespaces);
  if (known !== undefined) return known;
  const tree = grow(inventory);
  built.set(inventory.namespaces, tree);
  return tree;
}

interface At {
  readonly row: Row;
  readonly end: EndText;
  readonly other: EndText | null;
}

function grow(inventory: Inventory): readonly Node[] {
  const ends = new Map<string, At>();
  for (const row of rowsOf(inventory)) {
    ends.set(row.a.link.key, { row, end: row.a, other: row.b });
    if (row.b !== null) ends.set(row.b.link.key, { row, end: row.b, other: row.a });
  }
  const ports = new Map<string, Link[]>();
  const masters: Link[] = [];
  for (const link of inventory.links.values()) {
    if (link.kind === 'bridge') masters.push(link);
    if (link.master === null) continue;
    const key = linkKey(link.nsid, link.master);
    const known = ports.get(key);
    if (known !== undefined) known.push(link);
    else {
      ports.set(key, [link]);
      const master = inventory.links.get(key);
      if (master !== undefined && master.kind !== 'bridge') masters.push(master);
    }
  }
  const roots = masters.map(master => masterNode(inventory, master, ports.get(master.key) ?? [], ends));
  const loose = rowsOf(inventory).filter(row => row.a.link.master === null && (row.b === null || row.b.link.master === null));
  return loose.length === 0 ? roots : [...roots, directNode(inventory, loose)];
}

function isDown({ adminUp, operState }: Link): boolean {
  return !adminUp || operState === 'DOWN' || operState === 'LOWERLAYERDOWN';
}

const BARE = { row: null, fromA: true, namespace: null, link: null, foldedAtFirst: false, children: [] } as const;

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function masterNode(inventory: Inventory, master: Link, ports: readonly Link[], ends: ReadonlyMap<string, At>): Node {
  return {
    ...BARE,
    id: `master ${master.key}`,
    kind: 'bridge',
    depth: 0,
    name: master.name,
    about: `${master.kind ?? 'master'}, ${counted(ports.length, 'port')}`,
    place: inventory.namespaces.get(master.nsid)?.name ?? '',
    down: !master.adminUp,
    link: master,
    children: ports.map(port => portNode(inventory, port, ends.get(port.key) ?? null)),
  };
}

function portNode(inventory: Inventory, port: Link, at: At | null): Node {
  const place = inventory.namespaces.get(port.nsid)?.name ?? '';
  const node = { ...BARE, id: `port ${port.key}`, depth: 1, name: port.name, place, down: isDown(port), link: port };
  if (at === null) return { ...node, kind: 'link', about: port.kind ?? 'physical' };
  const { row, end, other } = at;
  return {
    ...node,
    kind: 'port',
    about: other === null ? 'other end unknown' : `${other.name}@${placeOf(other)}`,
    row,
    fromA: end === row.a,
    foldedAtFirst: true,
    children: other === null ? [] : [peerNode(inventory, row, other, end === row.a, 2)],
  };
}

function peerNode(inventory: Inventory, row: Row, end: EndText, fromA: boolean, depth: number): Node {
  const namespace = inventory.namespaces.get(end.link.nsid) ?? null;
  const addresses = end.link.addresses ?? [];
  return {
    ...BARE,
    id: `peer ${end.link.key}`,
    kind: 'peer',
    depth,
    name: end.name,
    about: addresses.length === 0 ? 'no address' : addresses.join(' '),
    place: end.namespace,
    down: isDown(end.link),
    row,
    fromA,
    link: end.link,
    children: namespace === null ? [] : [namespaceNode(namespace, end, depth + 1)],
  };
}

function namespaceNode(namespace: Namespace, end: EndText, depth: number): Node {
  const owner = namespace.owner === null ? '' : placeOf(end);
  return {
    ...BARE,
    id: `namespace ${end.link.key}`,
    kind: 'namespace',
    depth,
    name: namespace.name,
    about: namespace.hidden ? 'hidden' : owner,
    place: '',
    down: false,
    namespace,
  };
}

function directNode(inventory: Inventory, rows: readonly Row[]): Node {
  return {
    ...BARE,
    id: 'direct',
    kind: 'direct',
    depth: 0,
    name: 'joined directly',
    about: `${counted(rows.length, 'pair')} on no bridge`,
    place: '',
    down: false,
    children: rows.map(row => ({
      ...BARE,
      id: `pair ${row.id}`,
      kind: 'pair',
      depth: 1,
      name: row.a.name,
      about: row.b === null ? 'other end unknown' : `${row.b.name}@${placeOf(row.b)}`,
      place: row.a.namespace,
      down: isDown(row.a.link) || (row.b !== null && isDown(row.b.link)),
      row,
      link: row.a.link,
      foldedAtFirst: true,
      children: row.b === null ? [] : [peerNode(inventory, row, row.b, true, 2)],
    })),
  };
}

/** Every node, each before what hangs on it. */
export function* nodesOf(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    yield* nodesOf(node.children);
  }
}
