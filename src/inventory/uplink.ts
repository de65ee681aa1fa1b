/**
 * The way from an end towards the world at layer 2: peer → master → the port that leads out → what that is stacked on,
 * into other namespaces too. Pure.
 */
import { type Inventory, type Link, type LinkKey, linkKey, masterOf } from './model.js';
import { peerPointer } from './pairs.js';

function peerOf(inventory: Inventory, link: Link): Link | null {
  if (link.kind !== 'veth') return null;
  const pointer = peerPointer(link);
  const peer = pointer.kind === 'at' ? inventory.links.get(linkKey(pointer.nsid, pointer.ifindex)) : undefined;
  return peer === undefined || peer === link ? null : peer;
}

/** The link that a VLAN, macvlan or tunnel is stacked on, where the kernel tells. */
export function lowerOf(inventory: Inventory, link: Link): Link | null {
  if (link.kind === null || link.kind === 'veth') return null;
  // A vxlan's own attribute tells: its IFLA_LINK is itself.
  const ifindex = link.details?.kind === 'vxlan' ? link.details.lowerIfindex : link.lowerIfindex;
  if (ifindex === null || ifindex === 0 || (link.lowerNsid !== null && link.lowerNsid < 0)) return null;
  const lower = inventory.links.get(linkKey(link.lowerNsid ?? link.nsid, ifindex)) ?? null;
  return lower === link ? null : lower;
}

type Ports = ReadonlyMap<LinkKey, readonly Link[]>;

function portsByMaster(inventory: Inventory): Ports {
  const ports = new Map<LinkKey, Link[]>();
  for (const link of inventory.links.values()) {
    if (link.master === null) continue;
    const key = linkKey(link.nsid, link.master);
    const known = ports.get(key);
    if (known === undefined) ports.set(key, [link]);
    else known.push(link);
  }
  return ports;
}

/** Where frames go on from a link that was reached at `link`: to its master, its lower link, its peer, or another port. */
function onwards(inventory: Inventory, ports: Ports, link: Link): readonly Link[] {
  const straight = [masterOf(inventory, link), lowerOf(inventory, link), peerOf(inventory, link)];
  return [...straight.filter(next => next !== null), ...(ports.get(link.key) ?? [])];
}

/** Kinds that carry frames away by a packet of their own; they end a way where they are stacked on nothing known. */
const TUNNELS: ReadonlySet<string> = new Set([
  'vxlan',
  'geneve',
  'gre',
  'gretap',
  'ip6gre',
  'ip6gretap',
  'wireguard',
  'ipip',
  'sit',
]);

/** How well a link leads out: best first. */
const WAYS_OUT: readonly ((link: Link) => boolean)[] = [
  link => link.kind === null && !link.loopback,
  link => link.kind !== null && TUNNELS.has(link.kind),
];

/** Breadth first: the links reached from `from`, each with the one before it. */
function reach(inventory: Inventory, ports: Ports, from: Link, end: Link): Map<Link, Link | null> {
  const before = new Map<Link, Link | null>([[from, null]]);
  // A map is walked in the order of insertion, and what is added meanwhile comes too.
  for (const link of before.keys()) {
    for (const next of onwards(inventory, ports, link)) if (next !== end && !before.has(next)) before.set(next, link);
  }
  return before;
}

function wayTo(before: ReadonlyMap<Link, Link | null>, target: Link): Link[] {
  const way: Link[] = [];
  for (let at: Link | null = target; at !== null; at = before.get(at) ?? null) way.unshift(at);
  return way;
}

/** Without a way out: as far as masters and lower links lead. */
function straightOn(inventory: Inventory, from: Link, end: Link): Link[] {
  const way: Link[] = [];
  for (let at: Link | null = from; at !== null && at !== end && !way.includes(at); ) {
    way.push(at);
    at = masterOf(inventory, at) ?? lowerOf(inventory, at);
  }
  return way;
}

/** Every link on the way from `end`, its other end first, to the nearest that leads out, or as far as the inventory tells. */
export function uplinkPath(inventory: Inventory, end: Link): Link[] {
  const peer = peerOf(inventory, end);
  if (peer === null) return [];
  const before = reach(inventory, portsByMaster(inventory), peer, end);
  for (const leadsOut of WAYS_OUT) {
    for (const link of before.keys()) if (leadsOut(link)) return wayTo(before, link);
  }
  return straightOn(inventory, peer, end);
}
