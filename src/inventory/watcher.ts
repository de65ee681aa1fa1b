/**
 * Keeps the inventory current. Events say what to read again; nothing else is read. Everything is read anew only when the
 * kernel says that events were lost. New named namespaces show in the run directories, new process namespaces in a paced
 * scan of /proc.
 */
import fs from 'node:fs';
import type { Observer } from '../netlink/observer.js';
import type { HostInventory } from './host.js';
import type { Inventory } from './model.js';

const DRAIN_MS = 100;
/** A scan may take this share of the time at most: the next one waits that much longer than the last one took. */
const SCAN_SHARE = 0.01;
const SCAN_LEAST_MS = 1000;
/** A deep scan reads every open file of every process: rarely, and only while something is hidden. */
const DEEP_LEAST_MS = 15_000;
/** `ip netns add` makes the file first and mounts on it a moment later. */
const NAMED_RETRIES_MS = [10, 60, 200];
const RUN_DIRECTORIES = ['/run/netns', '/run/docker/netns'];

export interface WatcherStats {
  /** Times that everything was read again. */
  readonly rescans: number;
  /** Events applied one by one. */
  readonly events: number;
  readonly overruns: number;
}

export class InventoryWatcher {
  readonly #host: HostInventory;
  readonly #observer: Observer;
  readonly #onChange: (inventory: Inventory) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #watches = new Map<string, fs.FSWatcher>();
  #generation = -1;
  #events = 0;
  #overruns = 0;
  #stopped = false;

  constructor(host: HostInventory, observer: Observer, onChange: (inventory: Inventory) => void) {
    this.#host = host;
    this.#observer = observer;
    this.#onChange = onChange;
  }

  /** Listens first and reads then: what happens in between is heard. */
  start(): Inventory {
    this.#observer.listen();
    this.#host.rescan();
    const inventory = this.#host.snapshot();
    this.#generation = inventory.generation;
    this.#watchDirectories();
    this.#later(DRAIN_MS, () => this.#drain());
    this.#later(SCAN_LEAST_MS, () => this.#scan(false));
    this.#later(DEEP_LEAST_MS, () => this.#scan(true));
    return inventory;
  }

  stats(): WatcherStats {
    return { rescans: this.#host.rescans, events: this.#events, overruns: this.#overruns };
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const watch of this.#watches.values()) watch.close();
  }

  #later(delayMs: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) task();
    }, delayMs);
    this.#timers.add(timer);
  }

  #drain(): void {
    const touched = new Set<string>();
    const events = this.#observer.events.drain();
    for (const event of events) {
      if (event.kind === 'overrun') {
        this.#overruns++;
        this.#host.rescan();
        break;
      }
      this.#events++;
      if (event.kind === 'namespace-gone') this.#host.tables.removeNamespace(event.nsid);
      else if (event.kind === 'namespace-named') continue;
      else {
        // A burst on one link is read once.
        const what = `${event.kind === 'addresses' ? 'addresses' : 'link'} ${event.nsid}/${event.ifindex}`;
        if (touched.has(what)) continue;
        touched.add(what);
        if (event.kind === 'addresses') this.#host.readLinkAddresses(event.nsid, event.ifindex);
        else this.#host.readLink(event.nsid, event.ifindex);
      }
    }
    if (events.length > 0) this.#host.complete();
    this.#publish();
    this.#later(DRAIN_MS, () => this.#drain());
  }

  #scan(deep: boolean): void {
    const before = performance.now();
    if (!deep || this.#host.hasHidden()) this.#readHandles(deep);
    this.#watchDirectories();
    const tookMs = performance.now() - before;
    this.#later(Math.max(deep ? DEEP_LEAST_MS : SCAN_LEAST_MS, tookMs / SCAN_SHARE), () => this.#scan(deep));
  }

  #readHandles(deep: boolean): void {
    const added = this.#host.scanHandles(deep);
    for (const record of added) this.#host.readNamespace(record);
    if (added.length > 0) this.#host.complete();
    this.#publish();
  }

  #watchDirectories(): void {
    for (const directory of RUN_DIRECTORIES) {
      if (this.#watches.has(directory)) continue;
      try {
        const watch = fs.watch(directory, { persistent: false }, () => this.#named());
        watch.on('error', () => this.#unwatch(directory));
        this.#watches.set(directory, watch);
      } catch {}
    }
  }

  #unwatch(directory: string): void {
    this.#watches.get(directory)?.close();
    this.#watches.delete(directory);
  }

  #namedPending = false;

  #named(): void {
    if (this.#namedPending) return;
    this.#namedPending = true;
    for (const delayMs of NAMED_RETRIES_MS) this.#later(delayMs, () => this.#readHandles(false));
    this.#later(Math.max(...NAMED_RETRIES_MS), () => {
      this.#namedPending = false;
    });
  }

  #publish(): void {
    const inventory = this.#host.snapshot();
    if (inventory.generation === this.#generation) return;
    this.#generation = inventory.generation;
    this.#onChange(inventory);
  }
}
