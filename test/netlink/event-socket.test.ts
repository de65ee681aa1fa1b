import { describe, expect, it } from 'vitest';
import { attribute, i32, message } from '../../src/netlink/codec.js';
import { NETNSA, RTM } from '../../src/netlink/constants.js';
import { decodeEvents } from '../../src/netlink/event-socket.js';

function link(type: number, ifindex: number): Buffer {
  const body = Buffer.alloc(16);
  body.writeInt32LE(ifindex, 4);
  return message({ type, flags: 0, seq: 0, body });
}

function nsid(type: number, id: number): Buffer {
  return message({ type, flags: 0, seq: 0, body: Buffer.concat([Buffer.alloc(4), attribute(NETNSA.NSID, i32(id))]) });
}

describe('decodeEvents', () => {
  it('says what to read again, and where', () => {
    // struct tcmsg has its ifindex where a link has it.
    const wire = Buffer.concat([link(RTM.NEWLINK, 5), link(RTM.DELLINK, 6), link(RTM.NEWQDISC, 7), link(RTM.DELQDISC, 7)]);
    expect(decodeEvents(wire, wire.length, 3)).toEqual([
      { kind: 'link', nsid: 3, ifindex: 5 },
      { kind: 'link-gone', nsid: 3, ifindex: 6 },
      { kind: 'link', nsid: 3, ifindex: 7 },
      { kind: 'link', nsid: 3, ifindex: 7 },
    ]);
  });

  it('takes ids from its own table only: those of other namespaces mean something else', () => {
    const wire = nsid(RTM.DELNSID, 9);
    expect(decodeEvents(wire, wire.length, null)).toEqual([{ kind: 'namespace-gone', nsid: 9 }]);
    expect(decodeEvents(wire, wire.length, 4)).toEqual([]);
  });
});
