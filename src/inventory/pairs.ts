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

/** Once, without a memory. */
export function pairLinks(
  namespaces: ReadonlyMap<number, Namespace>,
  links: ReadonlyMap<LinkKey, Link>,
  whyMissing?: WhyMissing,
): readonly Pair[] {
  return new PairLinker().pair(namespaces, links, whyMissing);
}

/** What an exact pair was made of. */
interface Joined {
  readonly peerKey: LinkKey;
  readonly peer: Link;
  readonly place: Place;
  readonly peerPlace: Place;
  /** null at the end that is met second. */
  readonly pair: Pair | null;
}

type Place = Pick<Namespace, 'inum' | 'isHost'> | undefined;

function samePlace(x: Place, y: Place): boolean {
  return x === y || (x?.inum === y?.inum && x?.isHost === y?.isHost);
}

/** From so many new pairs on, they are looked for by id in a table. */
const TABLE_FROM = 8;

/** Pairs that did not change are the same objects in each picture: few links change at a time, and who compares is quick. */
export class PairLinker {
  readonly #joined = new WeakMap<Link, Joined>();
  #last: readonly Pair[] = [];

  pair(
    namespaces: ReadonlyMap<number, Namespace>,
    links: ReadonlyMap<LinkKey, Link>,
    whyMissing: WhyMissing = () => 'its peer vanished while being read',
  ): readonly Pair[] {
    const pairs: Pair[] = [];
    const made: Pair[] = [];
    for (const link of links.values()) {
      if (link.kind !== 'veth') continue;
      const known = this.#known(namespaces, links, link);
      if (known !== undefined) {
        if (known.pair !== null) pairs.push(known.pair);
        continue;
      }
      const pair = this.#make(namespaces, links, link, whyMissing);
      if (pair !== null) made.push(pair);
    }
    const same = sameAmong(this.#last, made.length);
    for (const pair of made) pairs.push(same(pair));
    this.#last = pairs.sort((x, y) => compareEnds(namespaces, x.a, y.a));
    return this.#last;
  }

  #known(namespaces: ReadonlyMap<number, Namespace>, links: ReadonlyMap<LinkKey, Link>, link: Link): Joined | undefined {
    const known = this.#joined.get(link);
    if (known === undefined || links.get(known.peerKey) !== known.peer) return undefined;
    const unmoved =
      samePlace(known.place, namespaces.get(link.nsid)) && samePlace(known.peerPlace, namespaces.get(known.peer.nsid));
    return unmoved ? known : undefined;
  }

  /** null: it is made at its first end. */
  #make(
    namespaces: ReadonlyMap<number, Namespace>,
    links: ReadonlyMap<LinkKey, Link>,
    link: Link,
    whyMissing: WhyMissing,
  ): Pair | null {
    const place = namespaces.get(link.nsid);
    const half = (certainty: 'ambiguous' | 'unknown', why: string): Pair => ({
      id: `${endId(place, link)}-?`,
      certainty,
      why,
      a: link,
      b: null,
    });
    const pointer = peerPointer(link);
    if (pointer.kind === 'nowhere') return half('unknown', pointer.why);
    const peerKey = linkKey(pointer.nsid, pointer.ifindex);
    const peer = links.get(peerKey);
    if (peer === undefined) return half('unknown', whyMissing(pointer.nsid));
    const back = peerPointer(peer);
    if (peer.kind !== 'veth' || back.kind !== 'at' || linkKey(back.nsid, back.ifindex) !== link.key)
      return half('ambiguous', `${peer.name} does not point back: one of them changed while being read`);
    const peerPlace = namespaces.get(peer.nsid);
    const pair: Pair | null =
      compareEnds(namespaces, link, peer) < 0
        ? { id: `${endId(place, link)}-${endId(peerPlace, peer)}`, certainty: 'exact', a: link, b: peer }
        : null;
    this.#joined.set(link, { peerKey, peer, place, peerPlace, pair });
    return pair;
  }
}

/** Gives the pair as it was before where nothing of it has changed. */
function sameAmong(before: readonly Pair[], wanted: number): (pair: Pair) => Pair {
  const table = wanted < TABLE_FROM ? null : new Map(before.map(pair => [pair.id, pair]));
  return pair => {
    const old = table === null ? before.find(({ id }) => id === pair.id) : table.get(pair.id);
    return old !== undefined && isSamePair(old, pair) ? old : pair;
  };
}

function isSamePair(x: Pair, y: Pair): boolean {
  return x.certainty === y.certainty && whyOf(x) === whyOf(y) && x.a === y.a && x.b === y.b;
}

function whyOf(pair: Pair): string | null {
  return pair.certainty === 'exact' ? null : pair.why;
}
