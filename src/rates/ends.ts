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
  /** The other end; null where it isn't known to the probes. */
  readonly peer: ProbeKey | null;
}

export interface EndIndex {
  readonly pairs: readonly PairEnds[];
  readonly byProbeKey: ReadonlyMap<ProbeKey, EndOf>;
}

export function indexEnds(inventory: Inventory): EndIndex {
  const byProbeKey = new Map<ProbeKey, EndOf>();
  const endOf = (link: Link): End => {
    const { inum } = namespaceOf(inventory, link);
    return { linkKey: link.key, probeKey: inum === null ? null : probeKey(inum, link.ifindex) };
  };
  const pairs = inventory.pairs.map(pair => {
    const a = endOf(pair.a);
    const b = pair.b === null ? null : endOf(pair.b);
    if (a.probeKey !== null)
      byProbeKey.set(a.probeKey, { pairId: pair.id, end: 'a', master: pair.a.master, peer: b?.probeKey ?? null });
    if (b !== null && pair.b !== null && b.probeKey !== null)
      byProbeKey.set(b.probeKey, { pairId: pair.id, end: 'b', master: pair.b.master, peer: a.probeKey });
    return { id: pair.id, a, b };
  });
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
