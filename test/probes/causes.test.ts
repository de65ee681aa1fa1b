import { describe, expect, it } from 'vitest';
import { causeOf } from '../../src/probes/causes.js';

describe('causeOf', () => {
  it.each([
    ['__dev_forward_skb2', 'NOT_SPECIFIED', true, 'loss', /over its MTU/],
    ['veth_xmit', 'NOT_SPECIFIED', true, 'loss', /ring is full/],
    ['__dev_queue_xmit', 'QDISC_DROP', true, 'loss', /no carrier/],
    ['nf_hook_slow', 'NETFILTER_DROP', true, 'loss', /firewall/],
    ['ping_rcv', 'NO_SOCKET', true, 'benign', /ping/],
    ['ip6_mc_input', 'NOT_SPECIFIED', true, 'benign', /multicast/],
    ['ip_rcv_core', 'OTHERHOST', true, 'benign', /flooded/],
    ['__udp4_lib_rcv', 'NO_SOCKET', true, 'socket', /listens/],
    ['udp_queue_rcv_one_skb', 'SOCKET_RCVBUFF', true, 'socket', /buffer is full/],
    ['veth_xdp_rcv_skb', 'NOT_SPECIFIED', true, 'loss', /XDP/],
    ['enqueue_to_backlog', 'CPU_BACKLOG', true, 'loss', /backlog is full/],
    ['br_dev_queue_push_xmit', 'NOT_SPECIFIED', true, 'loss', /MTU of the outgoing bridge port/],
    ['br_nf_dev_queue_xmit', 'NOT_SPECIFIED', true, 'loss', /MTU of the outgoing bridge port/],
    ['br_handle_frame', 'BRIDGE_INGRESS_STP_STATE', true, 'loss', /not forwarding/],
    ['br_flood', 'NO_TX_TARGET', true, 'loss', /no port/],
    ['br_handle_frame', 'MAC_INVALID_SOURCE', true, 'loss', /source MAC/],
    ['br_allowed_ingress', 'NOT_SPECIFIED', true, 'loss', /VLAN/],
    ['ip_rcv_finish_core', 'IP_RPFILTER', true, 'loss', /reverse-path/],
    ['neigh_invalidate', 'NEIGH_FAILED', true, 'loss', /nobody answers/],
    ['__neigh_event_send', 'NEIGH_QUEUEFULL', true, 'loss', /queue is full/],
    ['__netif_receive_skb_core', 'UNHANDLED_PROTO', true, 'loss', /ethertype/],
    ['sch_handle_ingress', 'TC_INGRESS', true, 'loss', /BPF program or tc/],
    ['do_xdp_generic', 'XDP', true, 'loss', /XDP/],
  ])('%s %s', (functionName, reason, onDevice, dropClass, cause) => {
    expect(causeOf(functionName, reason, onDevice)).toMatchObject({ class: dropClass, cause: expect.stringMatching(cause) });
  });

  it('says what helps against a loss that a person can do something about', () => {
    for (const [name, reason] of [
      ['__dev_forward_skb2', 'NOT_SPECIFIED'],
      ['veth_xmit', 'NOT_SPECIFIED'],
      ['enqueue_to_backlog', 'CPU_BACKLOG'],
      ['nf_hook_slow', 'NETFILTER_DROP'],
    ] as const) {
      expect(causeOf(name, reason, true).hint).toMatch(/\w/);
    }
  });

  it('takes an unknown drop on a link for a loss, and one without a link for a socket matter', () => {
    expect(causeOf('anything', 'ANYTHING', true)).toEqual({ class: 'loss', cause: null, hint: null });
    expect(causeOf('anything', 'ANYTHING', false)).toEqual({ class: 'socket', cause: null, hint: null });
  });
});
