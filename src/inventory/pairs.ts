/** Links → pairs. Pure. A peer is what the kernel says it is, or unknown with the reason: never a guess. */
import { type Link, type LinkKey, linkKey, type Namespace, type Pair } from './model.js';

/** Where a veth's peer is: net/core/rtnetlink.c puts IFLA_LINK, and IFLA_LINK_NETNSID when it is in another namespace. */
export type PeerPointer =
  | { readonly kind: 'at'; readonly nsid: number; readonly ifindex: number }
  | { readonly kind: 'nowhere'; readonly why: string };

export function peerPointer(link: Link): PeerPointer {
  if (link.lowerNsid !== null && link.lowerNsid < 0)
    return { kind: 'nowhere', why: 'the kernel gave no id for the namespace of its peer' };
  if (link.lowerIfindex === 0) return { kind: 'nowhere', why: 'its peer is gone' };
  if (link.lowerIfindex === null) {
    // Older kernels leave IFLA_LINK out where the peer's ifindex equals the link's own.
    return link.lowerNsid === null
      ? { kind: 'nowhere', why: 'the kernel names no peer' }
      : { kind: 'at', nsid: link.lowerNsid, ifindex: link.ifindex };
  }
  return { kind: 'at', nsid: link.lowerNsid ?? link.nsid, ifindex: link.lowerIfindex };
}

/** The name of an end inside a pair's id: `inum/ifindex`, or `?nsid/ifindex` where the inum is not known. */
function endId(namespace: Namespace | undefined, link: Link): string {
  return `${namespace?.inum ?? `?${link.nsid}`}/${link.ifindex}`;
}

/** Host first, then by inum, then by ifindex; ends without an inum last. */
function compareEnds(namespaces: ReadonlyMap<number, Namespace>, x: Link, y: Link): number {
  const nx = namespaces.get(x.nsid);
  const ny = namespaces.get(y.nsid);
  return (
    Number(ny?.isHost ?? false) - Number(nx?.isHost ?? false) ||
    (nx?.inum ?? Number.MAX_SAFE_INTEGER) - (ny?.inum ?? Number.MAX_SAFE_INTEGER) ||
    x.nsid - y.nsid ||
    x.ifindex - y.ifindex
  );
}

/** Why the link that a veth points at is not in the inventory. */
export type WhyMissing = (nsid: number) => string;

export function pairLinks(
  namespaces: ReadonlyMap<number, Namespace>,
  links: ReadonlyMap<LinkKey, Link>,
  whyMissing: WhyMissing = () => 'its peer vanished while being read',
): Pair[] {
  const pairs: Pair[] = [];
  for (const link of links.values()) {
    if (link.kind !== 'veth') continue;
    const half = (certainty: 'ambiguous' | 'unknown', why: string): void => {
      pairs.push({ id: `${endId(namespaces.get(link.nsid), link)}-?`, certainty, why, a: link, b: null });
    };
    const pointer = peerPointer(link);
    if (pointer.kind === 'nowhere') {
      half('unknown', pointer.why);
      continue;
    }
    const peer = links.get(linkKey(pointer.nsid, pointer.ifindex));
    if (peer === undefined) {
      half('unknown', whyMissing(pointer.nsid));
      continue;
    }
    const back = peerPointer(peer);
    if (peer.kind !== 'veth' || back.kind !== 'at' || linkKey(back.nsid, back.ifindex) !== link.key) {
      half('ambiguous', `${peer.name} does not point back: one of them changed while being read`);
      continue;
    }
    const order = compareEnds(namespaces, link, peer);
    // Each pair is met twice; it is made at its first end.
    if (order < 0) {
      pairs.push({
        id: `${endId(namespaces.get(link.nsid), link)}-${endId(namespaces.get(peer.nsid), peer)}`,
        certainty: 'exact',
        a: link,
        b: peer,
      });
    }
  }
  return pairs.sort((x, y) => compareEnds(namespaces, x.a, y.a));
}
