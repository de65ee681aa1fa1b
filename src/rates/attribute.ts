/**
 * Drops at a full ring → the end that sent. Pure.
 *
 * A packet that finds the ring of the receiver's NAPI full dies in the sender's transmit function with the receiver as its
 * device already. The kernel counts it at the sender (tx_dropped), and so does everything here.
 */
import { RING_FUNCTIONS } from '../probes/causes.js';
import { type DropTotal, dropId, type LinkTotals, type ProbeKey, type Sample } from '../probes/model.js';
import type { EndIndex } from './ends.js';

/** The sample with these drops, and the failures that they are, at the sender. Where a peer is not known, the device stands. */
export function attribute(sample: Sample, index: EndIndex): Sample {
  if (!sample.drops.some(isAtRing)) return sample;
  const links = new Map<ProbeKey, LinkTotals>(sample.links);
  const drops = sample.drops.map(drop => {
    if (!isAtRing(drop) || drop.key === null) return drop;
    const sender = index.byProbeKey.get(drop.key)?.peer ?? drop.key;
    const totals = links.get(sender);
    if (totals !== undefined) links.set(sender, { ...totals, xmitFailed: totals.xmitFailed + drop.packets });
    return { ...drop, id: dropId(sender, 0, drop.reason, drop.function), key: sender, ingressIfindex: 0 };
  });
  return { ...sample, links, drops };
}

function isAtRing({ key, function: name }: DropTotal): boolean {
  return key !== null && RING_FUNCTIONS.has(name);
}
