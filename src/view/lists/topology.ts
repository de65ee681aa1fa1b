/** Topology: a tree that folds, with rates on its branches. */
import type { Inventory } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import type { Column } from '../columns/model.js';
import { numberCell } from '../columns/numbers.js';
import type { Detail } from '../detail.js';
import { detailOf, ruleLine } from '../detail.js';
import { noPairs } from '../empty.js';
import type { Vocabulary } from '../filter/fields.js';
import { type Line, span } from '../line.js';
import { linkSubject, namespaceSubject, pairSubject } from '../subject.js';
import type { Role } from '../theme.js';
import { sumKnown } from '../units.js';
import { defineList } from './define.js';
import type { Arranging, DetailOptions } from './model.js';
import { type Node, type NodeKind, nodesOf, treeOf } from './tree.js';

/** Packets/s over a branch: away from the root, towards it, and lost. */
export interface Branch {
  readonly down: number | null;
  readonly up: number | null;
  readonly bytes: number | null;
  readonly drops: number | null;
}

const flat = new WeakMap<Inventory['namespaces'], readonly Node[]>();

function rows({ inventory }: LiveState): readonly Node[] {
  const known = flat.get(inventory.namespaces);
  if (known !== undefined) return known;
  const made = [...nodesOf(treeOf(inventory))];
  flat.set(inventory.namespaces, made);
  return made;
}

function together(x: Branch | null, y: Branch | null): Branch | null {
  if (x === null || y === null) return x ?? y;
  return {
    down: sumKnown(x.down, y.down),
    up: sumKnown(x.up, y.up),
    bytes: sumKnown(x.bytes, y.bytes),
    drops: sumKnown(x.drops, y.drops),
  };
}

/** A branch of several carries the sum of what hangs on it. */
function measures({ frame }: LiveState): (node: Node) => Branch | null {
  const branchOf = (node: Node): Branch | null => {
    if (frame === null) return null;
    if (node.row !== null) {
      const rate = frame.pairs.get(node.row.id);
      if (rate === undefined) return null;
      const [away, back] = node.fromA ? [rate.ab, rate.ba] : [rate.ba, rate.ab];
      return {
        down: away.packetsPerSecond,
        up: back.packetsPerSecond,
        bytes: sumKnown(away.bytesPerSecond, back.bytesPerSecond),
        drops: rate.dropsPerSecond,
      };
    }
    return node.children.map(branchOf).reduce(together, null);
  };
  return branchOf;
}

const NAME_STYLES: Readonly<Record<NodeKind, Role>> = {
  bridge: 'heading',
  direct: 'heading',
  port: 'name',
  pair: 'name',
  link: 'name',
  peer: 'plain',
  namespace: 'ok',
};

const INDENT = 2;
/** Two ends with a pair of arrows between them. */
const JOINED: ReadonlySet<NodeKind> = new Set(['port', 'pair']);

function folded(node: Node, isTurned: (id: string) => boolean): boolean {
  return node.foldedAtFirst !== isTurned(node.id);
}

const COLUMNS: readonly Column<Node, Branch>[] = [
  {
    id: 'tree',
    about: 'name',
    title: () => 'BRIDGE / PORT / PEER / NAMESPACE',
    align: 'left',
    minCells: 24,
    maxCells: 90,
    priority: 0,
    pinned: true,
    cell: (node, _branch, { glyphs, isTurned }) => {
      const fold = node.children.length === 0 ? ' ' : folded(node, isTurned) ? glyphs.folded : glyphs.unfolded;
      const gap = JOINED.has(node.kind) ? ` ${glyphs.pair} ` : '  ';
      return [
        span(' '.repeat(node.depth * INDENT)),
        span(`${fold} `, 'dim'),
        span(node.name, NAME_STYLES[node.kind]),
        ...(node.down ? [span(` ${glyphs.down}`, 'warning')] : []),
        ...(node.about === '' ? [] : [span(gap, 'dim'), span(node.about, JOINED.has(node.kind) ? 'plain' : 'dim')]),
      ];
    },
    sortKey: ({ name }) => name,
    unmeasured: true,
  },
  {
    id: 'place',
    about: 'namespace that it is in',
    title: () => 'IN',
    align: 'left',
    minCells: 8,
    maxCells: 20,
    priority: 5,
    cell: ({ place }) => [span(place, 'dim')],
    sortKey: ({ place }) => place,
    unmeasured: true,
  },
  {
    id: 'down',
    about: 'packets/s away from the bridge',
    title: (_units, glyphs) => `${glyphs.to} pps`,
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 2,
    cell: (_node, branch, context) => numberCell(branch?.down ?? null, context),
    sortKey: (_node, branch) => branch?.down ?? null,
    sortsDescending: true,
  },
  {
    id: 'up',
    about: 'packets/s towards the bridge',
    title: (_units, glyphs) => `${glyphs.from} pps`,
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 3,
    cell: (_node, branch, context) => numberCell(branch?.up ?? null, context),
    sortKey: (_node, branch) => branch?.up ?? null,
    sortsDescending: true,
  },
  {
    id: 'bits',
    about: 'bits/s, both ways',
    title: () => 'BIT/s',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 4,
    cell: (_node, branch, context) => numberCell(branch?.bytes == null ? null : branch.bytes * 8, context),
    sortKey: (_node, branch) => branch?.bytes ?? null,
    sortsDescending: true,
  },
  {
    id: 'drop',
    about: 'losses per second',
    title: () => 'DROP/s',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 1,
    cell: (_node, branch, context) => numberCell(branch?.drops ?? null, context, 'drop'),
    sortKey: (_node, branch) => branch?.drops ?? null,
    sortsDescending: true,
  },
];

