/** The inventory of this host: reads handles, links and addresses into the tables, and gives snapshots. */
import fs from 'node:fs';
import { errnoOf, reasonOf } from '../core/errors.js';
import { type LinkSource, openLinkSource } from '../netlink/observer.js';
import { ownerOf } from '../owners/index.js';
import { scanHandles } from './handles/index.js';
import { handlePath, inumOf } from './handles/source.js';
import type { Handle, Inventory, Partial } from './model.js';
import { peerPointer } from './pairs.js';
import { type NamespaceRecord, Tables } from './tables.js';

export interface HostOptions {
  /**
   * Threads, open fds and foreign mount namespaces too: `always`, or only when a namespace turns up that nothing cheaper
   * names.
   */
  readonly deep: 'always' | 'on-demand' | 'never';
  readonly counters: boolean;
  readonly addresses: boolean;
}

const DEEP_KINDS: ReadonlySet<Handle['kind']> = new Set(['thread', 'fd', 'foreign-mount']);

/** Rounds of reading half pairs again before they are shown as they are. */
const SETTLE_ROUNDS = 2;

export class HostInventory {
  readonly tables = new Tables();
  readonly #options: HostOptions;
  readonly #fixedPartial: Partial[] = [];
  #scanPartial: Partial[] = [];
  readonly #readPartial = new Map<string, Partial>();
  /** Times that everything was read. */
  rescans = 0;

