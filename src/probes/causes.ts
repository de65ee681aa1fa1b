/**
 * What a drop means where function and reason together say more than the reason: class, and one clause for a person.
 * Sources: drivers/net/veth.c, net/core/dev.c, net/bridge/, net/ipv4/, net/ipv6/; seen on healthy hosts and on provoked drops.
 */
import type { DropClass } from './model.js';

export interface Cause {
  readonly class: DropClass;
  readonly cause: string | null;
}

interface CauseRow extends Cause {
  /** null: any. */
  readonly functions: readonly string[] | null;
  /** null: any. */
  readonly reasons: readonly string[] | null;
}

/** Functions of a veth's transmit side: what dies here was refused by the transmit function. */
export const XMIT_FUNCTIONS: ReadonlySet<string> = new Set([
  'veth_xmit',
  'veth_forward_skb',
  '__dev_forward_skb',
  '__dev_forward_skb2',
  'dev_forward_skb',
  'dev_forward_skb_nomtu',
  'veth_xdp_rx',
]);

function row(functions: string | null, reasons: string | null, dropClass: DropClass, cause: string | null): CauseRow {
  return { functions: functions?.split(' ') ?? null, reasons: reasons?.split(' ') ?? null, class: dropClass, cause };
}

/** The first row that fits. */
const ROWS: readonly CauseRow[] = [
  // The pair itself. veth.c names no reason.
  row(
    '__dev_forward_skb __dev_forward_skb2 dev_forward_skb dev_forward_skb_nomtu veth_forward_skb',
    null,
    'loss',
    'the receiver is down, or the packet is over its MTU',
  ),
  row('veth_xmit veth_xdp_rx', null, 'loss', "the receiver's ring is full, or the peer is gone"),
  row('veth_xdp_rcv_skb veth_xdp_rcv_one veth_xdp_rcv', null, 'loss', "the receiver's XDP program dropped it"),
  row(null, 'QDISC_DROP', 'loss', 'no carrier (the peer is down), or a queue limit of tc'),
  row('enqueue_to_backlog', null, 'loss', 'the receiving CPU is behind: its backlog is full (net.core.netdev_max_backlog)'),
  row(null, 'CPU_BACKLOG', 'loss', 'the receiving CPU is behind: its backlog is full (net.core.netdev_max_backlog)'),
  // Bridges.
  row(
    'br_dev_queue_push_xmit br_nf_dev_queue_xmit br_forward_finish',
    'NOT_SPECIFIED',
    'loss',
    'over the MTU of the outgoing bridge port',
  ),
  row(null, 'BRIDGE_INGRESS_STP_STATE', 'loss', 'the bridge port is not forwarding (STP: listening, learning or disabled)'),
  row(null, 'NO_TX_TARGET', 'loss', 'the bridge has no port to send it to: the port is down or may not forward'),
  row(null, 'MAC_INVALID_SOURCE', 'loss', 'the source MAC address is not a valid one'),
  row(
    'br_allowed_ingress __allowed_ingress br_handle_frame_finish br_handle_vlan',
    'NOT_SPECIFIED',
    'loss',
    'the bridge port has no such VLAN, or is isolated or locked',
  ),
  // Policy.
  row(null, 'NETFILTER_DROP', 'loss', 'a firewall rule, or one that bridge-nf-call-iptables applies to bridged packets'),
  row(null, 'TC_INGRESS TC_EGRESS XDP BPF_CGROUP_EGRESS', 'loss', 'a BPF program or tc filter dropped it'),
  row(null, 'IP_RPFILTER', 'loss', 'the source is not reached through this link: rp_filter'),
  // Addressing and routing.
  row(null, 'NEIGH_FAILED', 'loss', 'nobody answers ARP or neighbour discovery for the next hop'),
  row(null, 'NEIGH_QUEUEFULL', 'loss', 'waiting for ARP or neighbour discovery, and the queue is full'),
  row(null, 'NEIGH_CREATEFAIL', 'loss', 'the neighbour table is full'),
  row(null, 'IP_INNOROUTES IP_OUTNOROUTES', 'loss', 'no route to the destination'),
  row('ip6_pkt_discard ip6_pkt_discard_out', null, 'loss', 'no route to the destination'),
  row(null, 'IP_INADDRERRORS', 'loss', 'no route to the destination here, and forwarding is off'),
  row(null, 'PKT_TOO_BIG', 'loss', 'over the path MTU'),
  row(null, 'DEV_READY', 'loss', 'the device is not running'),
  row(null, 'UNHANDLED_PROTO', 'loss', 'no protocol on this host takes that ethertype'),
  // Expected on healthy hosts.
  row('ping_rcv', 'NO_SOCKET', 'benign', 'the copy of a ping reply for ping sockets, when a raw socket has it'),
  row('ip6_mc_input', 'NOT_SPECIFIED', 'benign', 'IPv6 multicast that nobody here joined'),
  row('ip_mc_input ip6_mc_input', null, 'benign', 'multicast that nobody here joined'),
  row(null, 'OTHERHOST', 'benign', 'for another host: flooded by a switch, or sent to a stale MAC address'),
  row('packet_rcv tpacket_rcv packet_rcv_spkt packet_rcv_fanout', null, 'benign', "a capture's copy"),
  row(null, 'SKB_CONSUMED CONSUMED', 'benign', null),
  // At a socket, after delivery.
  row(null, 'NO_SOCKET', 'socket', 'nobody listens on that port'),
  row(null, 'SOCKET_RCVBUFF PROTO_MEM SOCKET_BACKLOG', 'socket', 'the receiving program is too slow: its socket buffer is full'),
  row(null, 'SOCKET_FILTER SOCKET_CLOSE UNIX_DISCONNECT UNIX_SKIP_OOB', 'socket', null),
  row(
    null,
    'TCP_CLOSE TCP_ABORT_ON_DATA TCP_FASTOPEN TCP_OFOMERGE TCP_OFO_DROP TCP_OFO_QUEUE_PRUNE TCP_OLD_DATA TCP_ZEROWINDOW',
    'socket',
    null,
  ),
  row(
    null,
    'TCP_OVERWINDOW TCP_OLD_ACK TCP_OLD_SEQUENCE TCP_INVALID_SEQUENCE TCP_RESET TCP_TOO_OLD_ACK TCP_ACK_UNSENT_DATA TCP_FLAGS',
    'socket',
    null,
  ),
];

/** @param onDevice whether the packet had a device when it was freed; without one it was past the network, at a socket. */
export function causeOf(functionName: string, reason: string, onDevice: boolean): Cause {
  const found = ROWS.find(
    candidate =>
      (candidate.functions === null || candidate.functions.includes(functionName)) &&
      (candidate.reasons === null || candidate.reasons.includes(reason)),
  );
  if (found !== undefined) return { class: found.class, cause: found.cause };
  return { class: onDevice ? 'loss' : 'socket', cause: null };
}
