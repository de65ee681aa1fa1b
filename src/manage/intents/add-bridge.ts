import type { Inventory } from '../../inventory/model.js';
import { canonical } from '../addresses.js';
import { ownMtu } from '../bridge-mtu.js';
import {
  addressProblems,
  carrierProblems,
  clashProblems,
  ipv6MtuProblems,
  mtuProblems,
  newLinkProblems,
  ownerProblems,
  segmentOf,
} from '../checks.js';
import { type HostFacts, NO_NEEDS, stateOf } from '../facts/model.js';
import { placeKey } from '../place.js';
import type { Problem } from '../problem.js';
import { type LinkTarget, linkText, resolveLink } from '../resolve.js';
import { attach, givenAddresses, inTurn, up } from '../state/changes.js';
import { addAddress } from '../steps/address.js';
import { addBridge } from '../steps/bridge.js';
import { setMtu, setUp } from '../steps/link.js';
import type { Planner } from './proposal.js';
import { creation, creationProblems, newLinkAt } from './where.js';

export interface AddBridge {
  readonly kind: 'add-bridge';
  /** `br0`, `br0@blue`. */
  readonly link: string;
  readonly addresses: readonly string[];
  /** Links of the same namespace. */
  readonly ports: readonly string[];
  readonly mtu?: number | undefined;
  readonly stp: boolean;
  readonly vlanFiltering: boolean;
  readonly up: boolean;
  readonly createNamespaces: boolean;
}

export const addBridgeIntent: Planner<AddBridge> = {
  needs: (intent, inventory) => {
    const nsids = portsOfIntent(intent, inventory).map(({ link }) => link.nsid);
    return { ...NO_NEEDS, nsids: new Set(nsids) };
  },
  propose: (intent, facts) => {
    const bridge = newLinkAt(facts.inventory, intent.link, intent.createNamespaces);
    const at = { place: bridge.place, link: bridge.link };
    const ports = portsOfIntent(intent, facts.inventory);
    const attached = ports.flatMap(port => {
      const state = stateOf(facts, port.link.nsid, port.link.ifindex);
      if (state === undefined) return [];
      return inTurn(state, [attach(bridge.link, null, false), ...(intent.up && !state.up ? [up] : [])]).steps;
    });
    const valid = addressProblems(intent.addresses).length === 0;
    const steps = [
      ...creation([bridge]),
      addBridge({ place: bridge.place, name: bridge.link, stp: intent.stp, vlanFiltering: intent.vlanFiltering }),
      ...attached,
      // After its ports: setting the MTU that a bridge has already is nothing to the kernel, and a port would change it again.
      ...(intent.mtu === undefined ? [] : [setMtu(at, intent.mtu, null)]),
      ...(valid ? intent.addresses.map(text => addAddress(at, canonical(text))) : []),
      ...(intent.up ? [setUp(at, true, null)] : []),
    ];
    const segment = ports.flatMap(({ link }) => segmentOf(facts.inventory, link));
    return {
      plan: { title: `add bridge ${intent.link}`, steps },
      effects: ports.flatMap(port => lostAddresses(facts, port, bridge.link)),
      notes: [],
      problems: [
        ...creationProblems(facts.inventory, [bridge]),
        ...newLinkProblems(facts.inventory, bridge.nsid, bridge.link),
        ...addressProblems(intent.addresses),
        ...mtuProblems(intent.mtu),
        ...ipv6MtuProblems(intent.mtu ?? ownMtu(ports.map(({ link }) => link.mtu)), intent.addresses),
        ...clashProblems(facts.inventory, segment, intent.addresses),
        ...ports.flatMap(port => newPortProblems(facts, port, placeKey(bridge.place), bridge.link)),
        ...duplicatePorts(ports),
        ...(bridge.nsid === null ? [] : ownerProblems(facts, bridge.nsid, 'adding a bridge')),
      ],
    };
  },
};

function portsOfIntent({ link, ports }: AddBridge, inventory: Inventory): readonly LinkTarget[] {
  const suffix = link.includes('@') ? link.slice(link.lastIndexOf('@')) : '';
  return ports.map(port => resolveLink(inventory, port.includes('@') ? port : `${port}${suffix}`));
}

function newPortProblems(facts: HostFacts, { link, place }: LinkTarget, bridgePlace: string, bridge: string): readonly Problem[] {
  const text = linkText(facts.inventory, link);
  const problem = (why: string): Problem => ({ what: `${text} can't become a port of ${bridge}`, why, forcible: false });
  return [
    ...(placeKey(place) === bridgePlace ? [] : [problem('it is in another namespace')]),
    ...(link.loopback ? [problem('it is a loopback')] : []),
    ...(link.kind === 'bridge' ? [problem('it is a bridge, and bridges are joined by a pair')] : []),
    ...(link.master === null ? [] : [problem('it is a port of another bridge already')]),
    ...carrierProblems(facts, link, 'attaching'),
  ];
}

function duplicatePorts(ports: readonly LinkTarget[]): readonly Problem[] {
  const twice = ports.find(({ link }, index) => ports.findIndex(other => other.link.key === link.key) < index);
  return twice === undefined ? [] : [{ what: `${twice.link.name} is given twice as a port`, forcible: false }];
}

/** An address on a port is the classic way into a black hole. */
export function lostAddresses(facts: HostFacts, { link }: LinkTarget, bridge: string): readonly string[] {
  const state = stateOf(facts, link.nsid, link.ifindex);
  const addresses = state === undefined ? [] : givenAddresses(state);
  if (addresses.length === 0) return [];
  const text = linkText(facts.inventory, link);
  return [
    `${text} keeps ${addresses.join(', ')}, which a port can't use: give ${addresses.length === 1 ? 'it' : 'them'} to ${bridge}`,
  ];
}
