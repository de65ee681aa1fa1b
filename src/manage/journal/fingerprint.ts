/** How the subjects of a change look now, fact by fact, so that undo can tell whether somebody has changed them since. */
import { type Inventory, type Link, masterOf, type Namespace } from '../../inventory/model.js';
import { isLinkLocal } from '../addresses.js';
import { factKey, type HostFacts, type Needs, NO_NEEDS } from '../facts/model.js';
import { identifyNamespace } from '../lab/namespace-identity.js';
import { inPlace, type Place, placeKey, placeOf } from '../place.js';
import type { Plan } from '../plan.js';
import { linkNamed, linksIn, linkText, peerOf, placeOfNamespace, portsOf } from '../resolve.js';
import type { Fingerprint } from './entry.js';
import { type Subjects, subjectsOf } from './subjects.js';

const ABSENT = 'not there';

export function fingerprintNeeds(plan: Plan, inventory: Inventory): Needs {
  const { sysctls, tables } = subjectsOf(plan);
  return {
    ...NO_NEEDS,
    sysctls: sysctls.flatMap(({ place, key }) => {
      const nsid = namespaceAt(inventory, place)?.nsid;
      return nsid === undefined ? [] : [{ nsid, key }];
    }),
    tables: new Set(tables.flatMap(({ place }) => namespaceAt(inventory, place)?.nsid ?? [])),
  };
}

export function fingerprint(plan: Plan, facts: HostFacts): Fingerprint {
  const subjects = subjectsOf(plan);
  return Object.fromEntries([...namespaceFacts(subjects, facts), ...linkFacts(subjects, facts), ...otherFacts(subjects, facts)]);
}

/** What is different now, for a person: `eth0 in blue: mtu was 1400 and is 1500`. */
export function differences(before: Fingerprint, now: Fingerprint): readonly string[] {
  return Object.entries(before).flatMap(([fact, value]) => {
    const present = now[fact] ?? ABSENT;
    return present === value ? [] : [`${fact} was ${value}, and is ${present}`];
  });
}

type Facts = readonly (readonly [fact: string, value: string])[];

export function namespaceAt(inventory: Inventory, place: Place): Namespace | undefined {
  const key = placeKey(place);
  return [...inventory.namespaces.values()].find(namespace => {
    const found = placeOfNamespace(namespace);
    return found !== null && placeKey(found) === key;
  });
}

function namespaceFacts({ namespaces }: Subjects, { inventory }: HostFacts): Facts {
  return namespaces.flatMap((name): Facts => {
    const namespace = namespaceAt(inventory, placeOf(name));
    const identity = identifyNamespace(name);
    if (namespace === undefined || identity === null) return [[`namespace ${name}`, ABSENT]];
    const links = linksIn(inventory, namespace.nsid).filter(({ loopback }) => !loopback);
    return [
      [`namespace ${name}`, `${identity.inum} of ${identity.changedNs}`],
      [`namespace ${name}: links`, list(links.map(link => link.name))],
    ];
  });
}

function linkFacts({ links }: Subjects, { inventory }: HostFacts): Facts {
  return links.flatMap(({ place, link: name }): Facts => {
    const subject = `${name}${inPlace(place)}`;
    const namespace = namespaceAt(inventory, place);
    const link = namespace === undefined ? null : linkNamed(inventory, namespace.nsid, name);
    if (link === null || link.loopback) return link === null ? [[subject, ABSENT]] : [[`${subject}: up`, String(link.adminUp)]];
    return attributes(inventory, link).map(([fact, value]) => [`${subject}: ${fact}`, value] as const);
  });
}

function attributes(inventory: Inventory, link: Link): Facts {
  const peer = peerOf(inventory, link);
  const addresses = (link.addresses ?? []).filter(text => !isLinkLocal(text));
  return [
    ['ifindex', String(link.ifindex)],
    ['mtu', String(link.mtu)],
    ['up', String(link.adminUp)],
    ['master', masterOf(inventory, link)?.name ?? 'none'],
    ['addresses', list(addresses)],
    // A bridge takes the MAC of a port.
    ...(link.kind === 'bridge'
      ? ([['ports', list(portsOf(inventory, link).map(port => port.name))]] as const)
      : ([['MAC', link.mac ?? 'none']] as const)),
    ...(peer === null ? [] : ([['other end', linkText(inventory, peer)]] as const)),
  ];
}

function otherFacts({ sysctls, tables }: Subjects, { inventory, ...facts }: HostFacts): Facts {
  const nsid = (place: Place): number => namespaceAt(inventory, place)?.nsid ?? -1;
  return [
    ...sysctls.map(
      ({ place, key }) => [`${key}${inPlace(place)}`, facts.sysctls.get(factKey(nsid(place), key)) ?? ABSENT] as const,
    ),
    ...tables.map(
      ({ place, table }) =>
        [`nft table ${table}${inPlace(place)}`, facts.tables.has(factKey(nsid(place), table)) ? 'there' : ABSENT] as const,
    ),
  ];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.toSorted().join(', ');
}
