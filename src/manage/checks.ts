/** The rules of what may be made and changed, one function each: the problems, none when it is fine. Pure. */
import { type Inventory, type Link, type LinkKey, masterOf, namespaceOf } from '../inventory/model.js';
import { addressProblem, hostOf } from './addresses.js';
import type { HostFacts } from './facts/model.js';
import { linkNameProblem, namespaceNameProblem } from './names.js';
import type { Problem } from './problem.js';
import { findNamespaces, linkNamed, linkText, peerOf, portsOf } from './resolve.js';
import { IPV6_MIN_MTU } from './state/losses.js';

/** ETH_MIN_MTU and ETH_MAX_MTU of <linux/if_ether.h>. */
export const MTU = { least: 68, most: 65_535 } as const;
/** BR_MAX_PORTS, less the one that is never given out (find_portno in net/bridge/br_if.c). */
const BRIDGE_PORTS = 1_023;

export function mtuProblems(mtu: number | undefined): readonly Problem[] {
  if (mtu === undefined || (Number.isInteger(mtu) && mtu >= MTU.least && mtu <= MTU.most)) return [];
  return [{ what: `${mtu} can't be an MTU`, why: `the kernel takes ${MTU.least} to ${MTU.most}`, forcible: false }];
}

export function macProblems(mac: string | undefined): readonly Problem[] {
  if (mac === undefined) return [];
  const what = `${mac} can't be the MAC of a link`;
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(mac))
    return [{ what, why: 'expected one like 02:00:00:00:00:01', forcible: false }];
  // is_valid_ether_addr of <linux/etherdevice.h>
  if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1)
    return [{ what, why: 'its first bit makes it a group address', forcible: false }];
  return /^00(:00){5}$/.test(mac) ? [{ what, why: 'it is all zeros', forcible: false }] : [];
}

export function addressProblems(addresses: readonly string[]): readonly Problem[] {
  return addresses.flatMap((text, index): readonly Problem[] => {
    const why = addressProblem(text);
    if (why !== null)
      return [{ what: `${text} can't be an address of a link`, why, next: 'expected one like 192.168.1.1/24', forcible: false }];
    const twice = addresses.slice(0, index).some(other => addressProblem(other) === null && hostOf(other) === hostOf(text));
    return twice ? [{ what: `${text} is given twice`, forcible: false }] : [];
  });
}

/** IPv6 needs 1280 bytes; below, the kernel has none on the link. */
export function ipv6MtuProblems(mtu: number, addresses: readonly string[]): readonly Problem[] {
  const text = addresses.find(address => address.includes(':'));
  if (text === undefined || mtu >= IPV6_MIN_MTU) return [];
  return [
    {
      what: `${text} needs an MTU of ${IPV6_MIN_MTU} at least`,
      why: `the kernel has no IPv6 on a link of ${mtu}`,
      forcible: false,
    },
  ];
}

/** A name for a link that is to be in `nsid`; null: in a namespace that is made by the same plan. */
export function newLinkProblems(inventory: Inventory, nsid: number | null, name: string): readonly Problem[] {
  const why = linkNameProblem(name);
  if (why !== null) return [{ what: `a link can't be called ${JSON.stringify(name)}`, why, forcible: false }];
  const taken = nsid === null ? (name === 'lo' ? 'lo' : null) : takenBy(inventory, nsid, name);
  if (taken === null) return [];
  return [{ what: `the name ${name} is taken`, why: taken, next: 'choose another one', forcible: false }];
}

function takenBy(inventory: Inventory, nsid: number, name: string): string | null {
  const link = linkNamed(inventory, nsid, name);
  if (link === null) return null;
  const text = linkText(inventory, link);
  return link.altNames.includes(name) ? `it is an altname of ${text}` : `there is a link ${text}`;
}

export function newNamespaceProblems(inventory: Inventory, name: string): readonly Problem[] {
  const why = namespaceNameProblem(name);
  if (why !== null) return [{ what: `a namespace can't be called ${JSON.stringify(name)}`, why, forcible: false }];
  if (name === 'host') return [{ what: "a namespace can't be called host", why: 'that means the host itself', forcible: false }];
  const taken = findNamespaces(inventory, name).some(namespace => namespace.handles.some(({ kind }) => kind === 'named'));
  return taken ? [{ what: `there is a namespace ${name} already`, next: 'choose another name', forcible: false }] : [];
}

