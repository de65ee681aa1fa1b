/** The inventory of this host: reads handles, links and addresses into the tables, and gives snapshots. */
import fs from 'node:fs';
import { errnoOf, reasonOf } from '../core/errors.js';
import type { LinkAt, LinkSource } from '../netlink/link-source.js';
import { openLinkSource } from '../netlink/open-source.js';
import type { Read } from '../netlink/reader.js';
import { ownerOf } from '../owners/index.js';
import { adoptNamespaces, type Found } from './adoption.js';
import { Gaps } from './gaps.js';
import { type HandleScan, mergeHandles, sameHandles, scanHandles } from './handles/index.js';
import { inumOf, isDeepHandle, type ScanLevel } from './handles/source.js';
import type { Handle, Inventory, Link, Partial } from './model.js';
import { peerPointer } from './pairs.js';
import { type NamespaceRecord, Tables } from './tables.js';

export interface HostOptions {
  /**
   * Threads, open fds, sockets and foreign mount namespaces too: `always`, or only when a namespace turns up that nothing
   * cheaper names.
   */
  readonly deep: 'always' | 'on-demand' | 'never';
  readonly counters: boolean;
  readonly addresses: boolean;
}

/** Rounds of reading half pairs again before they are shown as they are. */
const SETTLE_ROUNDS = 2;

export class HostInventory {
  readonly tables = new Tables(() => (this.#started ? Date.now() : null));
  readonly #options: HostOptions;
  readonly #gaps = new Gaps();
  #started = false;
  #hostInum: number | null = null;
  /** Times that everything was read. */
  rescans = 0;
  /** Times that handles were looked for; a scan with pauses is void when another one came in between. */
  scans = 0;

  private constructor(
    readonly source: LinkSource,
    refused: string | null,
    options: HostOptions,
  ) {
    this.#options = options;
    if (refused !== null) {
      this.#gaps.lasting({
        source: 'namespaces',
        why: `only the links of this process's own namespace were read: ${refused}`,
        next: 'run it with sudo',
      });
    }
  }

  static open(options: HostOptions): HostInventory {
    const { source, refused } = openLinkSource();
    return new HostInventory(source, refused, options);
  }

  /** Reads everything. */
  rescan(): void {
    this.rescans++;
    this.#gaps.readAgain();
    this.tables.forgetLazyIds();
    const level = this.#options.deep === 'always' ? 'deep' : 'processes';
    this.scanHandles(level);
    const known = this.tables.records.size;
    for (const record of [...this.tables.records.values()]) this.readNamespace(record);
    // Of those gone the inum may name another namespace by now, which was taken for them.
    if (this.tables.records.size < known) for (const record of this.scanHandles(level)) this.readNamespace(record);
    this.complete();
    // After the closure, also where a deep scan was made: a socket tells only of what is known to be there.
    if (this.#options.deep !== 'never' && this.needsDeepScan()) {
      for (const record of this.scanHandles('deep')) this.readNamespace(record);
      this.complete();
    }
    this.#started = true;
  }

  /** Some namespace has no handle that a shallow scan would find. */
  needsDeepScan(): boolean {
    for (const { handles } of this.tables.records.values()) if (handles.every(isDeepHandle)) return true;
    return false;
  }

  /** Follows what was read to namespaces not read yet, and reads half pairs again. To be called after any change. */
  complete(): void {
    this.#closeOver();
    this.#settle();
  }

  snapshot(): Inventory {
    return this.tables.snapshot(
      Date.now(),
      () => this.#gaps.all(),
      nsid => this.#whyMissing(nsid),
    );
  }

  close(): void {
    this.source.close();
  }

