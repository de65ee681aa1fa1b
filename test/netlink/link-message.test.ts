import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import type { Link } from '../../src/inventory/model.js';
import { attributes, messages } from '../../src/netlink/codec.js';
import { IFLA, RTM } from '../../src/netlink/constants.js';
import { decodeLink, encodeLinkQuery } from '../../src/netlink/link-message.js';
import { captured } from './fixtures/captured.js';

function decodeAll(wire: Buffer): Link[] {
  return messages(wire, wire.length)
    .filter(({ type }) => type === RTM.NEWLINK)
    .map(({ start, end }) => decodeLink(wire, start, end, 7));
}

describe('decodeLink', () => {
  const links = decodeAll(captured().links);
  const byName = new Map(links.map(link => [link.name, link]));

  it('reads every link of a captured dump', () => {
    expect(links.map(({ name, ifindex, kind }) => [ifindex, name, kind])).toEqual([
      [1, 'lo', null],
      [2, 'br0', 'bridge'],
      [3, 'va', 'veth'],
      [4, 'vd', 'veth'],
      [5, 'vc', 'veth'],
    ]);
  });

  it('reads the peer of a veth in another namespace', () => {
    expect(byName.get('va')).toMatchObject({
      key: '7/3',
      lowerIfindex: 2,
      lowerNsid: 0,
      master: 2,
      portKind: 'bridge',
      operState: 'UP',
      carrier: true,
    });
  });

  it('reads the peer of a veth in the same namespace', () => {
    expect(byName.get('vc')).toMatchObject({ lowerIfindex: 4, lowerNsid: null, adminUp: false, operState: 'DOWN' });
  });

  it('reads altnames, MTU and MAC', () => {
    expect(byName.get('vc')).toMatchObject({ altNames: ['a-long-alternative-name'], mtu: 1400, mac: '02:00:00:00:00:0c' });
  });

  it('reads counters: three pings to itself over lo are six packets', () => {
    const lo = byName.get('lo');
    expect(lo?.counters?.rxPackets).toBe(lo?.counters?.txPackets);
    expect(lo?.counters?.rxPackets).toBe(6);
    expect(lo?.loopback).toBe(true);
  });

  it('gives a link or a VethtopError for any damage, never another error', () => {
    const { links: wire } = captured();
    const damage = fc.array(fc.record({ at: fc.nat(wire.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(damage, fc.nat(wire.length), (changes, length) => {
        const bad = Buffer.from(wire);
        for (const { at, byte } of changes) bad[at] = byte;
        try {
          for (const { start, end } of messages(bad, length)) {
            const { name } = decodeLink(bad, start, end, 1);
            expect(name).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(VethtopError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeLinkQuery', () => {
  it('names the namespace, the kind and the wish for no counters', () => {
    const body = encodeLinkQuery({ nsid: 65536, kind: 'veth', counters: false });
    expect(attributes(body, 16, body.length).map(({ type }) => type)).toEqual([
      IFLA.TARGET_NETNSID,
      IFLA.LINKINFO,
      IFLA.EXT_MASK,
    ]);
  });

  it('of one link carries its ifindex', () => {
    expect(encodeLinkQuery({ ifindex: 42, counters: true }).readInt32LE(4)).toBe(42);
  });
});
