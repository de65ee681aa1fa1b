/** From what a probe or a dump calls a link to the end of the pair that it is. */
import { type Inventory, type Link, type LinkKey, namespaceOf } from '../inventory/model.js';
import { type ProbeKey, probeKey } from '../probes/model.js';

export interface End {
  readonly linkKey: LinkKey;
  /** null in a namespace whose inode is unknown: no probe report can be matched to it. */
  readonly probeKey: ProbeKey | null;
}

export interface PairEnds {
  readonly id: string;
  readonly a: End;
  readonly b: End | null;
}

export interface EndOf {
  readonly pairId: string;
  readonly end: 'a' | 'b';
  /** ifindex of the master in the end's namespace. */
  readonly master: number | null;
}

export interface EndIndex {
  readonly pairs: readonly PairEnds[];
  readonly byProbeKey: ReadonlyMap<ProbeKey, EndOf>;
}

export function indexEnds(inventory: Inventory): EndIndex {
  const byProbeKey = new Map<ProbeKey, EndOf>();
  const end = (pairId: string, which: 'a' | 'b', link: Link): End => {
    const { inum } = namespaceOf(inventory, link);
    if (inum === null) return { linkKey: link.key, probeKey: null };
    const key = probeKey(inum, link.ifindex);
    byProbeKey.set(key, { pairId, end: which, master: link.master });
    return { linkKey: link.key, probeKey: key };
  };
  const pairs = inventory.pairs.map(pair => ({
    id: pair.id,
    a: end(pair.id, 'a', pair.a),
    b: pair.b === null ? null : end(pair.id, 'b', pair.b),
  }));
  return { pairs, byProbeKey };
}

/**
 * The end that a drop belongs to: the link it happened on or, for a drop on a bridge, the port the packet came in by.
 * null: neither is an end of a pair.
 */
export function endOfDrop(index: EndIndex, key: ProbeKey | null, ingressIfindex: number): EndOf | null {
  if (key === null) return null;
  const own = index.byProbeKey.get(key);
  if (own !== undefined) return own;
  if (ingressIfindex === 0) return null;
  const [inum, ifindex] = key.split('/').map(Number);
  if (inum === undefined || ifindex === undefined) return null;
  const port = index.byProbeKey.get(probeKey(inum, ingressIfindex));
  return port !== undefined && port.master === ifindex ? port : null;
}
