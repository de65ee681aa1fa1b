/**
 * Keeps the inventory current. Events say what to read again; nothing else is read. Everything is read anew only when the
 * kernel says that events were lost. New named namespaces show in the run directories, new process namespaces in a paced
 * scan of /proc.
 */
import type { NetEvent } from '../netlink/event-socket.js';
import type { LinkAt } from '../netlink/link-source.js';
import type { Observer } from '../netlink/observer.js';
import type { HostInventory } from './host.js';
import type { Inventory } from './model.js';
import { NamedRetries } from './named-retries.js';
import { PacedScan } from './paced-scan.js';
import { RunDirectories } from './run-directories.js';
import type { NamespaceRecord } from './tables.js';

const DRAIN_MS = 100;
const PROCESSES_LEAST_MS = 1000;
/** A deep scan reads every open file of every process: rarely, and only while something is hidden from a shallow one. */
const DEEP_LEAST_MS = 5000;

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
  readonly #names = new NamedRetries({
    later: (delayMs, task) => this.#later(delayMs, task),
    look: () => this.#lookForNames(),
  });
  readonly #directories = new RunDirectories(() => this.#names.heard());
  #published: Inventory | null = null;
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
    this.#published = inventory;
    this.#directories.watch();
    this.#later(DRAIN_MS, () => this.#tick());
    this.#paced('processes', PROCESSES_LEAST_MS, () => true);
    this.#paced('deep', DEEP_LEAST_MS, () => this.#host.needsDeepScan());
    return inventory;
  }

  stats(): WatcherStats {
    return { rescans: this.#host.rescans, events: this.#events, overruns: this.#overruns };
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#directories.close();
  }

  #later(delayMs: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) task();
    }, delayMs);
    this.#timers.add(timer);
  }

  #paced(level: 'processes' | 'deep', leastMs: number, wanted: () => boolean): void {
    new PacedScan({
      host: this.#host,
      level,
      leastMs,
      wanted,
      beforeApply: () => this.#drain(),
      onResult: added => {
        this.#directories.watch();
        this.#added(added);
      },
      later: (delayMs, task) => this.#later(delayMs, task),
    });
  }

  #tick(): void {
    this.#drain();
    this.#publish();
    this.#later(DRAIN_MS, () => this.#tick());
  }

  #drain(): void {
    const events = this.#observer.events.drain();
    if (events.length === 0) return;
    if (events.some(({ kind }) => kind === 'overrun')) {
      this.#overruns++;
      // What else waits is older than what will be read now.
      while (this.#observer.events.drain().length > 0);
      this.#host.rescan();
      return;
    }
    this.#events += events.length;
    this.#apply(events);
    this.#host.complete();
  }

  /** A burst on one link is read once. Links are read before addresses: those of an unknown link go nowhere. */
  #apply(events: readonly NetEvent[]): void {
    const links = new Map<string, LinkAt>();
    const addresses = new Map<string, LinkAt>();
    for (const event of events) {
      switch (event.kind) {
        case 'namespace-gone':
          this.#host.tables.removeNamespace(event.nsid);
          break;
        case 'link':
        case 'link-gone':
          links.set(`${event.nsid}/${event.ifindex}`, event);
          break;
        case 'addresses':
          addresses.set(`${event.nsid}/${event.ifindex}`, event);
          break;
      }
    }
    this.#host.readLinks([...links.values()]);
    for (const { nsid, ifindex } of addresses.values()) this.#host.readLinkAddresses(nsid, ifindex);
  }

  #added(added: readonly NamespaceRecord[]): void {
    for (const record of added) this.#host.readNamespace(record);
    if (added.length > 0) this.#host.complete();
    this.#publish();
  }

  #lookForNames(): void {
    this.#drain();
    this.#added(this.#host.scanHandles('names'));
  }

  #publish(): void {
    const inventory = this.#host.snapshot();
    if (inventory === this.#published) return;
    this.#published = inventory;
    this.#onChange(inventory);
  }
}