  private constructor(
    readonly source: LinkSource,
    refused: string | null,
    options: HostOptions,
  ) {
    this.#options = options;
    if (refused !== null) {
      this.#fixedPartial.push({
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
    this.#readPartial.clear();
    this.scanHandles(this.#options.deep === 'always');
    for (const record of [...this.tables.records.values()]) this.readNamespace(record);
    this.complete();
    if (this.#options.deep === 'on-demand' && this.hasHidden()) {
      for (const record of this.scanHandles(true)) this.readNamespace(record);
      this.complete();
    }
  }

  /** Some namespace has no handle that was found so far. */
  hasHidden(): boolean {
    for (const { handles } of this.tables.records.values()) if (handles.length === 0) return true;
    return false;
  }

  /** Follows what was read to namespaces not read yet, and reads half pairs again. To be called after any change. */
  complete(): void {
    this.#closeOver();
    this.#settle();
  }

  snapshot(): Inventory {
    return this.tables.snapshot(Date.now(), [...this.#fixedPartial, ...this.#scanPartial, ...this.#readPartial.values()], nsid =>
      this.#whyMissing(nsid),
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

  #hostInum(): number | null {
    try {
      return inumOf(fs.readlinkSync('/proc/1/ns/net'));
    } catch (error) {
      this.#scanPartial.push({
        source: '/proc/1/ns/net',
        why: `${errnoOf(error) ?? reasonOf(error)}: the namespace of this process is shown as host`,
        next: 'run it with sudo, outside a container, or with all capabilities',
      });
      return inumOf(fs.readlinkSync('/proc/thread-self/ns/net'));
    }
  }

  /** Finds namespaces that came, and handles that came or went. The records of new ones; their links are not read yet. */
  scanHandles(deep: boolean): NamespaceRecord[] {
    const { byInum, partial } = scanHandles({ deep });
    const added: NamespaceRecord[] = [];
    this.#scanPartial = [...partial];
    const hostInum = this.#hostInum();
    // A shallow scan does not see what only a deep one finds: that stays as it was.
    const kept = (record: NamespaceRecord): readonly Handle[] =>
      deep ? [] : record.handles.filter(({ kind }) => DEEP_KINDS.has(kind));
    for (const record of this.tables.records.values()) {
      if (record.inum !== null && !byInum.has(record.inum)) this.#setHandles(record, kept(record));
    }
    for (const [inum, handles] of byInum) {
      const known = this.tables.nsidOf(inum);
      const nsid = known ?? this.#adopt(inum, handles);
      if (nsid === undefined) continue;
      const record = this.tables.namespace(nsid, inum);
      record.isHost = inum === hostInum;
      this.#setHandles(record, [...handles, ...kept(record)]);
      if (known === undefined) added.push(record);
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

  /** The id of a namespace found by its handles; undefined when it vanished or the kernel refuses, which is noted. */
  #adopt(inum: number, handles: readonly Handle[]): number | undefined {
    let why: string | null = null;
    for (const handle of handles) {
      const path = handlePath(handle);
      let fd: number;
      try {
        fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
      } catch (error) {
        const errno = errnoOf(error);
        // A handle that is gone is no news; the next one may still open.
        if (errno !== 'ENOENT' && errno !== 'ESRCH') why = `${path}: ${errno ?? reasonOf(error)}`;
        continue;
      }
      try {
        // A mount hidden under another, or a process that moved on: not the namespace that was announced.
        if (fs.fstatSync(fd).ino !== inum) continue;
        const adopted = this.source.adopt(fd);
        if (adopted.kind === 'ok') return adopted.value;
        if (adopted.kind === 'refused') why = `${path}: ${adopted.why}`;
      } finally {
        fs.closeSync(fd);
      }
    }
    if (why !== null) this.#scanPartial.push({ source: `namespace ${inum}`, why });
    return undefined;
  }

  /** Reads the links and addresses of one namespace; forgets it when it is gone. */
  readNamespace(record: NamespaceRecord): void {
    if (!this.source.canRead(record.nsid)) return;
    const links = this.source.links(record.nsid, { counters: this.#options.counters });
    if (links.kind === 'gone') {
      this.tables.removeNamespace(record.nsid);
      return;
    }
    if (links.kind === 'refused') {
      this.#noteRefused(`links of namespace ${record.inum ?? `#${record.nsid}`}`, links.why);
      return;
    }
    this.tables.replaceLinks(record, links.value);
    if (this.#options.addresses) this.#readAddresses(record);
  }

  #readAddresses(record: NamespaceRecord): void {
    const addresses = this.source.addresses(record.nsid);
    if (addresses.kind === 'ok') this.tables.setAddresses(record, addresses.value);
    else if (addresses.kind === 'refused') this.#noteRefused('addresses', addresses.why);
  }

  #noteRefused(source: string, why: string): void {
    this.#readPartial.set(`${source}: ${why}`, { source, why });
  }

  /** The kernel gives an id to a peer's namespace even where nothing on the host names it: read those too, until none is new. */
  #closeOver(): void {
    if (this.source.scope === 'own') return;
    for (let found = this.#unknownPeers(); found.size > 0; found = this.#unknownPeers()) {
      let read = 0;
      for (const nsid of found) {
        const record = this.tables.namespace(nsid, null);
        this.readNamespace(record);
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
      const half = this.snapshot().pairs.filter(pair => pair.b === null);
      if (half.length === 0) return;
      let changed = false;
      for (const { a } of half) {
        const pointer = peerPointer(a);
        changed = this.readLink(a.nsid, a.ifindex) || changed;
        if (pointer.kind === 'at') changed = this.readLink(pointer.nsid, pointer.ifindex) || changed;
      }
      if (!changed) return;
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

  /** Reads the counters of every veth again, with as few bytes as the kernel allows. */
  refreshCounters(): void {
    for (const record of [...this.tables.records.values()]) {
      if (!this.source.canRead(record.nsid)) continue;
      const read = this.source.links(record.nsid, { counters: true, kind: 'veth' });
      if (read.kind !== 'ok') continue;
      for (const link of read.value) {
        const known = record.links.get(link.ifindex);
        if (known !== undefined) record.links.set(link.ifindex, { ...known, counters: link.counters });
      }
    }
    this.tables.touch();
  }

  /** Reads one link again. True: the picture changed. */
  readLink(nsid: number, ifindex: number): boolean {
    const record = this.tables.records.get(nsid);
    if (record === undefined || !this.source.canRead(nsid)) return false;
    const before = record.links.get(ifindex);
    const read = this.source.links(nsid, { counters: this.#options.counters, ifindex });
    if (read.kind === 'gone') {
      this.tables.removeLink(nsid, ifindex);
      return before !== undefined;
    }
    const [link] = read.kind === 'ok' ? read.value : [];
    if (link === undefined) return false;
    this.tables.putLink(record, link);
    return before?.lowerIfindex !== link.lowerIfindex || before?.lowerNsid !== link.lowerNsid;
  }
}

function sameHandles(before: readonly Handle[], after: readonly Handle[]): boolean {
  return before.length === after.length && before.every((handle, index) => sameHandle(handle, after[index]));
}

function sameHandle(x: Handle, y: Handle | undefined): boolean {
  return y !== undefined && x.kind === y.kind && handlePath(x) === handlePath(y);
}
