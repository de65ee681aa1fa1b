/** A namespace and a bridge joined in one go: name, address and gateway are proposed where they are not told. */
import { isIP } from 'node:net';
import type { Inventory, Link } from '../../inventory/model.js';
import { addressProblem, canonical, contains, hostOf, isIpv6Text, isLinkLocal, nextFree } from '../addresses.js';
import { smallPortProblems } from '../bridge-mtu.js';
import {
  addressProblems,
  clashProblems,
  ipv6MtuProblems,
  mtuProblems,
  newLinkProblems,
  ownerProblems,
  portLimitProblems,
  segmentOf,
} from '../checks.js';
import { type HostFacts, NO_NEEDS, stateOf } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { type LinkTarget, linkNamed, linksIn, linkText, portsOf, resolveLink } from '../resolve.js';
import { attach } from '../state/changes.js';
import { DEFAULT_MTU, freshLink } from '../state/link-state.js';
import { addAddress } from '../steps/address.js';
import { setUp } from '../steps/link.js';
import { addPair } from '../steps/pair.js';
import { addRoute } from '../steps/route.js';
import type { Planner } from './proposal.js';
import { creation, creationProblems, type Where, whereIs } from './where.js';

export interface Connect {
  readonly kind: 'connect';
  readonly namespace: string;
  readonly bridge: string;
  /** Of the end inside; the next free `ethN` otherwise. */
  readonly name?: string | undefined;
  /** Of the bridge's port; made of the namespace's name otherwise. */
  readonly portName?: string | undefined;
  /** Empty: the next free one of each of the bridge's subnets. */
  readonly addresses: readonly string[];
  /** `none`, or an address; the bridge's own otherwise. */
  readonly gateway?: string | undefined;
  /** The bridge's otherwise. */
  readonly mtu?: number | undefined;
  readonly createNamespaces: boolean;
}

export interface ConnectChoice {
  readonly name: string;
  readonly portName: string;
  readonly addresses: readonly string[];
  readonly gateways: readonly string[];
  readonly mtu: number;
}

export const connectIntent: Planner<Connect> = {
  needs: (intent, inventory) => {
    const bridge = resolveLink(inventory, intent.bridge);
    const { nsid } = whereIs(inventory, intent.namespace, intent.createNamespaces);
    return { ...NO_NEEDS, nsids: new Set([bridge.link.nsid, ...(nsid === null ? [] : [nsid])]) };
  },
  propose: (intent, facts) => {
    const { inventory } = facts;
    const bridge = resolveLink(inventory, intent.bridge);
    const where = whereIs(inventory, intent.namespace, intent.createNamespaces);
    const choice = choose(intent, facts, where, bridge.link);
    const inside = { place: where.place, link: choice.name };
    const port = { place: bridge.place, link: choice.portName };
    const mtu = choice.mtu === DEFAULT_MTU ? undefined : choice.mtu;
    const bridgeState = stateOf(facts, bridge.link.nsid, bridge.link.ifindex) ?? null;
    const segment = segmentOf(inventory, bridge.link);
    const valid = addressProblems(choice.addresses).length === 0;
    const steps = [
      ...creation([where]),
      addPair({ place: bridge.place, name: choice.portName, mtu }, { place: where.place, name: choice.name, mtu }),
      ...(bridgeState === null ? [] : [attachNew(bridgeState, port.link, bridge, portsOf(inventory, bridge.link).length > 0)]),
      setUp(port, true, null),
      ...(valid ? choice.addresses.map(text => addAddress(inside, canonical(text))) : []),
      setUp(inside, true, null),
      ...choice.gateways.map(via => addRoute(where.place, { to: 'default', via })),
    ];
    return {
      plan: { title: `connect ${where.name} to ${intent.bridge}`, steps },
      effects: bridge.link.adminUp ? [] : [`${linkText(inventory, bridge.link)} is down, so nothing gets through yet`],
      notes: notes(choice, bridge),
      problems: [
        ...creationProblems(inventory, [where]),
        ...bridgeProblems(inventory, bridge.link),
        ...newLinkProblems(inventory, where.nsid, choice.name),
        ...newLinkProblems(inventory, bridge.link.nsid, choice.portName),
        ...(where.nsid === bridge.link.nsid ? [sameNamespace(where)] : []),
        ...addressProblems(choice.addresses),
        ...mtuProblems(choice.mtu),
        ...ipv6MtuProblems(choice.mtu, choice.addresses),
        ...clashProblems(inventory, segment, choice.addresses),
        ...portLimitProblems(inventory, bridge.link, 1),
        ...smallPortProblems(facts, bridge.link, { text: choice.portName, mtu: choice.mtu }),
        ...gatewayProblems(intent, choice),
        ...ownGatewayProblems(inventory, where, choice),
        ...secondDefaultProblems(facts, where, choice),
        ...roomProblems(intent, bridge.link, choice),
        ...(where.nsid === null ? [] : ownerProblems(facts, where.nsid, 'connecting')),
      ],
    };
  },
};

