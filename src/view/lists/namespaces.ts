/** Namespaces: what is in each, what keeps it alive, whose it is, and what goes in and out. */
import type { Inventory, Link, Namespace } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import { keptAliveBy } from '../../output/kept-alive.js';
import type { RateFrame } from '../../rates/model.js';
import { cutLines, ruleLine } from '../detail.js';
import { NO_REPORT } from '../empty.js';
import { fitLine, type Line, span } from '../line.js';
import { rowsOf } from '../rows.js';
import { namespaceSubject } from '../subject.js';
import { sumKnown } from '../units.js';
import { defineList } from './define.js';
import type { DetailOptions } from './model.js';
import { type Flow, NAMESPACE_COLUMNS, NAMESPACE_VOCABULARY, type NamespaceRow } from './namespace-columns.js';

const built = new WeakMap<Inventory['namespaces'], readonly NamespaceRow[]>();

function rows({ inventory }: LiveState): readonly NamespaceRow[] {
  const known = built.get(inventory.namespaces);
  if (known !== undefined) return known;
  const links = new Map<number, Link[]>();
  for (const link of inventory.links.values()) {
    const own = links.get(link.nsid);
    if (own === undefined) links.set(link.nsid, [link]);
    else own.push(link);
  }
  const made = Array.from(inventory.namespaces.values(), namespace => rowOf(namespace, links.get(namespace.nsid) ?? []));
  built.set(inventory.namespaces, made);
  return made;
}

function rowOf(namespace: Namespace, links: readonly Link[]): NamespaceRow {
  const alive = keptAliveBy(namespace);
  const more = alive.length - 1;
  return {
    id: `namespace ${namespace.nsid}`,
    namespace,
    links,
    veths: links.filter(({ kind }) => kind === 'veth').length,
    processes: namespace.handles.filter(({ kind }) => kind === 'process').length,
    alive: `${alive[0]?.detail ?? ''}${more > 0 ? ` and ${more} more` : ''}`,
    owner: namespace.owner === null ? null : `${namespace.owner.kind}:${namespace.owner.name}`,
  };
}

const flows = new WeakMap<RateFrame, ReadonlyMap<number, Flow>>();
/** A sum while it is being added up: one object for each namespace, however many pairs end there. */
type Sum = { -readonly [Key in keyof Flow]: Flow[Key] };

/** A pair with both ends in one namespace counts there once each way. */
function flowsOf({ inventory, frame }: LiveState): ReadonlyMap<number, Flow> {
  if (frame === null) return new Map();
  const known = flows.get(frame);
  if (known !== undefined) return known;
  const made = new Map<number, Sum>();
  const add = (nsid: number, out: number | null, into: number | null, drops: number | null, total: number | null): void => {
    const sum = made.get(nsid);
    if (sum === undefined) {
      made.set(nsid, { inPerSecond: into, outPerSecond: out, dropsPerSecond: drops, dropsTotal: total });
      return;
    }
    sum.inPerSecond = sumKnown(sum.inPerSecond, into);
    sum.outPerSecond = sumKnown(sum.outPerSecond, out);
    sum.dropsPerSecond = sumKnown(sum.dropsPerSecond, drops);
    sum.dropsTotal = sumKnown(sum.dropsTotal, total);
  };
  for (const { id, a, b } of rowsOf(inventory)) {
    const rate = frame.pairs.get(id);
    if (rate === undefined) continue;
    const ab = rate.ab.packetsPerSecond;
    const ba = rate.ba.packetsPerSecond;
    add(a.link.nsid, ab, ba, rate.dropsPerSecond, rate.dropsTotal);
    if (b !== null && b.link.nsid !== a.link.nsid) add(b.link.nsid, ba, ab, rate.dropsPerSecond, rate.dropsTotal);
  }
  flows.set(frame, made);
  return made;
}

const LINK_NAME_CELLS = 17;
const LINK_KIND_CELLS = 11;

function linkLine({ name, kind, loopback, adminUp, operState, mtu, addresses }: Link, options: DetailOptions): Line {
  const { glyphs } = options.theme;
  const state = adminUp ? operState : `${operState} (admin down)`;
  return [
    ...fitLine([span(name, 'name')], LINK_NAME_CELLS, { ellipsis: glyphs.ellipsis }),
    ...fitLine([span(kind ?? (loopback ? 'loopback' : 'physical'), 'dim')], LINK_KIND_CELLS),
    ...fitLine([span(state, adminUp ? 'plain' : 'warning')], 20),
    ...fitLine([span(`MTU ${mtu}`, 'dim')], 11),
    span(addresses === null ? glyphs.unknown : addresses.join(' ')),
  ];
}

function detail({ namespace, links, owner }: NamespaceRow, options: DetailOptions): readonly Line[] {
  const { glyphs } = options.theme;
  const inum = namespace.inum === null ? glyphs.unknown : String(namespace.inum);
  const facts: Line = [span('inum ', 'dim'), span(inum), span('   owner ', 'dim'), span(owner ?? glyphs.unknown)];
  const alive = keptAliveBy(namespace).map(({ detail: text }): Line => [span('kept alive: ', 'dim'), span(text)]);
  const inside = links.map(link => linkLine(link, options));
  const room = Math.max(1, options.rows - 3 - Math.min(inside.length, Math.floor(options.rows / 2)));
  const more = alive.length - room;
  return [
    ruleLine([span(namespace.name, 'name')], 'namespace', options.cells, options.theme),
    [span(' '), ...facts],
    ...(more > 0 ? [...alive.slice(0, room - 1), [span(`${glyphs.ellipsis} ${more + 1} more handles`, 'dim')]] : alive).map(
      (line): Line => [span(' '), ...line],
    ),
    ...inside.map(line => fitLine([span(' '), ...line], options.cells, { ellipsis: glyphs.ellipsis })),
  ];
}

export const NAMESPACES = defineList<NamespaceRow, Flow>({
  id: 'namespaces',
  title: 'Namespaces',
  about: 'every network namespace: what is in it, what keeps it alive, whose it is',
  rows,
  measures: live => {
    const known = flowsOf(live);
    return ({ namespace }) => known.get(namespace.nsid) ?? null;
  },
  columns: NAMESPACE_COLUMNS,
  vocabulary: NAMESPACE_VOCABULARY,
  sortColumn: 'drop',
  groups: [{ id: 'owner', about: 'the kind of owner', of: ({ namespace }) => namespace.owner?.kind ?? 'nobody' }],
  detail: (row, _flow, options) => ({ lines: cutLines(detail(row, options), options), chart: null }),
  copy: ({ namespace }) => namespace.name,
  subject: ({ namespace }, inventory) => namespaceSubject(inventory, namespace),
  badge: ({ inventory }) => span(String(inventory.namespaces.size), 'dim'),
  empty: () => NO_REPORT,
});
