/** The mutable state behind the snapshots: what was read last of each namespace. No I/O. */

import type { Owner } from '../owners/model.js';
import { type Handle, type Inventory, type Link, type LinkKey, linkKey, type Namespace, type Partial } from './model.js';
import { nameOf } from './naming.js';
import { pairLinks, type WhyMissing } from './pairs.js';

export interface NamespaceRecord {
  readonly nsid: number;
  inum: number | null;
  isHost: boolean;
  handles: readonly Handle[];
  owner: Owner | null;
  readonly links: Map<number, Link>;
  /** Null until read, or where the kernel refuses. */
  addresses: Map<number, string[]> | null;
}

export class Tables {
  readonly records = new Map<number, NamespaceRecord>();
  readonly #byInum = new Map<number, number>();
  #generation = 0;
  #snapshot: Inventory | null = null;

  /** To be called after a change made through a record. */
  touch(): void {
    this.#snapshot = null;
  }

  nsidOf(inum: number): number | undefined {
    return this.#byInum.get(inum);
  }

  /** The record of a namespace, made when it is new. A known one learns its inum when `inum` is given. */
  namespace(nsid: number, inum: number | null): NamespaceRecord {
    let record = this.records.get(nsid);
    if (record === undefined) {
      record = { nsid, inum: null, isHost: false, handles: [], owner: null, links: new Map(), addresses: null };
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

  removeNamespace(nsid: number): void {
    const record = this.records.get(nsid);
    if (record === undefined) return;
    this.records.delete(nsid);
    // An inum is used again by the kernel: it may already name another namespace.
    if (record.inum !== null && this.#byInum.get(record.inum) === nsid) this.#byInum.delete(record.inum);
    this.touch();
  }

  replaceLinks(record: NamespaceRecord, links: readonly Link[]): void {
    record.links.clear();
    for (const link of links) this.putLink(record, link);
  }

  putLink(record: NamespaceRecord, link: Link): void {
    const addresses = record.addresses === null ? null : (record.addresses.get(link.ifindex) ?? NO_ADDRESSES);
    record.links.set(link.ifindex, { ...link, addresses });
    this.touch();
  }

  removeLink(nsid: number, ifindex: number): void {
    if (this.records.get(nsid)?.links.delete(ifindex)) this.touch();
  }

  setAddresses(record: NamespaceRecord, addresses: Map<number, string[]>): void {
    record.addresses = addresses;
    for (const link of record.links.values())
      record.links.set(link.ifindex, { ...link, addresses: addresses.get(link.ifindex) ?? NO_ADDRESSES });
    this.touch();
  }

  setLinkAddresses(record: NamespaceRecord, ifindex: number, addresses: string[]): void {
    record.addresses?.set(ifindex, addresses);
    const link = record.links.get(ifindex);
    if (link !== undefined) record.links.set(ifindex, { ...link, addresses });
    this.touch();
  }

  /** The picture as it is now; the same object as long as nothing changed. */
  snapshot(at: number, partial: readonly Partial[], whyMissing?: WhyMissing): Inventory {
    if (this.#snapshot !== null) return this.#snapshot;
    const namespaces = new Map<number, Namespace>();
    const links = new Map<LinkKey, Link>();
    for (const record of this.records.values()) {
      const { nsid, inum, isHost, handles, owner } = record;
      namespaces.set(nsid, { nsid, inum, isHost, handles, owner, hidden: handles.length === 0, name: nameOf(record) });
      for (const link of record.links.values()) links.set(linkKey(nsid, link.ifindex), link);
    }
    const pairs = pairLinks(namespaces, links, whyMissing);
    this.#snapshot = { generation: ++this.#generation, at, namespaces, links, pairs, partial };
    return this.#snapshot;
  }
}

const NO_ADDRESSES: readonly string[] = [];
