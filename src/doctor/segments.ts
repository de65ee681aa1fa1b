/** Layer 2 segments: links that hear each other's broadcasts, as far as pairs and bridges join them. Pure. */
import type { Inventory, Link, LinkKey } from '../inventory/model.js';

export interface Segment {
  readonly links: readonly Link[];
  /** Links that are no port of anything: where addresses belong. */
  readonly stations: readonly Link[];
  /** Something on it leads where the inventory can't follow: a physical port, an unknown peer, a datapath, a link on top. */
  readonly open: boolean;
}

/** Union-find with path halving. */
class Sets {
  readonly #parents = new Map<LinkKey, LinkKey>();

  root(key: LinkKey): LinkKey {
    let at = key;
    for (;;) {
      const parent = this.#parents.get(at) ?? at;
      if (parent === at) return at;
      const grandparent = this.#parents.get(parent) ?? parent;
      this.#parents.set(at, grandparent);
      at = grandparent;
    }
  }

  join(x: LinkKey, y: LinkKey): void {
    this.#parents.set(this.root(x), this.root(y));
  }
}

const JOINED = new Set(['veth', 'bridge']);

/** Segments that at least one veth or bridge is on, in the inventory's order. */
export function segmentsOf(
  inventory: Inventory,
  masterOf: (link: Link) => Link | null,
  carriesOthers: (link: Link) => boolean,
): readonly Segment[] {
  const sets = new Sets();
  const leadsOut = new Set<LinkKey>();
  for (const pair of inventory.pairs) {
    if (pair.certainty === 'exact') sets.join(pair.a.key, pair.b.key);
    else leadsOut.add(pair.a.key);
  }
  const members: Link[] = [];
  for (const link of inventory.links.values()) {
    const master = masterOf(link);
    const bridged = master?.kind === 'bridge';
    if (bridged) sets.join(link.key, master.key);
    if (!bridged && !JOINED.has(link.kind ?? '')) continue;
    members.push(link);
    const foreign = !JOINED.has(link.kind ?? '') || (link.master !== null && !bridged);
    if (foreign || carriesOthers(link)) leadsOut.add(link.key);
  }
  const groups = new Map<LinkKey, Link[]>();
  for (const link of members) {
    const root = sets.root(link.key);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [link]);
    else group.push(link);
  }
  return Array.from(groups.values(), links => ({
    links,
    stations: links.filter(link => link.master === null),
    open: links.some(link => leadsOut.has(link.key)),
  }));
}
