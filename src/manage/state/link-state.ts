/** How a link is set up, as far as a change of it, its move or its deletion loses anything. Pure data. */
import type { Place } from '../place.js';

export interface AddressState {
  /** `10.0.0.2/24` */
  readonly text: string;
  readonly ipv6: boolean;
  /** What follows it in `ip addr add`, but for `dev`: broadcast, scope, label, flags, lifetimes. */
  readonly words: readonly string[];
}

/** One of several ways of a route. */
export interface RouteHop {
  readonly via: string | null;
  /** null: the link whose route it is. */
  readonly device: string | null;
  readonly weight: number;
  readonly onlink: boolean;
}

export interface RouteState {
  readonly ipv6: boolean;
  /** `default`, `10.1.0.0/16`, `blackhole 10.2.0.0/16`. */
  readonly to: readonly string[];
  readonly via: string | null;
  readonly source: string | null;
  /** What follows `dev`: protocol, scope, metric, table. */
  readonly words: readonly string[];
  /** Of a multipath route, which belongs to each link that it goes over; empty for others. */
  readonly hops: readonly RouteHop[];
}

/** A neighbour that was set by hand. */
export interface NeighbourState {
  readonly address: string;
  readonly mac: string;
}

export interface LinkState {
  readonly place: Place;
  /** As commands name it. */
  readonly name: string;
  readonly ifindex: number;
  readonly kind: string | null;
  readonly up: boolean;
  readonly mtu: number;
  readonly mac: string | null;
  readonly master: string | null;
  /** Options of the port that differ from a new port's: `hairpin on`. */
  readonly portWords: readonly string[];
  /** Options of the bridge that differ from a new bridge's: `stp_state 1`. */
  readonly bridgeWords: readonly string[];
  readonly altNames: readonly string[];
  /** In the order in which they were added; without those that the kernel makes by itself. */
  readonly addresses: readonly AddressState[];
  /** What the kernel made of its MAC, or of an earlier one. */
  readonly linkLocal: readonly AddressState[];
  /** Without those that the kernel makes by itself. */
  readonly routes: readonly RouteState[];
  /** Kind of its root queueing discipline. */
  readonly qdisc: string | null;
  readonly neighbours: readonly NeighbourState[];
  /** `net/ipv4/conf/eth0/rp_filter=2`: those that a new link would not have. Read for links that lose them. */
  readonly sysctls: readonly string[];
  /** What no command here makes again, for a person: `its queueing discipline (tbf)`. */
  readonly irreparable: readonly string[];
}

/** ETH_DATA_LEN: of a new veth, and of a bridge without ports (ether_setup, br_mtu_min). */
export const DEFAULT_MTU = 1500;

/** IFF_UP alone, as after `ip link add`. */
export function freshLink(link: LinkState, mtu = DEFAULT_MTU): LinkState {
  return {
    ...link,
    up: false,
    mtu,
    master: null,
    portWords: [],
    bridgeWords: [],
    altNames: [],
    addresses: [],
    linkLocal: [],
    routes: [],
    neighbours: [],
    sysctls: [],
    irreparable: [],
  };
}

/** The link-local address that the kernel makes of a MAC (RFC 4291, appendix A). */
export function eui64(mac: string): string {
  const bytes = mac.split(':').map(part => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  // A group of zeros is written out, unless it is next to the zeros before it.
  const text = groups.map(group => group.toString(16));
  while (text[0] === '0') text.shift();
  return `fe80::${text.join(':')}/64`;
}
