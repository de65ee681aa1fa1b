/** What the list of namespaces shows of a namespace, and what its filter can say. */
import type { Link, Namespace } from '../../inventory/model.js';
import type { Column } from '../columns/model.js';
import { countCell, numberCell } from '../columns/numbers.js';
import type { Vocabulary } from '../filter/fields.js';
import { span } from '../line.js';
import { sumKnown } from '../units.js';

export interface NamespaceRow {
  readonly id: string;
  readonly namespace: Namespace;
  readonly links: readonly Link[];
  readonly veths: number;
  readonly processes: number;
  /** What keeps it alive, the first one, and how many more there are. */
  readonly alive: string;
  readonly owner: string | null;
}

/** Packets into and out of a namespace over the pairs that end in it. */
export interface Flow {
  readonly inPerSecond: number | null;
  readonly outPerSecond: number | null;
  readonly dropsPerSecond: number | null;
  readonly dropsTotal: number | null;
}

export const NAMESPACE_COLUMNS: readonly Column<NamespaceRow, Flow>[] = [
  {
    id: 'name',
    about: 'what people call it',
    title: () => 'NAMESPACE',
    align: 'left',
    minCells: 14,
    maxCells: 32,
    priority: 0,
    pinned: true,
    cell: ({ namespace }, _flow, { glyphs }) => [
      ...(namespace.hidden ? [span(`${glyphs.probeOff} `, 'warning')] : []),
      span(namespace.name, 'name'),
    ],
    sortKey: ({ namespace }) => namespace.name,
  },
  {
    id: 'owner',
    about: 'whose it is',
    title: () => 'OWNER',
    align: 'left',
    minCells: 10,
    maxCells: 32,
    priority: 5,
    cell: ({ owner }, _flow, { glyphs }) => (owner === null ? [span(glyphs.unknown, 'dim')] : [span(owner)]),
    sortKey: ({ owner }) => owner,
  },
  {
    id: 'alive',
    about: 'what keeps it alive',
    title: () => 'KEPT ALIVE BY',
    align: 'left',
    minCells: 14,
    maxCells: 48,
    priority: 4,
    cell: ({ alive, namespace }) => [span(alive, namespace.hidden ? 'warning' : 'dim')],
    sortKey: ({ alive }) => alive,
  },
  {
    id: 'links',
    about: 'links in it',
    title: () => 'LINKS',
    align: 'right',
    minCells: 5,
    maxCells: 5,
    priority: 7,
    cell: ({ links }) => countCell(links.length),
    sortKey: ({ links }) => links.length,
    sortsDescending: true,
  },
  {
    id: 'ends',
    about: 'ends of pairs in it',
    title: () => 'ENDS',
    align: 'right',
    minCells: 5,
    maxCells: 5,
    priority: 8,
    cell: ({ veths }) => countCell(veths),
    sortKey: ({ veths }) => veths,
    sortsDescending: true,
  },
  {
    id: 'procs',
    about: 'processes in it',
    title: () => 'PROCS',
    align: 'right',
    minCells: 5,
    maxCells: 5,
    priority: 6,
    cell: ({ processes }) => countCell(processes),
    sortKey: ({ processes }) => processes,
    sortsDescending: true,
  },
  {
    id: 'in',
    about: 'packets/s into it',
    title: () => 'IN pps',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 2,
    cell: (_row, flow, context) => numberCell(flow?.inPerSecond ?? null, context),
    sortKey: (_row, flow) => flow?.inPerSecond ?? null,
    sortsDescending: true,
  },
  {
    id: 'out',
    about: 'packets/s out of it',
    title: () => 'OUT pps',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 3,
    cell: (_row, flow, context) => numberCell(flow?.outPerSecond ?? null, context),
    sortKey: (_row, flow) => flow?.outPerSecond ?? null,
    sortsDescending: true,
  },
  {
    id: 'drop',
    about: 'losses per second of its pairs',
    title: () => 'DROP/s',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 1,
    cell: (_row, flow, context) => numberCell(flow?.dropsPerSecond ?? null, context, 'drop'),
    sortKey: (_row, flow) => flow?.dropsPerSecond ?? null,
    sortsDescending: true,
  },
];

export const NAMESPACE_VOCABULARY: Vocabulary<NamespaceRow, Flow> = {
  allNames: ({ namespace, owner, links }) => [
    namespace.name,
    ...(owner === null ? [] : [owner]),
    ...links.map(({ name }) => name),
  ],
  fields: new Map([
    ['ns', { kind: 'text', about: 'name', texts: ({ namespace }) => [namespace.name] }],
    ['owner', { kind: 'text', about: 'owner', texts: ({ owner }) => (owner === null ? [] : [owner]) }],
    ['alive', { kind: 'text', about: 'what keeps it alive', texts: ({ alive }) => [alive] }],
    ['if', { kind: 'text', about: 'name of a link in it', texts: ({ links }) => links.map(({ name }) => name) }],
    [
      'addr',
      { kind: 'text', about: 'an address in it', texts: ({ links }) => links.flatMap(({ addresses }) => addresses ?? []) },
    ],
    ['inum', { kind: 'number', about: 'inode', numbers: ({ namespace }) => [namespace.inum] }],
    ['links', { kind: 'number', about: 'links in it', numbers: ({ links }) => [links.length] }],
    ['ends', { kind: 'number', about: 'ends of pairs in it', numbers: ({ veths }) => [veths] }],
    ['procs', { kind: 'number', about: 'processes in it', numbers: ({ processes }) => [processes] }],
    [
      'pps',
      {
        kind: 'number',
        about: 'packets/s in and out',
        numbers: (_row, flow) => [sumKnown(flow?.inPerSecond ?? null, flow?.outPerSecond ?? null)],
      },
    ],
    ['drop', { kind: 'number', about: 'losses/s of its pairs', numbers: (_row, flow) => [flow?.dropsPerSecond ?? null] }],
  ]),
};