const VOCABULARY: Vocabulary<Node, Branch> = {
  allNames: ({ name, about, place }) => [name, about, place],
  fields: new Map([
    [
      'if',
      {
        kind: 'text',
        about: 'name of a bridge, port or peer',
        texts: ({ name, namespace }) => (namespace === null ? [name] : []),
      },
    ],
    ['ns', { kind: 'text', about: 'namespace', texts: ({ place, namespace }) => [namespace?.name ?? place] }],
    ['kind', { kind: 'text', about: 'bridge, port, pair, peer, namespace, link', texts: ({ kind }) => [kind] }],
    ['addr', { kind: 'text', about: 'address', texts: ({ link }) => link?.addresses ?? [] }],
    [
      'pps',
      {
        kind: 'number',
        about: 'packets/s, both ways',
        numbers: (_node, branch) => [sumKnown(branch?.down ?? null, branch?.up ?? null)],
      },
    ],
    ['drop', { kind: 'number', about: 'losses/s', numbers: (_node, branch) => [branch?.drops ?? null] }],
  ]),
};

/** A node that matches brings the way to it and all that hangs on it; while a filter is on, its branches are open. */
function arrange(all: readonly Node[], { matches, sorted, isTurned }: Arranging<Node>): readonly Node[] {
  const inSight = new Set(all);
  const kept = (node: Node): boolean => matches === null || matches(node) || node.children.some(kept);
  const out: Node[] = [];
  const add = (nodes: readonly Node[], whole: boolean): void => {
    for (const node of sorted(nodes.filter(one => inSight.has(one) && (whole || kept(one))))) {
      out.push(node);
      const wholeBelow = whole || (matches?.(node) ?? true);
      const open = !folded(node, isTurned) || (matches !== null && !wholeBelow);
      if (open) add(node.children, wholeBelow);
    }
  };
  add(
    all.filter(({ depth }) => depth === 0),
    matches === null,
  );
  return out;
}

function detail(node: Node, options: DetailOptions): Detail {
  if (node.row !== null) return detailOf(node.row, options.live.frame?.pairs.get(node.row.id) ?? null, options);
  const { theme, cells } = options;
  const { glyphs } = theme;
  const fact = (what: string, value: string | null): Line => [span(` ${what.padEnd(11)}`, 'dim'), span(value ?? glyphs.unknown)];
  const { link, namespace } = node;
  const facts = [
    ...(link === null
      ? []
      : [
          fact('ifindex', String(link.ifindex)),
          fact('state', `${link.adminUp ? 'up' : 'admin down'}, oper ${link.operState}`),
          fact('MTU', String(link.mtu)),
          fact('MAC', link.mac),
          fact('addresses', link.addresses === null ? null : link.addresses.join(' ') || 'none'),
        ]),
    ...(namespace === null
      ? []
      : [fact('inum', namespace.inum === null ? null : String(namespace.inum)), fact('owner', node.about || null)]),
  ];
  return {
    lines: [ruleLine([span(node.name, 'name'), span(` ${node.about}`, 'dim')], node.kind, cells, theme), ...facts],
    chart: null,
  };
}

export const TOPOLOGY = defineList<Node, Branch>({
  id: 'topology',
  title: 'Topology',
  about: 'a tree from bridge to port to peer to namespace, with what flows over each branch',
  rows,
  measures,
  columns: COLUMNS,
  vocabulary: VOCABULARY,
  sortColumn: 'tree',
  arrange,
  foldOf: (node, isTurned) => (node.children.length === 0 ? null : folded(node, isTurned) ? 'folded' : 'unfolded'),
  detail: (node, _branch, options) => detail(node, options),
  charted: true,
  subject: ({ row, namespace, link }, inventory) => {
    if (row !== null) return pairSubject(inventory, row);
    if (namespace !== null) return namespaceSubject(inventory, namespace);
    return link === null ? null : linkSubject(inventory, link);
  },
  copy: ({ name, place }) => (place === '' ? name : `${name}@${place}`),
  badge: () => null,
  empty: noPairs,
});
