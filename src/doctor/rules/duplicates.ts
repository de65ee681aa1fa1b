import type { Link } from '../../inventory/model.js';
import type { Facts } from '../facts.js';
import type { Rule, Verdict } from '../model.js';
import { givenSubnets } from '../subnets.js';

const MOST_SHOWN = 6;

/** What more than one link of a segment has, with these links. */
function shared(links: readonly Link[], texts: (link: Link) => readonly string[]): ReadonlyMap<string, readonly Link[]> {
  const holders = new Map<string, Link[]>();
  for (const link of links) {
    for (const text of texts(link)) {
      const known = holders.get(text);
      if (known === undefined) holders.set(text, [link]);
      else if (!known.includes(link)) known.push(link);
    }
  }
  return new Map([...holders].filter(([, found]) => found.length > 1));
}

function verdict(facts: Facts, what: 'address' | 'MAC', text: string, [first, ...others]: readonly Link[]): readonly Verdict[] {
  if (first === undefined) return [];
  const all = [first, ...others];
  return [
    {
      severity: 'error',
      subject: {
        ...facts.subject(first, others),
        text: `${text} at ${all
          .map(link => facts.name(link))
          .slice(0, 2)
          .join(' and ')}`,
      },
      summary: `${what} ${text} is used ${all.length} times on one segment`,
      evidence: all.slice(0, MOST_SHOWN).map(link => ({ what: facts.name(link), value: `${what} ${text}` })),
      explanation:
        what === 'MAC'
          ? 'A bridge learns one port for each MAC address, the one it was heard from last. Packets go now to one of them, now to another.'
          : 'Whoever asks by ARP or neighbour discovery believes the answer that comes last. Packets go now to one of them, now to another.',
      fix: null,
      remedy: null,
    },
  ];
}

export const duplicates: Rule = {
  name: 'duplicates',
  about: 'an address or a MAC is used more than once on a segment',
  check: facts =>
    facts.segments.flatMap(({ links, stations }) => {
      const addresses = shared(links, link => givenSubnets(link.addresses).map(({ address }) => address));
      // A bridge takes the MAC of one of its ports.
      const macs = shared(
        stations.filter(link => link.kind !== 'bridge'),
        link => (link.mac === null ? [] : [link.mac]),
      );
      return [
        ...[...addresses].flatMap(([text, holders]) => verdict(facts, 'address', text, holders)),
        ...[...macs].flatMap(([text, holders]) => verdict(facts, 'MAC', text, holders)),
      ];
    }),
};
