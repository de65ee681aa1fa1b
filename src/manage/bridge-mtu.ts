/**
 * What the MTUs of its ports do to a bridge. It takes the lowest of them for its own, unless somebody gave it one
 * (br_mtu_auto_adjust, br_mtu_min and BROPT_MTU_SET_BY_USER in net/bridge/br_if.c), and below 1280 the kernel takes IPv6
 * off it with all addresses. Whether somebody gave it one is told nowhere: it shows where the two differ. Pure.
 */
import type { Link } from '../inventory/model.js';
import { isIpv6Text, isLinkLocal } from './addresses.js';
import { type HostFacts, stateOf } from './facts/model.js';
import type { Problem } from './problem.js';
import { linkText, portsOf } from './resolve.js';
import { DEFAULT_MTU } from './state/link-state.js';
import { IPV6_MIN_MTU } from './state/losses.js';

/** The MTU that a bridge takes by itself, of its ports' MTUs. */
export function ownMtu(ports: readonly number[]): number {
  return ports.length === 0 ? DEFAULT_MTU : Math.min(...ports);
}

/** Whether its MTU was certainly set by hand, and so stays when ports come and go. */
export function isSetByHand(mtu: number, ports: readonly number[]): boolean {
  return mtu !== ownMtu(ports);
}

export interface SmallPort {
  /** As messages name it. */
  readonly text: string;
  readonly mtu: number;
}

/** A port that is, or becomes, too small for the IPv6 of its bridge. */
export function smallPortProblems(facts: HostFacts, bridge: Link, { text, mtu }: SmallPort): readonly Problem[] {
  if (mtu >= IPV6_MIN_MTU || bridge.mtu < IPV6_MIN_MTU) return [];
  const ports = portsOf(facts.inventory, bridge).map(port => port.mtu);
  if (isSetByHand(bridge.mtu, ports)) return [];
  const address = (bridge.addresses ?? []).find(one => isIpv6Text(one) && !isLinkLocal(one));
  const route = stateOf(facts, bridge.nsid, bridge.ifindex)
    ?.routes.find(({ ipv6 }) => ipv6)
    ?.to.join(' ');
  const lost = address ?? (route === undefined ? undefined : `its route to ${route}`);
  if (lost === undefined) return [];
  return [
    {
      what: `${linkText(facts.inventory, bridge)} would lose ${lost}`,
      why: `a bridge takes the lowest MTU of its ports, ${text} has ${mtu}, and IPv6 needs ${IPV6_MIN_MTU}`,
      next: `give ${text} an MTU of ${IPV6_MIN_MTU} at least`,
      forcible: false,
    },
  ];
}
