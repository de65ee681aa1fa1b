/** A live topology as a file that `apply` reads: named namespaces and the host, their bridges, pairs, routes. Pure. */
import { type Inventory, type Link, type Namespace, namespaceOf } from '../inventory/model.js';
import { isLinkLocal } from './addresses.js';
import { type HostFacts, type Needs, NO_NEEDS, stateOf } from './facts/model.js';
import { linkNameProblem, namespaceNameProblem } from './names.js';
import { linksIn, placeOfNamespace, portsOf } from './resolve.js';
import { DEFAULT_MTU, type RouteState } from './state/link-state.js';

export interface Exported {
  /** In the shape of a topology file; what is left at its default is left out. */
  readonly topology: Readonly<Record<string, unknown>>;
  /** What could not be put into the file, and why. */
  readonly left: readonly string[];
}

/** Namespaces of the file: those with a name, and the one that vethtop runs in. */
function isShown(namespace: Namespace): boolean {
  const place = placeOfNamespace(namespace);
  if (place?.kind === 'host') return true;
  return place?.kind === 'named' && namespaceNameProblem(place.name) === null;
}

function fileName(namespace: Namespace): string | undefined {
  const place = placeOfNamespace(namespace);
  return place?.kind === 'named' ? place.name : undefined;
}

export function exportNeeds(inventory: Inventory): Needs {
  return { ...NO_NEEDS, nsids: new Set([...inventory.namespaces.values()].filter(isShown).map(({ nsid }) => nsid)) };
}

export function exportTopology(facts: HostFacts, title: string): Exported {
  const { inventory } = facts;
  const shown = [...inventory.namespaces.values()].filter(isShown);
  const nsids = new Set(shown.map(({ nsid }) => nsid));
  const isFit = (link: Link): boolean => nsids.has(link.nsid) && linkNameProblem(link.name) === null;
  const pairs = inventory.pairs.filter(({ a, b }) => isFit(a) && b !== null && isFit(b));
  const ends = new Set(pairs.flatMap(({ a, b }) => [a.key, ...(b === null ? [] : [b.key])]));
  const bridges = [...inventory.links.values()].filter(link => link.kind === 'bridge' && isFit(link));
  const left = [
    ...inventory.pairs
      .filter(pair => !pairs.includes(pair))
      .map(
        ({ a }) =>
          `pair of ${a.name} in ${namespaceOf(inventory, a).name}: an end is in a namespace without a name, or has a name that a file can't hold`,
      ),
    ...bridges.flatMap(bridge =>
      portsOf(inventory, bridge)
        .filter(({ key }) => !ends.has(key))
        .map(port => `port ${port.name} of ${bridge.name}: it is no end of a pair in the file`),
    ),
    ...[...inventory.links.values()]
      .filter(link => nsids.has(link.nsid) && link.kind !== null && link.kind !== 'veth' && link.kind !== 'bridge')
      .map(link => `${link.name} in ${namespaceOf(inventory, link).name}: ${link.kind} links have no place in a file`),
  ];
  const sleeping = [...inventory.links.values()].filter(link => link.loopback && !link.adminUp && nsids.has(link.nsid));
  left.push(...sleeping.map(link => `lo in ${namespaceOf(inventory, link).name} is down, and \`apply\` sets it up`));
  const over = new Set([...ends, ...bridges.map(({ key }) => key)]);
  left.push(...shown.flatMap(namespace => leftRoutes(facts, namespace, over)), NEVER_SHOWN);
  const sections = {
    namespaces: shown.flatMap(namespace => fileName(namespace) ?? []).map(name => ({ name })),
    bridges: bridges.map(bridge => bridgeEntry(inventory, bridge, ends)),
    pairs: pairs.flatMap(({ a, b }) => (b === null ? [] : [{ a: endEntry(inventory, a), b: endEntry(inventory, b) }])),
    routes: shown.flatMap(namespace => routeEntries(facts, namespace, over)),
  };
  const filled = Object.entries(sections).filter(([, entries]) => entries.length > 0);
  return { topology: { title, ...Object.fromEntries(filled) }, left };
}

function bridgeEntry(inventory: Inventory, link: Link, ends: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const details = link.details?.kind === 'bridge' ? link.details : null;
  const ports = portsOf(inventory, link)
    .filter(({ key }) => ends.has(key))
    .map(({ name }) => name);
  return {
    ...common(inventory, link),
    ...(ports.length === 0 ? {} : { ports }),
    ...(details?.stp === true ? { stp: true } : {}),
    ...(details?.vlanFiltering === true ? { vlanFiltering: true } : {}),
  };
}

function endEntry(inventory: Inventory, link: Link): Readonly<Record<string, unknown>> {
  return {
    ...common(inventory, link),
    ...(link.mtu === DEFAULT_MTU ? {} : { mtu: link.mtu }),
    ...(link.mac === null ? {} : { mac: link.mac }),
  };
}

function common(inventory: Inventory, link: Link): Readonly<Record<string, unknown>> {
  const namespace = fileName(namespaceOf(inventory, link));
  const addresses = (link.addresses ?? []).filter(text => !isLinkLocal(text));
  return {
    name: link.name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(link.adminUp ? {} : { up: false }),
  };
}

/** Whatever is there of these, no file tells it. */
const NEVER_SHOWN =
  'sysctls, nft rules, `ip rule`s, neighbours set by hand, options of ports and bridges beyond STP and VLAN filtering, MACs of bridges';

interface RouteOf {
  readonly link: Link;
  readonly route: RouteState;
}

/** Those over links of the file. */
function routesOf(facts: HostFacts, namespace: Namespace, links: ReadonlySet<string>): readonly RouteOf[] {
  return linksIn(facts.inventory, namespace.nsid)
    .filter(({ key }) => links.has(key))
    .flatMap(link => (stateOf(facts, link.nsid, link.ifindex)?.routes ?? []).map(route => ({ link, route })));
}

/** A place, over one gateway at most. */
function isPlain({ route: { to, words, hops, source } }: RouteOf): boolean {
  return to.length === 1 && words.length === 0 && hops.length === 0 && source === null;
}

function routeEntries(
  facts: HostFacts,
  namespace: Namespace,
  links: ReadonlySet<string>,
): readonly Readonly<Record<string, unknown>>[] {
  const name = fileName(namespace);
  return routesOf(facts, namespace, links)
    .filter(isPlain)
    .map(
      ({
        link,
        route: {
          to: [to = ''],
          via,
          ipv6,
        },
      }) => ({
        ...(name === undefined ? {} : { namespace: name }),
        to: to === 'default' || to.includes('/') ? to : `${to}/${ipv6 ? 128 : 32}`,
        ...(via === null ? { dev: link.name } : { via }),
      }),
    );
}

function leftRoutes(facts: HostFacts, namespace: Namespace, links: ReadonlySet<string>): readonly string[] {
  const texts = routesOf(facts, namespace, links)
    .filter(one => !isPlain(one))
    .map(({ link, route }) => {
      const why = route.hops.length > 0 ? 'it has several ways' : 'it has options that a file does not have';
      return `route to ${route.to.join(' ')} over ${link.name} in ${namespace.name}: ${why}`;
    });
  return [...new Set(texts)];
}
