/** Names that are there, and names that are free. Pure. */
import type { Inventory, Link } from '../../inventory/model.js';
import { linkLabel } from './reference.js';

export function namespaceNames({ namespaces }: Inventory): readonly string[] {
  return [...namespaces.values()].filter(({ hidden }) => !hidden).map(({ name }) => name);
}

function bridges({ links }: Inventory): readonly Link[] {
  return [...links.values()].filter(({ kind }) => kind === 'bridge');
}

/** `br0`, `br0@red`. */
export function bridgeNames(inventory: Inventory): readonly string[] {
  return bridges(inventory).map(link => linkLabel(inventory, link));
}

/** Links that may become ports. */
export function portNames(inventory: Inventory): readonly string[] {
  return [...inventory.links.values()]
    .filter(({ master, loopback, kind }) => master === null && !loopback && kind !== 'bridge')
    .map(({ name }) => name);
}

/** Links that packets may leave by: first those that are no end of a pair, as they lead out of the host. */
export function uplinkNames(inventory: Inventory): readonly string[] {
  const links = [...inventory.links.values()].filter(
    ({ loopback, kind, master, adminUp }) => !loopback && kind !== 'bridge' && master === null && adminUp,
  );
  const pairs = links.filter(({ kind }) => kind === 'veth');
  return [...links.filter(({ kind }) => kind !== 'veth'), ...pairs].map(link => linkLabel(inventory, link));
}

function firstFree(start: string, isTaken: (name: string) => boolean, from = 0): string {
  let index = from;
  while (isTaken(`${start}${index}`)) index += 1;
  return `${start}${index}`;
}

export function freeNamespaceName(inventory: Inventory): string {
  const taken = new Set(namespaceNames(inventory));
  return firstFree('ns', name => taken.has(name), 1);
}

/** A link's name that nobody has in the namespace called so. @param except names that are given away already */
export function freeLinkName(inventory: Inventory, namespace: string, start: string, except: readonly string[] = []): string {
  const taken = new Set(except);
  for (const { nsid, name, altNames } of inventory.links.values()) {
    if (inventory.namespaces.get(nsid)?.name !== namespace) continue;
    for (const one of [name, ...altNames]) taken.add(one);
  }
  return firstFree(start, name => taken.has(name));
}
