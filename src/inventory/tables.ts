/** The mutable state behind the snapshots: what was read last of each namespace. No I/O. */
import { FIRST_NSID } from '../netlink/constants.js';
import type { Owner } from '../owners/model.js';
import { isHiddenHandle } from './handles/source.js';
import type { Handle, Inventory, Link, LinkKey, Namespace, Partial } from './model.js';
import { nameOf } from './naming.js';
import { PairLinker, type WhyMissing } from './pairs.js';
import { sameCounters, sameLink, sameTexts } from './same.js';

export interface NamespaceRecord {
  readonly nsid: number;
  inum: number | null;
  isHost: boolean;
  /** Milliseconds since the epoch; null: it was there before the first reading ended. */
  readonly firstSeenAt: number | null;
  handles: readonly Handle[];
  owner: Owner | null;
  readonly links: Map<number, Link>;
  /** Null until read, or where the kernel refuses. */
  addresses: Map<number, string[]> | null;
  /** In the last snapshot; the same object as long as nothing of it changes. */
  shown: Namespace | null;
}

const NO_ADDRESSES: readonly string[] = [];

export class Tables {
  readonly records = new Map<number, NamespaceRecord>();
  readonly #byInum = new Map<number, number>();
  readonly #firstSeenAt: () => number | null;
  readonly #linker = new PairLinker();
  #generation = 0;
  #snapshot: Inventory | null = null;
  #stale = true;

  /** `firstSeenAt`: asked for each new namespace; milliseconds since the epoch, or null while what was there before is read. */
  constructor(firstSeenAt: () => number | null = () => null) {
    this.#firstSeenAt = firstSeenAt;
  }

  /** To be called after a change made through a record. */
  touch(): void {
    this.#stale = true;
  }

  nsidOf(inum: number): number | undefined {
    return this.#byInum.get(inum);
  }

  /** The record of a namespace, made when it is new. A known one learns its inum when `inum` is given. */
  namespace(nsid: number, inum: number | null): NamespaceRecord {
    let record = this.records.get(nsid);
    if (record === undefined) {
      record = {
        nsid,
        inum: null,
        isHost: false,
        firstSeenAt: this.#firstSeenAt(),
        handles: [],
        owner: null,
        links: new Map(),
        addresses: null,
        shown: null,
      };
      this.records.set(nsid, record);
      this.touch();
    }
    if (inum !== null && record.inum !== inum) {
      record.inum = inum;
      this.#byInum.set(inum, nsid);
      this.touch();
    }
    return record;
  }

  /** After lost events: the kernel may have given an id of its own choice to another namespace meanwhile. */
  forgetLazyIds(): void {
    for (const nsid of [...this.records.keys()]) if (nsid < FIRST_NSID) this.removeNamespace(nsid);
  }

  removeNamespace(nsid: number): void {
    const record = this.records.get(nsid);
    if (record === undefined) return;
    this.records.delete(nsid);
    // An inum is used again by the kernel: it may already name another namespace.
    if (record.inum !== null && this.#byInum.get(record.inum) === nsid) this.#byInum.delete(record.inum);
    this.touch();
  }

  replaceLinks(record: NamespaceRecord, links: readonly Link[]): void {
    const gone = new Set(record.links.keys());
    for (const link of links) {
      gone.delete(link.ifindex);
      this.putLink(record, link);
    }
    for (const ifindex of gone) this.removeLink(record.nsid, ifindex);
  }

  /** A link as it was just read; most events tell of nothing that is shown. */
  putLink(record: NamespaceRecord, read: Link): void {
    const addresses = record.addresses === null ? null : (record.addresses.get(read.ifindex) ?? NO_ADDRESSES);
    const link = addresses === null ? read : { ...read, addresses };
    const before = record.links.get(link.ifindex);
    if (before !== undefined && sameLink(before, link) && sameCounters(before.counters, link.counters)) return;
    record.links.set(link.ifindex, link);
    this.touch();
  }

  removeLink(nsid: number, ifindex: number): void {
    const record = this.records.get(nsid);
    record?.addresses?.delete(ifindex);
    if (record?.links.delete(ifindex)) this.touch();
  }

  /** To be called before the links of the namespace are put, which carry them. */
  setAddresses(record: NamespaceRecord, addresses: Map<number, string[]> | null): void {
    record.addresses = addresses;
  }

  setLinkAddresses(record: NamespaceRecord, ifindex: number, addresses: string[]): void {
    record.addresses?.set(ifindex, addresses);
    const link = record.links.get(ifindex);
    if (link === undefined || sameTexts(link.addresses, addresses)) return;
    record.links.set(ifindex, { ...link, addresses });
    this.touch();
  }

  /** The picture as it is now; the same object as long as nothing changed. */
  snapshot(at: number, partial: () => readonly Partial[], whyMissing?: WhyMissing): Inventory {
    const last = this.#snapshot;
    if (last !== null && !this.#stale) return last;
    const links = this.#links();
    const namespaces = this.#namespaces();
    const pairs = this.#linker.pair(namespaces, links, whyMissing);
    this.#snapshot = { generation: ++this.#generation, at, namespaces, links, pairs, partial: partial() };
    this.#stale = false;
    return this.#snapshot;
  }

  #links(): Map<LinkKey, Link> {
    const links = new Map<LinkKey, Link>();
    for (const record of this.records.values()) {
      for (const link of record.links.values()) links.set(link.key, link);
    }
    return links;
  }

  #namespaces(): Map<number, Namespace> {
    const namespaces = new Map<number, Namespace>();
    for (const record of this.records.values()) {
      const shown = isShown(record) ? record.shown : shownAs(record);
      record.shown = shown;
      namespaces.set(record.nsid, shown);
    }
    return namespaces;
  }
}

function isShown(record: NamespaceRecord): record is NamespaceRecord & { shown: Namespace } {
  const { shown, inum, isHost, handles, owner } = record;
  return shown !== null && shown.inum === inum && shown.isHost === isHost && shown.handles === handles && shown.owner === owner;
}

function shownAs(record: NamespaceRecord): Namespace {
  const { nsid, inum, isHost, handles, owner, firstSeenAt } = record;
  return {
    nsid,
    inum,
    isHost,
    handles,
    owner,
    hidden: handles.every(isHiddenHandle),
    name: nameOf(record),
    ...(firstSeenAt === null ? {} : { firstSeenAt }),
  };
}
