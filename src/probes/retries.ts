/** Whether packets can come by the transmit tracepoint twice. Pure. */
import type { Link } from '../inventory/model.js';

/** Disciplines that keep nothing: `noqueue` transmits or drops at once, `noop` is what a link has that is down. */
const KEEPING_NOTHING: ReadonlySet<string> = new Set(['noqueue', 'noop']);

/**
 * veth answers NETDEV_TX_BUSY, whereupon the packet is handed in again, only where it has a queueing discipline that can hold it
 * (drivers/net/veth.c: veth_xmit, since 6.16 and in some older stable trees). A link whose discipline was not read may have one.
 */
export function needsRetries(links: Iterable<Pick<Link, 'kind' | 'qdisc'>>): boolean {
  for (const { kind, qdisc } of links) {
    if (kind === 'veth' && (qdisc == null || !KEEPING_NOTHING.has(qdisc))) return true;
  }
  return false;
}
