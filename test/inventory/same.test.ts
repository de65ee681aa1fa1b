import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/inventory/model.js';
import { sameCounters, sameLink, sameTexts } from '../../src/inventory/same.js';
import { NO_COUNTERS } from '../rates/fixtures.js';
import { link } from './fixtures.js';

const LINK: Link = {
  ...link({ nsid: 1, ifindex: 2, altNames: ['x'], addresses: ['10.0.0.1/24'] }),
  port: { kind: 'vrf', table: 1 },
};

describe('sameLink', () => {
  const CHANGES: readonly Partial<Link>[] = [
    { name: 'y' },
    { rawName: 'y' },
    { mtu: 1 },
    { flags: 0 },
    { adminUp: false },
    { operState: 'DOWN' },
    { carrier: null },
    { master: 7 },
    { portKind: 'bridge' },
    { lowerIfindex: 9 },
    { lowerNsid: 9 },
    { mac: null },
    { kind: null },
    { altNames: ['x', 'y'] },
    { addresses: null },
    { addresses: ['10.0.0.2/24'] },
    { details: { kind: 'vrf', table: 2 } },
    { port: { kind: 'vrf', table: 2 } },
  ];
  it.each(CHANGES)('sees %j', change => {
    expect(sameLink(LINK, { ...LINK, ...change })).toBe(false);
  });

  it('looks at the content, and not at the counters', () => {
    expect(sameLink(LINK, { ...structuredClone(LINK), counters: NO_COUNTERS })).toBe(true);
  });
});

it('sameCounters sees each counter', () => {
  expect(sameCounters(NO_COUNTERS, { ...NO_COUNTERS })).toBe(true);
  for (const name of Object.keys(NO_COUNTERS)) expect(sameCounters(NO_COUNTERS, { ...NO_COUNTERS, [name]: 1 })).toBe(false);
  expect([sameCounters(null, null), sameCounters(null, NO_COUNTERS)]).toEqual([true, false]);
});

it('sameTexts sees the order too', () => {
  expect([sameTexts(['a', 'b'], ['a', 'b']), sameTexts(['a', 'b'], ['b', 'a']), sameTexts(null, [])]).toEqual([
    true,
    false,
    false,
  ]);
});
