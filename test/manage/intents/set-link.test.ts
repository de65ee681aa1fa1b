import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../src/manage/facts/model.js';
import { propose } from '../../../src/manage/intents/index.js';
import type { SetLink } from '../../../src/manage/intents/set-link.js';
import { factsOf, smallHost } from '../../view/forms/screen.js';

function problems(change: Partial<SetLink>, facts: Partial<HostFacts> = {}) {
  const intent: SetLink = { kind: 'set-link', link: 'veth-red', addAddresses: [], removeAddresses: [], ...change };
  return propose(intent, { ...factsOf(smallHost()), ...facts }).problems;
}

describe('a link that is up', () => {
  it.each([
    [[5, 15], false],
    [[6, 1], false],
    [[6, 2], true],
    [[6, 18], true],
    [[7, 0], true],
  ] as const)('can be renamed on %j: %s', (kernel, can) => {
    const told = problems({ rename: 'other' }, { kernel });
    if (can) expect(told).toEqual([]);
    else
      expect(told).toEqual([
        expect.objectContaining({ what: expect.stringContaining('renames only links that are down'), option: '--down' }),
      ]);
    expect(problems({ rename: 'other', up: false }, { kernel })).toEqual([]);
  });
});

describe('the link of the default route, or of the SSH session', () => {
  const { inventory } = smallHost();
  const key = [...inventory.links.values()].find(({ name }) => name === 'veth-red')?.key;
  const links = new Set(key === undefined ? [] : [key]);

  it.each<[string, Partial<SetLink>]>([
    ['is not set down', { up: false }],
    ['is not moved', { move: 'red' }],
    ['loses no address', { removeAddresses: ['10.0.0.1/8'] }],
  ])('%s', (_, change) => {
    const byRoute = problems(change, { defaultRoute: links });
    expect(byRoute).toContainEqual(expect.objectContaining({ why: 'its default route goes over it', forcible: true }));
    const bySession = problems(change, { session: { client: '192.0.2.9', links } });
    expect(bySession).toContainEqual(expect.objectContaining({ why: 'your SSH session from 192.0.2.9 comes over it' }));
  });

  it('may have its MTU changed', () => {
    expect(problems({ mtu: 1400 }, { defaultRoute: links, session: { client: '192.0.2.9', links } })).toEqual([]);
  });
});

describe('an IPv6 address that goes to another link', () => {
  const host = smallHost();
  const smallPorts = new Map(
    [...host.inventory.links].map(([key, link]) => [key, link.name === 'veth3f1c2aa' ? { ...link, mtu: 1000 } : link]),
  );
  const facts = { ...factsOf(host), inventory: { ...host.inventory, links: smallPorts } };

  it('is not given to one that is too small for IPv6', () => {
    expect(problems({ addAddresses: ['fd00::7/64'], moveAddressTo: 'veth3f1c2aa' }, facts)).toContainEqual(
      expect.objectContaining({
        what: 'fd00::7/64 needs an MTU of 1280 at least',
        why: 'the kernel has no IPv6 on a link of 1000',
      }),
    );
    expect(problems({ addAddresses: ['10.9.9.9/24'], moveAddressTo: 'veth3f1c2aa' }, facts)).toEqual([]);
  });
});
