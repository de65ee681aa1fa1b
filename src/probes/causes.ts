/**
 * What a drop means where function and reason together say more than the reason: class, one clause for a person, and what helps.
 * Sources: drivers/net/veth.c, net/core/, net/bridge/, net/ipv4/, net/ipv6/, include/net/dropreason-core.h; seen on healthy hosts
 * and on provoked drops. The kernel's own name always stands beside it.
 */
import type { DropClass } from './model.js';

export interface Cause {
  readonly class: DropClass;
  readonly cause: string | null;
  /** What a person can look at or do; null where nothing is to be done. */
  readonly hint: string | null;
}

interface CauseRow extends Cause {
  /** null: any. */
  readonly functions: readonly string[] | null;
  /** null: any. */
  readonly reasons: readonly string[] | null;
}

/**
 * Functions in which a packet dies whose device is already the receiver, though the sender's transmit function gives it up
 * (veth.c: the ring of the receiver's NAPI is full). Where the receiver is gone, the device is still the sender.
 */
export const RING_FUNCTIONS: ReadonlySet<string> = new Set(['veth_xmit', 'veth_xdp_rx', 'veth_forward_skb']);

/** Functions of a veth's transmit side that give a packet up while its device is the sender. */
export const REFUSING_FUNCTIONS: ReadonlySet<string> = new Set([
  '__dev_forward_skb',
  '__dev_forward_skb2',
  'dev_forward_skb',
  'dev_forward_skb_nomtu',
]);

function row(
  functions: string | null,
  reasons: string | null,
  dropClass: DropClass,
  cause: string | null,
  hint: string | null = null,
): CauseRow {
  return { functions: functions?.split(' ') ?? null, reasons: reasons?.split(' ') ?? null, class: dropClass, cause, hint };
}

const BACKLOG = [
  'the receiving CPU is behind: its backlog is full',
  'raise net.core.netdev_max_backlog, or spread receiving over CPUs (RPS); /proc/net/softnet_stat counts it',
] as const;
const NO_ROUTE = ['no route to the destination', 'ip route get ADDRESS in that namespace'] as const;

