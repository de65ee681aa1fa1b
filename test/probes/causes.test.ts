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
  ])('%s %s', (functionName, reason, onDevice, dropClass, cause) => {
    expect(causeOf(functionName, reason, onDevice)).toEqual({ class: dropClass, cause: expect.stringMatching(cause) });
  });

  it('takes an unknown drop on a link for a loss, and one without a link for a socket matter', () => {
    expect(causeOf('anything', 'ANYTHING', true)).toEqual({ class: 'loss', cause: null });
    expect(causeOf('anything', 'ANYTHING', false)).toEqual({ class: 'socket', cause: null });
  });
});
