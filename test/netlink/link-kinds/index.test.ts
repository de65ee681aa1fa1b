import { describe, expect, it } from 'vitest';
import { attribute, messages, u32 } from '../../../src/netlink/codec.js';
import { RTM } from '../../../src/netlink/constants.js';
import { linkDetails, portDetails } from '../../../src/netlink/link-kinds/index.js';
import { decodeLink } from '../../../src/netlink/link-message.js';
import { capturedKinds } from '../fixtures/captured.js';

const u8 = (value: number): Buffer => Buffer.from([value]);
const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const u16be = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

function data(...attributes: readonly (readonly [number, Buffer])[]): Buffer {
  return Buffer.concat(attributes.map(([type, value]) => attribute(type, value)));
}

describe('of a captured dump', () => {
  const wire = capturedKinds();
  const byName = new Map(
    messages(wire, wire.length)
      .filter(({ type }) => type === RTM.NEWLINK)
      .map(({ start, end }) => decodeLink(wire, start, end, 7))
      .map(link => [link.name, link]),
  );
  const p1 = byName.get('p1')?.ifindex;

  it('a bridge', () => {
    expect(byName.get('br1')?.details).toEqual({ kind: 'bridge', stp: true, vlanFiltering: false, forwardDelayMs: 7000 });
  });

  it('a bridge port', () => {
    expect(byName.get('p0')).toMatchObject({
      portKind: 'bridge',
      port: {
        kind: 'bridge',
        state: 'listening',
        cost: 42,
        hairpin: true,
        isolated: true,
        locked: false,
        learning: false,
        unicastFlood: true,
      },
    });
  });

  it('what is stacked on another link', () => {
    expect(byName.get('mv0')).toMatchObject({ lowerIfindex: p1, details: { kind: 'macvlan', mode: 'private' } });
    expect(byName.get('mt0')).toMatchObject({ lowerIfindex: p1, details: { kind: 'macvtap', mode: 'bridge' } });
  });

  it('a tunnel', () => {
    expect(byName.get('vx0')?.details).toEqual({
      kind: 'vxlan',
      vni: 4242,
      remote: '192.0.2.7',
      local: '192.0.2.1',
      port: 4789,
      lowerIfindex: p1,
    });
    expect(byName.get('vx1')?.details).toMatchObject({ vni: 7, remote: 'ff05::100', local: null, port: 8472 });
  });

  it('nothing of kinds that have nothing to tell', () => {
    for (const name of ['lo', 'p0', 'p1', 'tap0']) expect(byName.get(name)).not.toHaveProperty('details');
    for (const name of ['br1', 'p1']) expect(byName.get(name)).not.toHaveProperty('port');
  });
});

describe('by <linux/if_link.h>', () => {
  const LINKS = [
    ['vlan', data([1, u16(100)], [5, u16be(0x88a8)]), { kind: 'vlan', id: 100, protocol: '802.1ad' }],
    ['vrf', data([1, u32(10)]), { kind: 'vrf', table: 10 }],
    ['bond', data([1, u8(4)], [2, u32(0)]), { kind: 'bond', mode: '802.3ad', activePort: null }],
    ['bond', data([1, u8(1)], [2, u32(5)]), { kind: 'bond', mode: 'active-backup', activePort: 5 }],
    ['ipvlan', data([1, u16(1)]), { kind: 'ipvlan', mode: 'l3' }],
    ['macvlan', data([1, u32(64)]), { kind: 'macvlan', mode: 'unknown(64)' }],
    [
      'geneve',
      data([1, u32(9)], [2, Buffer.from([198, 51, 100, 1])], [5, u16be(6081)]),
      { kind: 'geneve', vni: 9, remote: '198.51.100.1', port: 6081 },
    ],
    ['vxlan', data(), { kind: 'vxlan', vni: null, remote: null, local: null, port: null, lowerIfindex: null }],
  ] as const;
  for (const [kind, body, details] of LINKS) {
    it(`a ${kind}: ${JSON.stringify(details)}`, () => {
      expect(linkDetails(kind, body, 0, body.length)).toEqual(details);
    });
  }

  const PORTS = [
    ['vrf', data([1, u32(10)]), { kind: 'vrf', table: 10 }],
    ['bond', data([1, u8(1)], [2, u8(0)]), { kind: 'bond', state: 'backup', miiUp: true }],
    ['bridge', data([1, u8(3)]), { kind: 'bridge', state: 'forwarding' }],
    ['bridge', data([1, u8(9)]), { kind: 'bridge', state: null }],
  ] as const;
  for (const [kind, body, port] of PORTS) {
    it(`a ${kind} port: ${JSON.stringify(port)}`, () => {
      expect(portDetails(kind, body, 0, body.length)).toMatchObject(port);
    });
  }

  it('a kind that is not in the table', () => {
    expect(linkDetails('dummy', Buffer.alloc(0), 0, 0)).toBeNull();
    expect(portDetails('openvswitch', Buffer.alloc(0), 0, 0)).toBeNull();
  });
});
