/** A topology file against the host as it is: the steps that are missing, the differences, and what contradicts it. Pure. */
import { type Inventory, type Link, type LinkKey, masterOf } from '../inventory/model.js';
import { canonical } from './addresses.js';
import { newNamespaceProblems, portLimitProblems, portProblems } from './checks.js';
import { bridgeSteps } from './compile.js';
import { factKey, type HostFacts, type Needs, NO_NEEDS, stateOf } from './facts/model.js';
import type { Proposal } from './intents/proposal.js';
import { type Where, whereIs } from './intents/where.js';
import { inPlace } from './place.js';
import type { Problem } from './problem.js';
import { linkNamed, linkText, peerOf, portsOf } from './resolve.js';
import { attach, down, givenAddresses, inTurn, type LinkChange, mac, mtu, up, withAddress } from './state/changes.js';
import { IPV6_MIN_MTU } from './state/losses.js';
import { addAddress } from './steps/address.js';
import { attachPort } from './steps/bridge.js';
import { addFilter, filterTable } from './steps/filter.js';
import { setUp } from './steps/link.js';
import { addMasquerade, masqueradeTable } from './steps/masquerade.js';
import type { Step } from './steps/model.js';
import { addNamespace } from './steps/namespace.js';
import { addPair } from './steps/pair.js';
import { addQueue } from './steps/queue.js';
import { addRoute } from './steps/route.js';
import { setSysctl } from './steps/sysctl.js';
import type { Topology, TopologyEnd } from './topology.js';

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

interface Part {
  readonly steps: readonly Step[];
  readonly problems?: readonly Problem[];
  readonly notes?: readonly string[];
}

/** One entry of the file against the host. */
interface Context {
  readonly facts: HostFacts;
  readonly where: (namespace: string | undefined) => Where;
  /** The link of that name, if it is there. */
  readonly link: (namespace: string | undefined, name: string) => Link | null;
}

