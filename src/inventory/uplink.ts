/** The way from an end towards the world: port → master → uplink, following peers into other namespaces. Pure. */
import { type Inventory, type Link, type LinkKey, linkKey, masterOf } from './model.js';
import { peerPointer } from './pairs.js';

/** A way longer than this is a loop in the making. */
const MOST_HOPS = 32;

function peerOf(inventory: Inventory, link: Link): Link | null {
  if (link.kind !== 'veth') return null;
  const pointer = peerPointer(link);
  return pointer.kind === 'at' ? (inventory.links.get(linkKey(pointer.nsid, pointer.ifindex)) ?? null) : null;
}

/** The other ports of a master, those that lead out first: a link that is no veth, then a veth. */
function waysOut(inventory: Inventory, master: Link, from: Link): Link[] {
  const ports: Link[] = [];
  for (const link of inventory.links.values()) {
    if (link.nsid === master.nsid && link.master === master.ifindex && link.key !== from.key) ports.push(link);
  }
  return ports.filter(port => port.kind === null || port.kind !== 'veth');
}

/** Every link on the way from `end`, its other end first, as far as the inventory tells. */
export function uplinkPath(inventory: Inventory, end: Link): Link[] {
  const path: Link[] = [];
  const seen = new Set<LinkKey>([end.key]);
  let at: Link | null = peerOf(inventory, end);
  while (at !== null && !seen.has(at.key) && path.length < MOST_HOPS) {
    seen.add(at.key);
    path.push(at);
    const master: Link | null = masterOf(inventory, at);
    if (master !== null) {
      if (seen.has(master.key)) break;
      seen.add(master.key);
      path.push(master);
      at = waysOut(inventory, master, at)[0] ?? null;
    } else at = null;
  }
  return path;
}