  #whyMissing(nsid: number): string {
    if (this.source.scope === 'own' && !this.tables.records.has(nsid))
      return 'its peer is in another namespace, which only root can read';
    return this.tables.records.has(nsid) ? 'its peer vanished while being read' : 'the namespace of its peer cannot be read';
  }

  /** Finds namespaces that came, and handles that came or went. The records of new ones; their links are not read yet. */
  scanHandles(level: ScanLevel): NamespaceRecord[] {
    return this.applyScan(scanHandles(level));
  }

  /** The records of the namespaces that are new; their links are not read yet. */
  applyScan({ level, byInum, partial }: HandleScan): NamespaceRecord[] {
    this.scans++;
    const noted: Partial[] = [...partial];
    for (const record of this.tables.records.values()) {
      if (record.inum !== null && !byInum.has(record.inum)) this.#setHandles(record, mergeHandles(level, record.handles, []));
    }
    const unknown: Found[] = [];
    for (const [inum, handles] of byInum) {
      const nsid = this.tables.nsidOf(inum);
      const record = nsid === undefined ? undefined : this.tables.records.get(nsid);
      if (record === undefined) unknown.push({ inum, handles });
      else this.#setHandles(record, mergeHandles(level, record.handles, handles));
    }
    const added = this.#adopt(unknown, noted);
    if (this.#gaps.scanned(level, noted)) this.tables.touch();
    return added;
  }

  #adopt(unknown: readonly Found[], noted: Partial[]): NamespaceRecord[] {
    this.#hostInum ??= hostNamespace(this.#gaps);
    const added: NamespaceRecord[] = [];
    const adopted = adoptNamespaces(this.source, unknown);
    for (const [index, { inum, handles }] of unknown.entries()) {
      const result = adopted[index];
      if (result?.kind === 'refused') noted.push({ source: `namespace ${inum}`, why: result.why });
      if (result?.kind !== 'ok') continue;
      const record = this.tables.namespace(result.nsid, inum);
      record.isHost = inum === this.#hostInum;
      this.#setHandles(record, handles);
      added.push(record);
    }
    return added;
  }

  #setHandles(record: NamespaceRecord, handles: readonly Handle[]): void {
    if (sameHandles(record.handles, handles)) return;
    record.handles = handles;
    // The host is nobody's: its processes would each claim it, and they come and go without changing the picture.
    if (record.isHost) return;
    record.owner = ownerOf(handles);
    this.tables.touch();
  }

  /** Reads the links and addresses of one namespace; forgets it when it is gone. */
  readNamespace(record: NamespaceRecord): void {
    if (!this.source.canRead(record.nsid)) return;
    if (this.#options.addresses) this.#readAddresses(record);
    const links = this.source.links(record.nsid, { counters: this.#options.counters });
    if (links.kind === 'ok') this.tables.replaceLinks(record, links.value);
    else if (links.kind === 'gone') this.tables.removeNamespace(record.nsid);
    else this.#noteRefused(`links of namespace ${record.inum ?? `#${record.nsid}`}`, links.why);
  }

  #readAddresses(record: NamespaceRecord): void {
    const addresses = this.source.addresses(record.nsid);
    this.tables.setAddresses(record, addresses.kind === 'ok' ? addresses.value : null);
    if (addresses.kind === 'refused') this.#noteRefused('addresses', addresses.why);
  }

  #noteRefused(source: string, why: string): void {
    this.#gaps.whileReading({ source, why });
    this.tables.touch();
  }

  /** The kernel gives an id to a peer's namespace even where nothing on the host names it: read those too, until none is new. */
  #closeOver(): void {
    if (this.source.scope === 'own') return;
    for (let found = this.#unknownPeers(); found.size > 0; found = this.#unknownPeers()) {
      let read = 0;
      for (const nsid of found) {
        this.readNamespace(this.tables.namespace(nsid, null));
        if (this.tables.records.has(nsid)) read++;
      }
      if (read === 0) return;
    }
  }

  #unknownPeers(): Set<number> {
    const unknown = new Set<number>();
    for (const { links } of this.tables.records.values()) {
      for (const { lowerNsid } of links.values()) {
        if (lowerNsid !== null && lowerNsid >= 0 && !this.tables.records.has(lowerNsid)) unknown.add(lowerNsid);
      }
    }
    return unknown;
  }

  /** Half pairs are mostly links that came or went between two reads: read just those again. */
  #settle(): void {
    for (let round = 0; round < SETTLE_ROUNDS; round++) {
      const places: LinkAt[] = [];
      for (const { a, b } of this.snapshot().pairs) {
        if (b !== null) continue;
        const pointer = peerPointer(a);
        places.push(a, ...(pointer.kind === 'at' ? [pointer] : []));
      }
      if (places.length === 0 || !this.readLinks(places)) return;
      this.#closeOver();
    }
  }

  /** Reads the addresses of one link again. */
  readLinkAddresses(nsid: number, ifindex: number): void {
    const record = this.tables.records.get(nsid);
    if (record?.addresses == null || !this.#options.addresses) return;
    const read = this.source.addresses(nsid, ifindex);
    if (read.kind === 'ok') this.tables.setLinkAddresses(record, ifindex, read.value.get(ifindex) ?? []);
  }

  /** Reads single links again. True: the picture of pairs changed. */
  readLinks(places: readonly LinkAt[]): boolean {
    const known = places.filter(({ nsid }) => this.tables.records.has(nsid) && this.source.canRead(nsid));
    const reads = this.source.singleLinks(known, this.#options.counters);
    let changed = false;
    for (const [index, place] of known.entries()) {
      const read = reads[index];
      if (read !== undefined && this.#applyLink(place, read)) changed = true;
    }
    return changed;
  }

  #applyLink({ nsid, ifindex }: LinkAt, read: Read<Link>): boolean {
    const record = this.tables.records.get(nsid);
    const before = record?.links.get(ifindex);
    if (read.kind === 'gone') {
      this.tables.removeLink(nsid, ifindex);
      return before !== undefined;
    }
    if (record === undefined || read.kind !== 'ok') return false;
    this.tables.putLink(record, read.value);
    return before?.lowerIfindex !== read.value.lowerIfindex || before?.lowerNsid !== read.value.lowerNsid;
  }
}

/** The inum of the namespace that is called host; why it is another one is noted. */
function hostNamespace(gaps: Gaps): number | null {
  try {
    return inumOf(fs.readlinkSync('/proc/1/ns/net'));
  } catch (error) {
    gaps.lasting({
      source: '/proc/1/ns/net',
      why: `${errnoOf(error) ?? reasonOf(error)}: the namespace of this process is shown as host`,
      next: 'run it with sudo, outside a container, or with all capabilities',
    });
    return inumOf(fs.readlinkSync('/proc/thread-self/ns/net'));
  }
}
