import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressProblem, canonical, contains, hostOf, nextFree, prefixProblem, subnetOf } from '../../src/manage/addresses.js';

const ipv4 = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255)).map(parts => parts.join('.'));

describe('addresses', () => {
  it.each([
    ['10.0.0.1', /prefix length is missing/],
    ['10.0.0.1/33', /above 32/],
    ['fd00::1/129', /above 128/],
    ['x/24', /not an IP address/],
    ['10.0.0.1/24/7', /prefix length/],
    ['10.0.0.0/24', /network's own number/],
    ['10.0.0.255/24', /broadcast address/],
    ['224.0.0.1/8', /multicast/],
    ['0.1.2.3/8', /no address of a host/],
    ['ff02::1/64', /multicast/],
    ['::/0', /all of them/],
  ])('refuses %s', (text, why) => {
    expect(addressProblem(text)).toMatch(why);
  });

  it.each(['10.0.0.1/24', '10.0.0.0/31', '10.0.0.255/16', '10.0.0.9/32', 'fd00::/127', 'fd00::1/64', '10.0.0.1/8'])(
    'takes %s',
    text => {
      expect(addressProblem(text)).toBeNull();
    },
  );

  it('writes as the kernel does', () => {
    expect(canonical('FD00::0:1/64')).toBe('fd00::1/64');
    expect(hostOf('fd00:0:0::1/64')).toBe('fd00::1');
    expect(subnetOf('10.1.2.3/23')).toBe('10.1.2.0/23');
    expect(subnetOf('fd00::1:2/112')).toBe('fd00::1:0/112');
  });

  it('gives the lowest free address', () => {
    expect(nextFree('192.168.0.100/24', [])).toBe('192.168.0.1/24');
    expect(nextFree('192.168.0.1/24', ['192.168.0.2/24', '192.168.0.3/16', '10.0.0.4/8'])).toBe('192.168.0.4/24');
    expect(nextFree('10.0.0.1/30', ['10.0.0.2/30'])).toBeNull();
    expect(nextFree('10.0.0.0/31', [])).toBe('10.0.0.1/31');
    expect(nextFree('fd00::1/64', ['fd00::2/64'])).toBe('fd00::3/64');
  });

  it('gives one that is in the subnet, can be used, and is taken by nobody', () => {
    fc.assert(
      fc.property(ipv4, fc.integer({ min: 8, max: 30 }), fc.array(ipv4, { maxLength: 20 }), (address, bits, others) => {
        const prefix = `${address}/${bits}`;
        const taken = others.map(other => `${other}/24`);
        const free = nextFree(prefix, taken);
        if (free === null) return;
        expect(addressProblem(free)).toBeNull();
        expect(contains(prefix, free)).toBe(true);
        expect([address, ...others]).not.toContain(hostOf(free));
      }),
    );
  });

  it('never throws on what is no prefix', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        if (prefixProblem(text) === null) canonical(text);
        else expect(addressProblem(text)).not.toBeNull();
      }),
    );
  });
});
