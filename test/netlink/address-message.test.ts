import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { Address6 } from 'ip-address';
import { describe, expect, it } from 'vitest';
import { decodeAddress, encodeAddressQuery } from '../../src/netlink/address-message.js';
import { attribute, attributes, messages } from '../../src/netlink/codec.js';
import { AF, IFA, RTM } from '../../src/netlink/constants.js';
import { captured } from './fixtures/captured.js';

function ipv6Message(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(AF.INET6, 0);
  head.writeUInt8(64, 1);
  head.writeUInt32LE(3, 4);
  return Buffer.concat([head, attribute(IFA.ADDRESS, Buffer.from(bytes))]);
}

describe('decodeAddress', () => {
  it('reads every address of a captured dump', () => {
    const { addresses: wire } = captured();
    const found = messages(wire, wire.length)
      .filter(({ type }) => type === RTM.NEWADDR)
      .map(({ start, end }) => decodeAddress(wire, start, end));
    expect(found.map(one => `${one?.ifindex} ${one?.text}`)).toEqual([
      '1 127.0.0.1/8',
      '2 10.254.1.1/24',
      '5 10.9.9.1/32',
      '1 ::1/128',
      '2 fd00:0:0:1::1/64',
      '2 fe80::20c1:66ff:fec6:75dd/64',
      '3 fe80::20c1:66ff:fec6:75dd/64',
    ]);
  });

  it('writes IPv6 as ip-address does (RFC 5952)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 0xff, 0xab), { minLength: 16, maxLength: 16 }), bytes => {
        const wire = ipv6Message(Uint8Array.from(bytes));
        const text = decodeAddress(wire, 0, wire.length)?.text.replace('/64', '') ?? '';
        expect(isIPv6(text)).toBe(true);
        expect(text).toBe(Address6.fromByteArray([...bytes]).correctForm());
      }),
    );
  });

  it('passes over families it does not know', () => {
    const wire = Buffer.alloc(8);
    wire.writeUInt8(28, 0);
    expect(decodeAddress(wire, 0, wire.length)).toBeNull();
  });
});

describe('encodeAddressQuery', () => {
  it('asks for another namespace by its id', () => {
    const body = encodeAddressQuery(65536, 4);
    expect(body.readUInt32LE(4)).toBe(4);
    expect(attributes(body, 8, body.length).map(({ type }) => type)).toEqual([IFA.TARGET_NETNSID]);
  });
});