export function proposeTopology(topology: Topology, facts: HostFacts): Proposal {
  const where = (name: string | undefined): Where => whereIs(facts.inventory, name ?? null, true);
  const link = (namespace: string | undefined, name: string): Link | null => {
    const { nsid } = where(namespace);
    return nsid === null ? null : linkNamed(facts.inventory, nsid, name);
  };
  const context: Context = { facts, where, link };
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

/** In the order in which they are built, as in compile.ts. */
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

function namespacePart(name: string, { facts, where }: Context): Part {
  const { place, nsid } = where(name);
  if (nsid === null)
    return {
      steps: [addNamespace(name), setUp({ place, link: 'lo' }, true, null)],
      problems: newNamespaceProblems(facts.inventory, name),
    };
  if (place.kind !== 'named') return { steps: [], problems: [{ what: `${name} is no named namespace`, forcible: false }] };
  const lo = linkNamed(facts.inventory, nsid, 'lo');
  const state = lo === null ? undefined : stateOf(facts, nsid, lo.ifindex);
  return { steps: state === undefined || state.up ? [] : inTurn(state, [up]).steps };
}

function bridgePart(bridge: Topology['bridges'][number], { facts, link }: Context): Part {
  const found = link(bridge.namespace, bridge.name);
  if (found === null) return { steps: bridgeSteps(bridge) };
  const text = linkText(facts.inventory, found);
  if (found.kind !== 'bridge') return conflict(`${text} is there and is no bridge`, `its kind is ${found.kind ?? 'physical'}`);
  const details = found.details?.kind === 'bridge' ? found.details : null;
  if (details?.stp != null && details.stp !== bridge.stp)
    return conflict(
      `${text} is there with spanning tree ${details.stp ? 'on' : 'off'}`,
      `the file says ${bridge.stp ? 'on' : 'off'}`,
    );
  const extra = portsOf(facts.inventory, found).filter(port => !bridge.ports.includes(port.name));
  return {
    steps: [],
    notes: extra.map(port => `${linkText(facts.inventory, port)} is a port of ${text} and not in the file: it stays`),
  };
}

function pairPart({ a, b }: Topology['pairs'][number], { facts, where, link }: Context): Part {
  const [here, there] = [link(a.namespace, a.name), link(b.namespace, b.name)];
  const spec = ({ namespace, name, mtu: size, mac: address }: TopologyEnd) => ({
    place: where(namespace).place,
    name,
    mtu: size,
    mac: address,
  });
  if (here === null && there === null) return { steps: [addPair(spec(a), spec(b))] };
  const texts = [a, b].map(({ name, namespace }) => `${name}${inPlace(where(namespace).place)}`);
  if (here === null || there === null) {
    const [missing, present] = here === null ? texts : texts.toReversed();
    return conflict(`${present} is there, and ${missing} is not`, 'a pair is made whole or not at all');
  }
  return peerOf(facts.inventory, here)?.key === there.key
    ? { steps: [] }
    : conflict(`${texts.join(' and ')} are there, and no pair`);
}

function portPart(
  { name, namespace }: Topology['bridges'][number],
  port: string,
  index: number,
  { facts, where, link }: Context,
): Part {
  const bridge = link(namespace, name);
  const found = link(namespace, port);
  if (found === null) {
    const step = attachPort({ place: where(namespace).place, link: port }, name);
    if (bridge === null) return { steps: [step] };
    const state = stateOf(facts, bridge.nsid, bridge.ifindex);
    if (state === undefined) return { steps: [step] };
    const fresh = { ...state, name: port, master: null, portWords: [] };
    const first = portsOf(facts.inventory, bridge).length === 0 && index === 0;
    return {
      steps: inTurn(fresh, [attach(name, state, !first)]).steps,
      problems: portLimitProblems(facts.inventory, bridge, index + 1),
    };
  }
  const state = stateOf(facts, found.nsid, found.ifindex);
  if (state === undefined || (bridge !== null && found.master === bridge.ifindex)) return { steps: [] };
  if (bridge === null)
    return found.master === null
      ? { steps: inTurn(state, [attach(name, null, false)]).steps }
      : conflict(
          `${linkText(facts.inventory, found)} is a port of ${masterOf(facts.inventory, found)?.name ?? 'another bridge'}`,
        );
  const before = stateOf(facts, bridge.nsid, bridge.ifindex) ?? null;
  return {
    steps: inTurn(state, [attach(name, before, portsOf(facts.inventory, bridge).length > 0)]).steps,
    problems: portProblems(facts.inventory, found, bridge),
  };
}

function sysctlPart({ namespace, key, value }: Topology['sysctls'][number], { facts, where }: Context): Part {
  const { place, nsid } = where(namespace);
  const previous = nsid === null ? null : (facts.sysctls.get(factKey(nsid, key)) ?? null);
  return { steps: previous === String(value) ? [] : [setSysctl({ place, key, value: String(value), previous })] };
}

type Addressable = Pick<TopologyEnd, 'name' | 'namespace' | 'addresses' | 'up'> & Partial<Pick<TopologyEnd, 'mtu' | 'mac'>>;

function endPart(end: Addressable, { facts, where, link }: Context): Part {
  const found = link(end.namespace, end.name);
  const at = { place: where(end.namespace).place, link: end.name };
  const addresses = end.addresses.map(canonical);
  if (found === null) {
    const added = addresses.map(address => addAddress(at, address));
    return { steps: [...added, ...(end.up ? [setUp(at, true, null)] : [])] };
  }
  const state = stateOf(facts, found.nsid, found.ifindex);
  if (state === undefined) return { steps: [] };
  const missing = addresses.filter(text => !state.addresses.some(address => address.text === text));
  const changes: LinkChange[] = [
    ...(end.mac !== undefined && end.mac.toLowerCase() !== state.mac ? [mac(end.mac)] : []),
    ...(end.mtu !== undefined && end.mtu !== state.mtu ? [mtu(end.mtu)] : []),
    ...missing.map(withAddress),
    ...(end.up === state.up ? [] : [end.up ? up : down]),
  ];
  const extra = givenAddresses(state).filter(text => !addresses.includes(text));
  return {
    steps: inTurn(state, changes).steps,
    notes: extra.map(text => `${linkText(facts.inventory, found)} also has ${text}, which is not in the file: it stays`),
  };
}

function routePart({ namespace, to, via, dev }: Topology['routes'][number], { facts, where }: Context): Part {
  const { place, nsid } = where(namespace);
  const states = nsid === null ? [] : [...(facts.states.get(nsid)?.values() ?? [])];
  const isThere = states.some(
    ({ name, routes }) =>
      (dev === undefined || dev === name) &&
      routes.some(route => route.to.at(-1) === shortPrefix(to) && (via === undefined || route.via === via)),
  );
  return { steps: isThere ? [] : [addRoute(place, { to, via, dev })] };
}

/** `ip` shows a host's route without its length. */
function shortPrefix(to: string): string {
  return to.replace(/(?<=:.*)\/128$|(?<=^[\d.]+)\/32$/, '');
}

function queuePart({ namespace, optional, ...queue }: Topology['queues'][number], { facts, where, link }: Context): Part {
  const found = link(namespace, queue.link);
  const qdisc = found === null ? null : (stateOf(facts, found.nsid, found.ifindex)?.qdisc ?? null);
  if (qdisc === 'tbf') return { steps: [] };
  const step = addQueue({ place: where(namespace).place, ...queue });
  return { steps: [{ ...step, ...(optional === undefined ? {} : { optional }) }] };
}

interface TableEntry {
  readonly namespace?: string | undefined;
  readonly optional?: string | undefined;
}

function tablePart(
  { facts, where }: Context,
  { namespace, optional }: TableEntry,
  table: string,
  step: (place: Where['place']) => Step,
): Part {
  const { place, nsid } = where(namespace);
  if (nsid !== null && facts.tables.has(factKey(nsid, table))) return { steps: [] };
  return { steps: [{ ...step(place), ...(optional === undefined ? {} : { optional }) }] };
}

function conflict(what: string, why?: string): Part {
  return {
    steps: [],
    problems: [
      { what, ...(why === undefined ? {} : { why }), next: 'change the file, or remove what is in its way', forcible: false },
    ],
  };
}