/** The first row that fits. */
const ROWS: readonly CauseRow[] = [
  // The pair itself. veth.c names no reason.
  row(
    [...REFUSING_FUNCTIONS].join(' '),
    null,
    'loss',
    'the receiver is down, or the packet is over its MTU',
    'ip link show of both ends: the same MTU, both up',
  ),
  row(
    [...RING_FUNCTIONS].join(' '),
    null,
    'loss',
    "the receiver's ring is full, or the peer is gone",
    "the receiver's CPU is too slow: give it more, or put a queueing discipline on the sender",
  ),
  row(
    'veth_xdp_rcv_skb veth_xdp_rcv_one veth_xdp_rcv',
    null,
    'loss',
    "the receiver's XDP program dropped it",
    'ip -d link show: prog/xdp; ethtool -S has rx_queue_N_xdp_drops',
  ),
  row(
    null,
    'QDISC_DROP',
    'loss',
    'no carrier (the peer is down), or a queue limit of tc',
    'ip link show of both ends; tc -s qdisc show dev LINK',
  ),
  row(
    null,
    'QDISC_OVERLIMIT QDISC_CONGESTED CAKE_FLOOD FQ_BAND_LIMIT FQ_HORIZON_LIMIT FQ_FLOW_LIMIT',
    'loss',
    'a queue limit of tc',
    'tc -s qdisc show dev LINK',
  ),
  row('enqueue_to_backlog', null, 'loss', ...BACKLOG),
  row(null, 'CPU_BACKLOG', 'loss', ...BACKLOG),
  row(null, 'FULL_RING', 'loss', 'the ring of a tun or tap device is full', 'its reader (a virtual machine, a VPN) is too slow'),
  // Bridges.
  row(
    'br_dev_queue_push_xmit br_nf_dev_queue_xmit br_forward_finish',
    'NOT_SPECIFIED',
    'loss',
    'over the MTU of the outgoing bridge port',
    'give all ports of the bridge one MTU; no counter of the kernel shows it',
  ),
  row(
    null,
    'BRIDGE_INGRESS_STP_STATE',
    'loss',
    'the bridge port is not forwarding (STP: listening, learning or disabled)',
    'wait for it (bridge link show), or ip link set BRIDGE type bridge stp_state 0',
  ),
  row(
    null,
    'NO_TX_TARGET',
    'loss',
    'the bridge has no port to send it to: the port is down or may not forward',
    'bridge link show, bridge fdb show',
  ),
  row(null, 'MAC_INVALID_SOURCE', 'loss', 'the source MAC address is not a valid one', 'ip link show of the sender'),
  row(null, 'BRIDGE_NON_VLAN_SRC VLAN_FILTER', 'loss', 'the bridge port has no such VLAN', 'bridge vlan show'),
  row(
    'br_allowed_ingress __allowed_ingress br_handle_frame_finish br_handle_vlan br_handle_ingress_vlan_tunnel',
    'NOT_SPECIFIED',
    'loss',
    'the bridge port has no such VLAN, or is isolated or locked',
    'bridge vlan show; bridge -d link show: isolated, locked',
  ),
  row(null, 'LOCAL_MAC', 'loss', "the source MAC address is the bridge's own", 'a loop, or the same MAC address twice'),
  // Policy.
  row(
    null,
    'NETFILTER_DROP',
    'loss',
    'a firewall rule, or one that bridge-nf-call-iptables applies to bridged packets',
    'nft list ruleset, iptables-save -c; sysctl net.bridge.bridge-nf-call-iptables',
  ),
  row(
    null,
    'TC_INGRESS TC_EGRESS',
    'loss',
    'a BPF program or tc filter dropped it',
    'tc filter show dev LINK ingress (egress), bpftool net',
  ),
  row(null, 'XDP', 'loss', 'an XDP program dropped it', 'ip -d link show: prog/xdp'),
  row(null, 'BPF_CGROUP_EGRESS SOCKET_FILTER_CGROUP', 'loss', 'a BPF program of a cgroup dropped it', 'bpftool cgroup tree'),
  row(
    null,
    'IP_RPFILTER',
    'loss',
    'the source is not reached through this link: reverse-path filter',
    'sysctl net.ipv4.conf.LINK.rp_filter=2, or a route back',
  ),
  // Addressing and routing.
  row(
    null,
    'NEIGH_FAILED',
    'loss',
    'nobody answers ARP or neighbour discovery for the next hop',
    'ip neigh show; is the next hop up and in the same segment?',
  ),
  row(
    null,
    'NEIGH_QUEUEFULL',
    'loss',
    'waiting for ARP or neighbour discovery, and the queue is full',
    'ip neigh show: does the next hop answer?',
  ),
  row(
    null,
    'NEIGH_CREATEFAIL',
    'loss',
    'the neighbour table is full',
    'raise net.ipv4.neigh.default.gc_thresh3 (net.ipv6 alike)',
  ),
  row(null, 'NEIGH_DEAD', 'loss', 'the neighbour entry was being removed'),
  row(null, 'IP_INNOROUTES IP_OUTNOROUTES', 'loss', ...NO_ROUTE),
  row('ip6_pkt_discard ip6_pkt_discard_out', null, 'loss', ...NO_ROUTE),
  row(
    null,
    'IP_INADDRERRORS',
    'loss',
    'no route to the destination here, and forwarding is off',
    'sysctl net.ipv4.ip_forward; ip addr show',
  ),
  row(
    null,
    'IP_LOCALNET IP_INVALID_SOURCE IP_LOCAL_SOURCE IP_INVALID_DEST',
    'loss',
    'the source or destination address may not come in here',
    'ip addr show: an address of this host used elsewhere?',
  ),
  row(null, 'UNICAST_IN_L2_MULTICAST', 'loss', 'an IP unicast in a link-layer broadcast'),
  row(null, 'PKT_TOO_BIG', 'loss', 'over the path MTU', 'ip link show of the links on the way: MTU'),
  row(null, 'DEV_READY', 'loss', 'the device is not running', 'ip link show: is it up, with a carrier?'),
  row(null, 'UNHANDLED_PROTO', 'loss', 'no protocol on this host takes that ethertype'),
  row(null, 'TTL_EXPIRED IP_INHDR', 'loss', 'a bad IP header, or its time to live is over', 'traceroute: a routing loop?'),
  row(
    null,
    'IP_CSUM TCP_CSUM UDP_CSUM ICMP_CSUM SKB_CSUM',
    'loss',
    'the checksum is wrong',
    'ethtool -k: checksum offload on the way',
  ),
  row(null, 'FRAG_REASM_TIMEOUT FRAG_TOO_FAR DUP_FRAG', 'loss', 'fragments that did not make a whole packet in time'),
  row(
    'ip6_rcv_core',
    'NOT_SPECIFIED',
    'loss',
    'IPv6 is not running on that link (its MTU is below 1280), or the header is not valid there',
    'ip -6 addr show; ip link show: MTU',
  ),
  row(null, 'IPV6DISABLED', 'benign', 'IPv6 is switched off on that link'),
  row(null, 'NOMEM', 'loss', 'the kernel had no memory for it', 'free, dmesg'),
  // Expected on healthy hosts.
  row('ping_rcv', 'NO_SOCKET', 'benign', 'the copy of a ping reply for ping sockets, when a raw socket has it'),
  row('ip6_mc_input', 'NOT_SPECIFIED', 'benign', 'IPv6 multicast that nobody here joined'),
  row('ip_mc_input ip6_mc_input', null, 'benign', 'multicast that nobody here joined'),
  row(null, 'IP_MULTICAST', 'benign', 'multicast that nobody here joined'),
  row(
    null,
    'OTHERHOST',
    'benign',
    'for another host: flooded by a switch, or sent to a stale MAC address',
    'where it is not flooding: ip neigh show of the sender',
  ),
  row('stp_pdu_rcv', null, 'benign', 'a spanning-tree packet, at a link that is no port of a bridge'),
  row('packet_rcv tpacket_rcv packet_rcv_spkt packet_rcv_fanout', null, 'benign', "a capture's copy"),
  row(null, 'PACKET_SOCK_ERROR', 'benign', "a capture's copy"),
  row(null, 'SKB_CONSUMED CONSUMED', 'benign', null),
  // At a socket, after delivery.
  row(null, 'NO_SOCKET', 'socket', 'nobody listens on that port', 'ss -lntu in that namespace'),
  row(
    null,
    'SOCKET_RCVBUFF PROTO_MEM SOCKET_BACKLOG',
    'socket',
    'the receiving program is too slow: its socket buffer is full',
    'ss -m; net.core.rmem_max and SO_RCVBUF',
  ),
  row(null, 'SOCKET_FILTER SOCKET_CLOSE SOCKET_RCV_SHUTDOWN UNIX_DISCONNECT UNIX_SKIP_OOB', 'socket', null),
  row(
    null,
    'TCP_CLOSE TCP_ABORT_ON_DATA TCP_FASTOPEN TCP_OFOMERGE TCP_OFO_DROP TCP_OFO_QUEUE_PRUNE TCP_OLD_DATA TCP_ZEROWINDOW',
    'socket',
    null,
  ),
  row(
    null,
    'TCP_OVERWINDOW TCP_OLD_ACK TCP_OLD_SEQUENCE TCP_INVALID_SEQUENCE TCP_INVALID_ACK_SEQUENCE TCP_RESET TCP_TOO_OLD_ACK TCP_ACK_UNSENT_DATA TCP_FLAGS TCP_LISTEN_OVERFLOW',
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
  if (found !== undefined) return { class: found.class, cause: found.cause, hint: found.hint };
  return { class: onDevice ? 'loss' : 'socket', cause: null, hint: null };
}