/** Every link that shares a segment with `start`: over bridges, and through pairs. */
export function segmentOf(inventory: Inventory, start: Link): readonly Link[] {
  const found = new Map<LinkKey, Link>();
  const queue = [start];
  for (let link = queue.pop(); link !== undefined; link = queue.pop()) {
    if (found.has(link.key)) continue;
    found.set(link.key, link);
    const master = masterOf(inventory, link);
    const next = [
      peerOf(inventory, link),
      master?.kind === 'bridge' ? master : null,
      ...(link.kind === 'bridge' ? portsOf(inventory, link) : []),
    ];
    queue.push(...next.filter(one => one !== null));
  }
  return [...found.values()];
}

/** Addresses that somebody on these links has already. */
export function clashProblems(inventory: Inventory, segment: readonly Link[], addresses: readonly string[]): readonly Problem[] {
  return addresses.flatMap((text): readonly Problem[] => {
    if (addressProblem(text) !== null) return [];
    const holder = segment.find(link => link.addresses?.some(other => hostOf(other) === hostOf(text)) === true);
    if (holder === undefined) return [];
    return [
      {
        what: `${text} is used on this segment already`,
        why: `${linkText(inventory, holder)} has it`,
        next: 'take another one: two answers to one ARP request make a connection that comes and goes',
        forcible: true,
      },
    ];
  });
}

export function portLimitProblems(inventory: Inventory, bridge: Link, more: number): readonly Problem[] {
  const count = portsOf(inventory, bridge).length;
  if (count + more <= BRIDGE_PORTS) return [];
  return [
    {
      what: `${linkText(inventory, bridge)} has no room for ${more} more port${more === 1 ? '' : 's'}`,
      why: `it has ${count}, and a Linux bridge takes ${BRIDGE_PORTS} (BR_MAX_PORTS)`,
      next: 'use a second bridge',
      forcible: false,
    },
  ];
}

/** What can't become a port (br_add_if). */
export function portProblems(inventory: Inventory, link: Link, bridge: Link): readonly Problem[] {
  const text = linkText(inventory, link);
  const problem = (why: string, help: Pick<Problem, 'next' | 'option'> = {}): readonly Problem[] => [
    { what: `${text} can't become a port of ${bridge.name}`, why, ...help, forcible: false },
  ];
  if (link.nsid !== bridge.nsid) {
    const { name } = namespaceOf(inventory, bridge);
    return problem('they are in different namespaces', { next: `move it to ${name}`, option: `--move ${name}` });
  }
  if (link.key === bridge.key) return problem('it is the bridge itself');
  if (link.loopback) return problem('it is a loopback');
  if (link.kind === 'bridge')
    return problem('it is a bridge, and bridges are joined by a pair', { next: 'add a pair, one end on each' });
  const master = masterOf(inventory, link);
  if (master !== null && master.key !== bridge.key)
    return problem(`it is a port of ${master.name}`, {
      next: 'take it off that one first',
      option: `vethtop set ${text} --detach`,
    });
  return [];
}

/** What carries the way to this very host is not taken away unasked. */
export function carrierProblems(facts: HostFacts, link: Link, doing: string): readonly Problem[] {
  const text = linkText(facts.inventory, link);
  const problems: Problem[] = [];
  if (facts.session?.links.has(link.key) === true) {
    problems.push({
      what: `${doing} ${text} would cut your own connection`,
      why: `your SSH session from ${facts.session.client} comes over it`,
      next: 'do it from the console, or over another link',
      forcible: true,
    });
  }
  if (facts.defaultRoute.has(link.key)) {
    problems.push({
      what: `${doing} ${text} would cut this host off`,
      why: 'its default route goes over it',
      next: 'move the default route first',
      forcible: true,
    });
  }
  return problems;
}

/** Owners that run things in a namespace that they have set up: they would find it broken. */
const ENGINES: Readonly<Record<string, string>> = {
  docker: 'Docker',
  podman: 'Podman',
  pod: 'Kubernetes',
  lxc: 'LXC',
  vm: 'a virtual machine',
  cri: 'a container runtime',
};

export function ownerProblems(facts: HostFacts, nsid: number, doing: string): readonly Problem[] {
  const namespace = facts.inventory.namespaces.get(nsid);
  const owner = namespace?.owner ?? null;
  const engine = owner === null ? undefined : ENGINES[owner.kind];
  if (namespace === undefined || namespace.isHost || owner === null || engine === undefined) return [];
  return [
    {
      what: `${doing}: namespace ${namespace.name} belongs to ${owner.kind}:${owner.name}`,
      why: `${engine} made it and doesn't expect changes`,
      next: 'change or stop it with its own tools',
      forcible: true,
    },
  ];
}
