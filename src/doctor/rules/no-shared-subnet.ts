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

/** Stations none of whose addresses is in a subnet with an address of another one; none where there is nobody else. */
function lonely(stations: readonly Station[]): readonly Station[] {
  if (stations.length < 2) return [];
  const holders = new Map<string, number>();
  const byPrefix = new Map<string, Station[]>();
  for (const station of stations) {
    for (const key of new Set(station.subnets.map(subnetKey))) holders.set(key, (holders.get(key) ?? 0) + 1);
    for (const key of new Set(station.subnets.map(prefixKey))) {
      const known = byPrefix.get(key);
      if (known === undefined) byPrefix.set(key, [station]);
      else known.push(station);
    }
  }
  return stations.filter(station => {
    if (station.subnets.some(subnet => (holders.get(subnetKey(subnet)) ?? 0) > 1)) return false;
    // Subnets of one length that are shared are equal: only those of another length need a look.
    const own = station.subnets.map(prefixKey);
    for (const [key, others] of byPrefix) {
      if (own.every(prefix => prefix === key)) continue;
      if (others.some(other => other !== station && other.subnets.some(y => station.subnets.some(x => share(x, y)))))
        return false;
    }
    return true;
  });
}

function subnetKey({ family, first, prefix }: Subnet): string {
  return `${family} ${first}/${prefix}`;
}

function prefixKey({ family, prefix }: Subnet): string {
  return `${family}/${prefix}`;
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
      ...others.map(other => ({
        what: `addresses of ${facts.name(other.link)}`,
        value: other.subnets.map(({ text }) => text).join(' '),
      })),
    ],
    explanation:
      "Two links talk directly only when each one's address is inside the other's subnet. Otherwise the packet is sent by another route, or there is none.",
    fix: null,
    remedy: null,
  };
}

/** A few to show: a bridge may have a thousand. */
function someOthers(stations: readonly Station[], station: Station): readonly Station[] {
  const others: Station[] = [];
  for (const other of stations) {
    if (other !== station) others.push(other);
    if (others.length === MOST_OTHERS) break;
  }
  return others;
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
      return told.map(station => verdict(facts, station, someOthers(stations, station)));
    }),
};
