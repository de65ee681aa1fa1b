/** What must come out, whichever way the probes attach and whichever kernel runs: by scenario of guest/scenarios/. */
import type { DropClass } from '../../src/probes/model.js';

export interface Lost {
  readonly packets: number;
  readonly class: DropClass;
  /** Names of one place in different kernels. */
  readonly functions: readonly string[];
  /** Newer kernels say more. */
  readonly reasons: readonly string[];
}

export interface Expected {
  readonly sent: number;
  readonly received: number;
  /** By end: packets and bytes. Ends that are left out moved nothing. */
  readonly moved: Readonly<Record<string, readonly [packets: number, bytes: number]>>;
  /** By end; ends that are left out lost nothing. */
  readonly lost: Readonly<Record<string, Lost>>;
}

const UNNAMED = 'NOT_SPECIFIED';
/** 64 bytes of payload with UDP, IPv4 and Ethernet headers. */
const SMALL = 64 + 42;
const LARGE = 1400 + 42;

function lost(packets: number, functions: string, reasons: string, dropClass: DropClass = 'loss'): Lost {
  return { packets, class: dropClass, functions: functions.split(' '), reasons: reasons.split(' ') };
}

/** 200 small datagrams out of `a`, of which nothing arrives. */
function allLost(end: string, where: Lost): Expected {
  return { sent: 200, received: 0, moved: { a: [200, 200 * SMALL] }, lost: { [end]: where } };
}

/** The same, refused before the pair has moved them. */
function allRefused(where: Lost): Expected {
  return { sent: 200, received: 0, moved: {}, lost: { a: where } };
}

const FORWARD = '__dev_forward_skb __dev_forward_skb2';

/** Where veth's own transmit function gives packets up, which then count as dropped by the sending end. */
export const REFUSING: readonly string[] = [...FORWARD.split(' '), 'veth_xmit'];

/** The receiver's ring holds 256. */
const RING_FULL: Expected = {
  sent: 400,
  received: 256,
  moved: { a: [256, 256 * SMALL] },
  lost: { a: lost(144, 'veth_xmit', UNNAMED) },
};

export const EXPECTED: Readonly<Record<string, Expected>> = {
  plain: { sent: 2000, received: 2000, moved: { a: [1000, 1000 * SMALL], b: [1000, 1000 * SMALL] }, lost: {} },
  gso: { sent: 20, received: 200, moved: { a: [20, 20 * 1042] }, lost: {} },
  down: allRefused(lost(200, FORWARD, UNNAMED)),
  nocarrier: allRefused(lost(200, '__dev_queue_xmit kfree_skb_list_reason', 'QDISC_DROP')),
  mtu: allRefused(lost(200, FORWARD, UNNAMED)),
  gro: { sent: 1000, received: 1000, moved: { a: [1000, 1000 * SMALL] }, lost: {} },
  ringfull: RING_FULL,
  xdp: allLost('b', lost(200, 'veth_xdp_rcv_skb', `${UNNAMED} XDP`)),
  bridged: {
    sent: 1000,
    received: 1000,
    moved: { a: [500, 500 * SMALL], b: [500, 500 * SMALL], pa: [500, 500 * SMALL], pb: [500, 500 * SMALL] },
    lost: {},
  },
  netfilter: allLost('pb', lost(200, 'nft_do_chain nf_hook_slow', 'NETFILTER_DROP')),
  vlan: allLost('pa', lost(200, 'br_handle_frame_finish br_flood', `${UNNAMED} NO_TX_TARGET`)),
  novlan: allLost('pa', lost(200, 'br_allowed_ingress br_handle_frame_finish __allowed_ingress', UNNAMED)),
  stp: allLost('pa', lost(200, 'br_handle_frame', `${UNNAMED} BRIDGE_INGRESS_STP_STATE`)),
  isolated: allLost('pa', lost(200, 'br_handle_frame_finish br_flood', `${UNNAMED} NO_TX_TARGET`)),
  portmtu: {
    sent: 200,
    received: 0,
    moved: { a: [200, 200 * LARGE] },
    lost: { pb: lost(200, 'br_nf_dev_queue_xmit br_dev_queue_push_xmit', UNNAMED) },
  },
  badmac: {
    sent: 200,
    received: 0,
    moved: { a: [200, 200 * 64] },
    lost: { pa: lost(200, 'br_handle_frame', `${UNNAMED} MAC_INVALID_SOURCE`) },
  },
  otherhost: allLost('b', lost(200, 'ip_rcv_core', 'OTHERHOST', 'benign')),
  rpfilter: allLost('b', lost(200, 'ip_rcv_finish_core', 'IP_RPFILTER')),
  notmine: allLost('b', lost(200, 'ip_error', 'IP_INADDRERRORS')),
  unhandled: {
    sent: 200,
    received: 0,
    moved: { a: [200, 200 * 64] },
    lost: { b: lost(200, '__netif_receive_skb_core', 'UNHANDLED_PROTO') },
  },
  ingress: allLost('b', lost(200, '__netif_receive_skb_core sch_handle_ingress', 'TC_INGRESS')),
};

/** A full ring under a queueing discipline: either packets are given back and taken again (6.12.107, 6.16), or they are lost. */
export const BUSY: readonly Expected[] = [{ sent: 400, received: 400, moved: { a: [400, 400 * SMALL] }, lost: {} }, RING_FULL];
