import type { Link } from '../../inventory/model.js';
import type { Facts } from '../facts.js';
import type { Rule, Verdict } from '../model.js';
import { givenSubnets, isHostAddress, type Subnet, share } from '../subnets.js';

interface Station {
  readonly link: Link;
  /** Those that a subnet goes with. */
  readonly subnets: readonly Subnet[];
}

const MOST_OTHERS = 4;

/** Stations that have addresses, none of which is in a subnet with an address of another one; `[]` where there is nobody else. */
function lonely(stations: readonly Station[]): readonly Station[] {
  if (stations.length < 2) return [];
  // By subnet first: most segments have one.
  const counts = new Map<string, number>();
  for (const { subnets } of stations) {
    for (const key of new Set(subnets.map(({ first, prefix }) => `${first}/${prefix}`)))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return stations.filter(({ link, subnets }) => {
    if (subnets.some(({ first, prefix }) => (counts.get(`${first}/${prefix}`) ?? 0) > 1)) return false;
    return !stations.some(other => other.link !== link && other.subnets.some(y => subnets.some(x => share(x, y))));
  });
}

function verdict(facts: Facts, { link, subnets }: Station, others: readonly Station[]): Verdict {
  return {
    severity: 'error',
    subject: facts.subject(
      link,
      others.map(other => other.link),
    ),
    summary: `${facts.name(link)} shares no subnet with anything that it is connected to`,
    evidence: [
      { what: `addresses of ${facts.name(link)}`, value: subnets.map(({ text }) => text).join(' ') },
      ...others.slice(0, MOST_OTHERS).map(other => ({
        what: `addresses of ${facts.name(other.link)}`,
        value: other.subnets.map(({ text }) => text).join(' '),
      })),
    ],
    explanation:
      "Two links talk directly only when each one's address is inside the other's subnet. Otherwise the packet is sent by another route, or there is none.",
    fix: null,
  };
}

export const noSharedSubnet: Rule = {
  name: 'no-shared-subnet',
  about: 'links on one segment have addresses in different subnets',
  check: facts =>
    facts.segments.flatMap(segment => {
      if (segment.open) return [];
      const stations = segment.stations
        .map(link => ({ link, subnets: givenSubnets(link.addresses).filter(subnet => !isHostAddress(subnet)) }))
        .filter(({ subnets }) => subnets.length > 0);
      // An address on a port is another rule's trouble, and would explain this one.
      const onPorts = segment.links.flatMap(link => (link.master === null ? [] : givenSubnets(link.addresses)));
      const alone = lonely(stations).filter(({ subnets }) => !subnets.some(x => onPorts.some(y => share(x, y))));
      const [first, second] = alone;
      if (first === undefined) return [];
      // Of two that don't fit each other, one finding tells both.
      const told = stations.length === 2 && second !== undefined ? [first] : alone;
      return told.map(station =>
        verdict(
          facts,
          station,
          stations.filter(other => other !== station),
        ),
      );
    }),
};
