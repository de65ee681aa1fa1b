/** A topology file against the host as it is: the steps that are missing, the differences, and what contradicts it. Pure. */
import type { Inventory, LinkKey } from '../../inventory/model.js';
import { type HostFacts, type Needs, NO_NEEDS } from '../facts/model.js';
import type { Proposal } from '../intents/proposal.js';
import { type Where, whereIs } from '../intents/where.js';
import { linkNamed } from '../resolve.js';
import { IPV6_MIN_MTU } from '../state/losses.js';
import { addFilter, filterTable } from '../steps/filter.js';
import { addMasquerade, masqueradeTable } from '../steps/masquerade.js';
import type { Topology, TopologyEnd } from '../topology.js';
import { bridgePart, endPart, namespacePart, pairPart } from './links.js';
import { type Context, contextOf, type Part } from './model.js';
import { portPart } from './ports.js';
import { queuePart, routePart, sysctlPart, tablePart } from './settings.js';

export function applyNeeds(topology: Topology, inventory: Inventory): Needs {
  const where = (name: string | undefined): Where => whereIs(inventory, name ?? null, true);
  const used = [undefined, ...topology.namespaces.map(({ name }) => name)].flatMap(name => where(name).nsid ?? []);
  const ends = topology.pairs.flatMap(({ a, b }) => [a, b]);
  return {
    ...NO_NEEDS,
    nsids: new Set(used),
    sysctls: topology.sysctls.flatMap(({ namespace, key }) => {
      const id = where(namespace).nsid;
      return id === null ? [] : [{ nsid: id, key }];
    }),
    devices: new Set(ends.flatMap(end => lowered(end, inventory, where(end.namespace).nsid))),
    tables: new Set([...topology.masquerade, ...topology.filters].flatMap(({ namespace }) => where(namespace).nsid ?? [])),
  };
}

/** The kernel takes IPv6 away from a link of a small MTU, with its sysctls. */
function lowered({ name, mtu: bytes }: TopologyEnd, inventory: Inventory, nsid: number | null): readonly LinkKey[] {
  const link = nsid === null || bytes === undefined || bytes >= IPV6_MIN_MTU ? null : linkNamed(inventory, nsid, name);
  return link === null ? [] : [link.key];
}

export function proposeTopology(topology: Topology, facts: HostFacts): Proposal {
  const context = contextOf(topology, facts);
  const parts = SECTIONS.flatMap(section => section(topology, context));
  const workers = topology.servers.length + topology.traffic.length;
  return {
    plan: { title: `apply "${topology.title}"`, steps: parts.flatMap(({ steps }) => steps) },
    effects: [],
    notes: [
      ...topology.notes,
      ...parts.flatMap(({ notes }) => notes ?? []),
      ...(workers === 0 ? [] : ['its servers and traffic run with `vethtop lab` only']),
    ],
    problems: parts.flatMap(({ problems }) => problems ?? []),
  };
}

type Section = (topology: Topology, context: Context) => readonly Part[];

/** In the order in which they are built, as in ../compile.ts. */
const SECTIONS: readonly Section[] = [
  ({ namespaces }, context) => namespaces.map(({ name }) => namespacePart(name, context)),
  ({ bridges }, context) => bridges.map(bridge => bridgePart(bridge, context)),
  ({ pairs }, context) => pairs.map(pair => pairPart(pair, context)),
  ({ bridges }, context) => bridges.flatMap(bridge => bridge.ports.map((port, index) => portPart(bridge, port, index, context))),
  ({ sysctls }, context) => sysctls.map(sysctl => sysctlPart(sysctl, context)),
  ({ bridges, pairs }, context) => [...bridges, ...pairs.flatMap(({ a, b }) => [a, b])].map(end => endPart(end, context)),
  ({ routes }, context) => routes.map(route => routePart(route, context)),
  ({ masquerade }, context) =>
    masquerade.map(entry =>
      tablePart(context, entry, masqueradeTable(entry.subnet), place => addMasquerade({ ...entry, place })),
    ),
  ({ filters }, context) =>
    filters.map(entry => tablePart(context, entry, filterTable(entry.hook, entry.port), place => addFilter({ ...entry, place }))),
  ({ queues }, context) => queues.map(queue => queuePart(queue, context)),
];
