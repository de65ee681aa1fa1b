import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Link, type LinkKey, linkKey, type Namespace, type Pair } from '../../src/inventory/model.js';
import { PairLinker, pairLinks, peerPointer } from '../../src/inventory/pairs.js';
import { inventory, link, namespace, veths } from './fixtures.js';

const host = namespace({ nsid: 1, isHost: true, name: 'host', inum: 4026531840 });
const blue = namespace({ nsid: 2, name: 'blue' });
const red = namespace({ nsid: 3, name: 'red' });

describe('pairLinks', () => {
  it('makes one exact pair of two ends in two namespaces, the host first', () => {
    const [a, b] = veths({ nsid: 2, ifindex: 7, name: 'eth0' }, { nsid: 1, ifindex: 9, name: 'veth0' });
    const { pairs } = inventory([host, blue], [a, b]);
    expect(pairs).toEqual([{ id: `4026531840/9-${blue.inum}/7`, certainty: 'exact', a: b, b: a }]);
  });

  it('pairs two ends of one namespace', () => {
    const { pairs } = inventory([blue], veths({ nsid: 2, ifindex: 4 }, { nsid: 2, ifindex: 3 }));
    expect(pairs.map(({ certainty, a, b }) => [certainty, a.ifindex, b?.ifindex])).toEqual([['exact', 3, 4]]);
  });

  it('pairs equal ifindexes, also where an older kernel leaves IFLA_LINK out', () => {
    const [a, b] = veths({ nsid: 2, ifindex: 2, lowerIfindex: null }, { nsid: 3, ifindex: 2, lowerIfindex: null });
    expect(inventory([blue, red], [a, b]).pairs.map(({ certainty }) => certainty)).toEqual(['exact']);
  });

  it('never guesses: a peer elsewhere of the same ifindex is not taken for the peer', () => {
    const [a] = veths({ nsid: 1, ifindex: 5 }, { nsid: 2, ifindex: 2 });
    const stranger = link({ nsid: 3, ifindex: 2, lowerIfindex: 5, lowerNsid: 9 });
    const { pairs } = inventory([host, blue, red], [a, stranger]);
    expect(pairs.map(({ certainty, b }) => [certainty, b])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
  });

  it('calls a peer that does not point back ambiguous', () => {
    const [a] = veths({ nsid: 1, ifindex: 5 }, { nsid: 2, ifindex: 2 });
    const b = link({ nsid: 2, ifindex: 2, name: 'eth0', lowerIfindex: 6, lowerNsid: 1 });
    const pair = inventory([host, blue], [a, b]).pairs.find(one => one.a === a);
    expect(pair).toMatchObject({ certainty: 'ambiguous', why: 'eth0 does not point back: one of them changed while being read' });
  });

  it.each([
    [{ lowerIfindex: 0 }, 'its peer is gone'],
    [{ lowerIfindex: 3, lowerNsid: -1 }, 'the kernel gave no id for the namespace of its peer'],
    [{}, 'the kernel names no peer'],
  ])('says why a peer is unknown: %j', (fields, why) => {
    expect(inventory([blue], [link({ nsid: 2, ifindex: 2, ...fields })]).pairs).toMatchObject([
      { certainty: 'unknown', why, b: null },
    ]);
  });

  it('leaves other kinds alone', () => {
    expect(inventory([blue], [link({ nsid: 2, ifindex: 2, kind: 'vlan', lowerIfindex: 1 })]).pairs).toEqual([]);
  });

  it('finds every pair exactly once, in any order of links, with the same ids', () => {
    const ends = fc.uniqueArray(fc.record({ nsid: fc.integer({ min: 1, max: 5 }), ifindex: fc.integer({ min: 2, max: 40 }) }), {
      selector: ({ nsid, ifindex }) => `${nsid}/${ifindex}`,
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(ends, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (keys, random) => {
        const links: Link[] = [];
        for (let at = 0; at + 1 < keys.length; at += 2) {
          const [x, y] = [keys[at], keys[at + 1]];
          if (x !== undefined && y !== undefined) links.push(...veths(x, y));
        }
        const namespaces = new Map<number, Namespace>(
          [1, 2, 3, 4, 5].map(nsid => [nsid, namespace({ nsid, isHost: nsid === 3 })]),
        );
        const shuffled = links.map(one => ({ one, at: random.next().value ?? 0 })).sort((x, y) => x.at - y.at);
        const table = (list: readonly Link[]): Map<LinkKey, Link> => new Map(list.map(one => [one.key, one]));
        const pairs = pairLinks(namespaces, table(links));
        expect(pairs).toHaveLength(links.length / 2);
        expect(pairs.every(({ certainty }) => certainty === 'exact')).toBe(true);
        expect(pairLinks(namespaces, table(shuffled.map(({ one }) => one)))).toEqual(pairs);
      }),
    );
  });
});

describe('a linker of one picture after the other', () => {
  /** A few namespaces and links, so that changes meet. */
  const host2 = fc.record({ nsid: fc.integer({ min: 1, max: 3 }), ifindex: fc.integer({ min: 2, max: 6 }) });
  const change = fc.oneof(
    fc.record({ kind: fc.constant('pair' as const), a: host2, b: host2 }),
    fc.record({ kind: fc.constant('gone' as const), at: host2 }),
    fc.record({ kind: fc.constant('renamed' as const), at: host2 }),
    fc.record({ kind: fc.constant('turned' as const), at: host2, to: host2 }),
    fc.record({
      kind: fc.constant('inum' as const),
      nsid: fc.integer({ min: 1, max: 3 }),
      inum: fc.option(fc.integer({ min: 1, max: 3 })),
    }),
  );

  it('says what one without a memory says, with the same objects where nothing has changed', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), changes => {
        const linker = new PairLinker();
        const links = new Map<LinkKey, Link>();
        const namespaces = new Map<number, Namespace>([1, 2, 3].map(nsid => [nsid, namespace({ nsid, isHost: nsid === 1 })]));
        const put = (one: Link) => links.set(one.key, one);
        let before: readonly Pair[] = [];
        for (const one of changes) {
          const found = 'at' in one ? links.get(linkKey(one.at.nsid, one.at.ifindex)) : undefined;
          if (one.kind === 'pair' && linkKey(one.a.nsid, one.a.ifindex) !== linkKey(one.b.nsid, one.b.ifindex))
            for (const end of veths(one.a, one.b)) put(end);
          if (one.kind === 'gone' && found !== undefined) links.delete(found.key);
          if (one.kind === 'renamed' && found !== undefined) put({ ...found, name: `${found.name}x` });
          if (one.kind === 'turned' && found !== undefined)
            put({ ...found, lowerNsid: one.to.nsid, lowerIfindex: one.to.ifindex });
          if (one.kind === 'inum')
            namespaces.set(one.nsid, namespace({ nsid: one.nsid, isHost: one.nsid === 1, inum: one.inum }));
          const pairs = linker.pair(namespaces, links);
          expect(pairs).toEqual(pairLinks(namespaces, links));
          for (const pair of pairs) {
            const old = before.find(({ id }) => id === pair.id);
            if (isDeepStrictEqual(pair, old) && pair.a === old?.a && pair.b === old.b) expect(pair).toBe(old);
          }
          before = pairs;
        }
      }),
    );
  });
});

describe('peerPointer', () => {
  it('takes the own namespace where none is named', () => {
    expect(peerPointer(link({ nsid: 4, ifindex: 2, lowerIfindex: 3 }))).toEqual({ kind: 'at', nsid: 4, ifindex: 3 });
  });
});
