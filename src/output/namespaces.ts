/** Namespaces with their links, in the order in which they are shown. */
import type { Inventory, Link, Namespace } from '../inventory/model.js';

export interface NamespaceWithLinks {
  readonly namespace: Namespace;
  /** By ifindex. */
  readonly links: readonly Link[];
}

/** The host, then by name; hidden ones last. */
function compare(x: Namespace, y: Namespace): number {
  return (
    Number(y.isHost) - Number(x.isHost) ||
    Number(x.hidden) - Number(y.hidden) ||
    x.name.localeCompare(y.name, 'en', { numeric: true }) ||
    x.nsid - y.nsid
  );
}

export function namespacesWithLinks(inventory: Inventory): readonly NamespaceWithLinks[] {
  const linksByNsid = new Map<number, Link[]>();
  for (const link of inventory.links.values()) {
    const links = linksByNsid.get(link.nsid);
    if (links === undefined) linksByNsid.set(link.nsid, [link]);
    else links.push(link);
  }
  return [...inventory.namespaces.values()].sort(compare).map(namespace => ({
    namespace,
    links: (linksByNsid.get(namespace.nsid) ?? []).sort((x, y) => x.ifindex - y.ifindex),
  }));
}