/** What is not told is chosen. Pure: a form shows the same. */
export function choose(intent: Connect, facts: HostFacts, where: Where, bridge: Link): ConnectChoice {
  const { inventory } = facts;
  const inside = where.nsid === null ? [] : linksIn(inventory, where.nsid);
  const own = (bridge.addresses ?? []).filter(text => !isLinkLocal(text));
  const addresses = intent.addresses.length > 0 ? intent.addresses : proposeAddresses(inventory, bridge, own);
  const usual = own
    .map(hostOf)
    .filter(
      via =>
        !hasDefault(facts, where, isIpv6Text(via)) &&
        addresses.some(text => addressProblem(text) === null && contains(text, via)),
    );
  const first = (ipv6: boolean) => usual.filter(via => isIpv6Text(via) === ipv6).slice(0, 1);
  return {
    name:
      intent.name ??
      firstFree(
        index => `eth${index}`,
        name => inside.some(link => link.name === name || link.altNames.includes(name)),
      ),
    portName: intent.portName ?? proposePort(inventory, bridge, where.name),
    addresses,
    gateways:
      intent.gateway === undefined ? [...first(false), ...first(true)] : intent.gateway === 'none' ? [] : [intent.gateway],
    mtu: intent.mtu ?? bridge.mtu,
  };
}

/** One of each family, of the first subnet. */
function proposeAddresses(inventory: Inventory, bridge: Link, own: readonly string[]): readonly string[] {
  const taken = segmentOf(inventory, bridge).flatMap(({ addresses }) => addresses ?? []);
  return [false, true].flatMap(ipv6 => {
    const subnet = own.find(text => isIpv6Text(text) === ipv6);
    const free = subnet === undefined ? null : nextFree(subnet, taken);
    return free === null ? [] : [free];
  });
}

/** `web_p`, `web_p2`, … within 15 bytes, and without what a link's name can't contain. */
function proposePort(inventory: Inventory, bridge: Link, namespace: string): string {
  const base = namespace.replace(/[^A-Za-z0-9_.-]/g, '').slice(-11) || 'veth';
  return firstFree(
    index => `${base}_p${index === 0 ? '' : index + 1}`,
    name => linkNamed(inventory, bridge.nsid, name) !== null,
  );
}

function firstFree(name: (index: number) => string, isTaken: (name: string) => boolean): string {
  let index = 0;
  while (isTaken(name(index))) index++;
  return name(index);
}

function attachNew(bridge: NonNullable<ReturnType<typeof stateOf>>, name: string, target: LinkTarget, hasPorts: boolean) {
  const fresh = freshLink({ ...bridge, name, kind: 'veth', mac: null });
  return attach(target.at.link, bridge, hasPorts)(fresh).step;
}

function bridgeProblems(inventory: Inventory, link: Link): readonly Problem[] {
  if (link.kind === 'bridge') return [];
  return [{ what: `${linkText(inventory, link)} is no bridge`, why: `its kind is ${link.kind ?? 'physical'}`, forcible: false }];
}

function sameNamespace(where: Where): Problem {
  return { what: `${where.name} is where the bridge is`, why: 'a pair would lead back into the same namespace', forcible: false };
}

function gatewayProblems({ gateway }: Connect, { addresses }: ConnectChoice): readonly Problem[] {
  if (gateway === undefined || gateway === 'none') return [];
  if (isIP(gateway) === 0) return [{ what: `${gateway} can't be a gateway`, why: 'it is not an IP address', forcible: false }];
  if (addresses.some(text => addressProblem(text) === null && contains(text, gateway))) return [];
  return [
    {
      what: `the gateway ${gateway} can't be reached`,
      why: `it is in none of the subnets of ${addresses.join(', ') || 'the new end'}`,
      forcible: false,
    },
  ];
}

/** Also of a link that is down: the kernel knows its address nevertheless (fib_add_ifaddr). */
function ownGatewayProblems(inventory: Inventory, { nsid, name }: Where, { gateways }: ConnectChoice): readonly Problem[] {
  const inside = nsid === null ? [] : linksIn(inventory, nsid);
  return gateways.flatMap((via): readonly Problem[] => {
    const holder = inside.find(({ addresses }) => addresses?.some(text => hostOf(text) === via) === true);
    if (holder === undefined) return [];
    const why = `${linkText(inventory, holder)} has it`;
    return [{ what: `the gateway ${via} is an address of ${name} itself`, why, next: 'choose another one', forcible: false }];
  });
}

function secondDefaultProblems(facts: HostFacts, where: Where, { gateways }: ConnectChoice): readonly Problem[] {
  const clash = gateways.find(via => hasDefault(facts, where, isIpv6Text(via)));
  if (clash === undefined) return [];
  return [
    { what: `${where.name} has a default route already`, next: 'give no gateway', option: '--no-gateway', forcible: false },
  ];
}

function hasDefault(facts: HostFacts, { nsid }: Where, ipv6: boolean): boolean {
  const states = nsid === null ? [] : [...(facts.states.get(nsid)?.values() ?? [])];
  return states.some(({ routes }) => routes.some(route => route.ipv6 === ipv6 && route.to[0] === 'default'));
}

function roomProblems({ addresses }: Connect, bridge: Link, choice: ConnectChoice): readonly Problem[] {
  const [own] = (bridge.addresses ?? []).filter(text => !isLinkLocal(text));
  if (addresses.length > 0 || own === undefined || choice.addresses.length > 0) return [];
  return [{ what: `no address is free in the subnet of ${own}`, next: 'choose one', option: '--address', forcible: false }];
}

function notes({ addresses, gateways }: ConnectChoice, { link }: LinkTarget): readonly string[] {
  if (addresses.length === 0) return [`${link.name} has no address, so none could be proposed`];
  return gateways.length === 0 ? ['it gets no default route'] : [];
}
