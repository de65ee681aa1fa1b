/**
 * The inventory: an immutable snapshot of namespaces, links and pairs. Vocabulary: ARCHITECTURE.md.
 * Every name in here is already sanitised (core/text.ts); raw bytes are kept beside it where a command needs them.
 */
import type { Owner } from '../owners/model.js';
import type { LinkDetails, PortDetails } from './link-details.js';

/**
 * A way to name or open a namespace. `path` is sanitised; `rawPath` is its bytes, latin1-decoded, where `path` shows them
 * in another form.
 */
export type Handle =
  | { readonly kind: 'self' }
  /** A file in /run/netns, as `ip netns` makes them. */
  | { readonly kind: 'named'; readonly path: string; readonly rawPath?: string }
  /** Any other nsfs bind mount seen in /proc/self/mountinfo (Docker's, CRI's, …). */
  | { readonly kind: 'mount'; readonly path: string; readonly rawPath?: string }
  | { readonly kind: 'process'; readonly pid: number; readonly comm: string | null }
  | { readonly kind: 'thread'; readonly pid: number; readonly tid: number; readonly comm: string | null }
  | { readonly kind: 'fd'; readonly pid: number; readonly fd: number; readonly comm: string | null }
  /** A bind mount that only the mount namespace of process `pid` shows. */
  | { readonly kind: 'foreign-mount'; readonly pid: number; readonly path: string; readonly rawPath?: string }
  /** A socket made in it, open in a process of another namespace. It names nothing; SIOCGSKNS opens what it belongs to. */
  | { readonly kind: 'socket'; readonly pid: number; readonly fd: number; readonly comm: string | null };

export interface Namespace {
  /** Id inside the observer; unique on the host for the life of this process. The primary key. */
  readonly nsid: number;
  /** Inode of the nsfs file; null for a namespace that nothing here can open. */
  readonly inum: number | null;
  /** What people call it: `host`, the name in /run/netns, the owner's name, `pid:123`, `hidden#7`. */
  readonly name: string;
  /** No name, process or open file of it is to be found here: only a peer or a socket tells of it. */
  readonly hidden: boolean;
  /** When it turned up, milliseconds since the epoch; absent: it was there before vethtop started. */
  readonly firstSeenAt?: number;
  /** The namespace vethtop calls `host`. */
  readonly isHost: boolean;
  readonly owner: Owner | null;
  readonly handles: readonly Handle[];
}

/** Kernel counters of one link (rtnl_link_stats64). Packets are skbs: a GSO super-packet counts once. */
export interface Counters {
  readonly rxPackets: number;
  readonly txPackets: number;
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly rxErrors: number;
  readonly txErrors: number;
  readonly rxDropped: number;
  readonly txDropped: number;
}

/** `nsid/ifindex`. */
export type LinkKey = `${number}/${number}`;

export function linkKey(nsid: number, ifindex: number): LinkKey {
  return `${nsid}/${ifindex}`;
}

export type OperState = 'UNKNOWN' | 'NOTPRESENT' | 'DOWN' | 'LOWERLAYERDOWN' | 'TESTING' | 'DORMANT' | 'UP';

export interface Link {
  readonly key: LinkKey;
  readonly nsid: number;
  readonly ifindex: number;
  readonly name: string;
  /** The name's bytes as the kernel gave them, latin1-decoded; for commands. */
  readonly rawName: string;
  readonly altNames: readonly string[];
  /** IFLA_INFO_KIND: `veth`, `bridge`, `vlan`, …; null for physical links and loopback. */
  readonly kind: string | null;
  /** `aa:bb:cc:dd:ee:ff`, null where the link has none. */
  readonly mac: string | null;
  readonly mtu: number;
  /** ifi_flags of <linux/if.h>. */
  readonly flags: number;
  readonly adminUp: boolean;
  readonly loopback: boolean;
  readonly operState: OperState;
  readonly carrier: boolean | null;
  /** ifindex of the master in the same namespace. */
  readonly master: number | null;
  /** IFLA_INFO_SLAVE_KIND: what kind of port this is (`bridge`, `vrf`, `bond`, `openvswitch`). */
  readonly portKind: string | null;
  /** What is particular to a link of this kind; absent where there is nothing to tell. */
  readonly details?: LinkDetails;
  /** What is particular to a port of this kind of master; absent where there is nothing to tell. */
  readonly port?: PortDetails;
  /** IFLA_QDISC: the root queueing discipline, `noqueue`, `noop`, `fq_codel`; null or absent where it is not known. */
  readonly qdisc?: string | null;
  /** IFLA_LINK as given: the peer of a veth, the lower link of a vlan. */
  readonly lowerIfindex: number | null;
  /** IFLA_LINK_NETNSID in the observer's id space; null: same namespace. -1: the kernel could not say. */
  readonly lowerNsid: number | null;
  /** `10.254.1.2/24`, `fe80::1/64`; null where addresses were not read. */
  readonly addresses: readonly string[] | null;
  readonly counters: Counters | null;
}

export type Certainty = 'exact' | 'ambiguous' | 'unknown';

/**
 * Two ends in canonical order (host first, then lower inum, then lower ifindex).
 * `id` names both ends by inum/ifindex, so it survives sorting, renaming and a restart of vethtop.
 */
export type Pair =
  | { readonly id: string; readonly certainty: 'exact'; readonly a: Link; readonly b: Link }
  | {
      readonly id: string;
      readonly certainty: 'ambiguous' | 'unknown';
      readonly why: string;
      readonly a: Link;
      readonly b: null;
    };

/** Something that could not be read; the inventory is smaller than the host. */
export interface Partial {
  /** `/proc/1/ns/net`, `privilege`, `namespace blue`, … */
  readonly source: string;
  readonly why: string;
  /** What would help, if anything does. */
  readonly next?: string;
}

export interface Inventory {
  /** Grows with each change. */
  readonly generation: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly namespaces: ReadonlyMap<number, Namespace>;
  readonly links: ReadonlyMap<LinkKey, Link>;
  readonly pairs: readonly Pair[];
  readonly partial: readonly Partial[];
}

/** The namespace of a link; every link's namespace is in the inventory it came from. */
export function namespaceOf(inventory: Inventory, link: Link): Namespace {
  const found = inventory.namespaces.get(link.nsid);
  if (found === undefined) throw new Error(`link ${link.key} names a namespace that its inventory lacks`);
  return found;
}

/** The link that `link` is a port of, or null. */
export function masterOf(inventory: Inventory, link: Link): Link | null {
  return link.master === null ? null : (inventory.links.get(linkKey(link.nsid, link.master)) ?? null);
}
