/** Ties the inventory, the probes and the rates together and tells whoever looks. */
import os from 'node:os';
import { VethtopError } from '../core/errors.js';
import { CounterReader } from '../inventory/counters.js';
import { HostInventory } from '../inventory/host.js';
import type { Inventory } from '../inventory/model.js';
import { InventoryWatcher, type WatcherStats } from '../inventory/watcher.js';
import { Observer } from '../netlink/observer.js';
import type { Depth, Flavour, ProbeState, Sample } from '../probes/model.js';
import { needsRetries } from '../probes/retries.js';
import { type Probes, startProbes } from '../probes/supervisor.js';
import { advance, startRates } from '../rates/differ.js';
import type { RateFrame } from '../rates/model.js';
import { inventoryChanges, probeChanges } from './changes.js';
import type { Live, LiveEvent, LiveState } from './model.js';

const MOST_EVENTS = 500;
/** A report this many intervals late is not waited for any longer. */
const PATIENCE = 2.5;

export interface SessionOptions {
  readonly intervalMs: number;
  readonly depth: Depth;
  /** Forces one flavour; null: the best that works here. */
  readonly flavour: Flavour | null;
  /** Whether what the probes cost is measured, to be shown. */
  readonly measureCost?: boolean;
}

export interface Session extends Live {
  watcherStats(): WatcherStats;
}

/**
 * Starts watching this host.
 * @throws VethtopError `privilege` without root.
 */
export function startSession(options: SessionOptions): Session {
  // Counters change all the time: they are read apart, so that the inventory stays what it is.
  const host = HostInventory.open({ deep: 'on-demand', counters: false, addresses: true });
  if (!(host.source instanceof Observer)) {
    host.close();
    throw new VethtopError({
      code: 'privilege',
      what: 'live rates need root',
      why: 'namespaces are read with CAP_SYS_ADMIN and packets counted with CAP_BPF and CAP_PERFMON',
      next: 'run it with sudo; `vethtop ls` shows without root what it can',
    });
  }
  return new RunningSession(host, host.source, options);
}

class RunningSession implements Session {
  readonly #host: HostInventory;
  readonly #watcher: InventoryWatcher;
  readonly #counters: CounterReader;
  readonly #probes: Probes;
  readonly #listeners = new Set<(state: LiveState) => void>();
  #state: LiveState;
  #probe: ProbeState;
  #rates = startRates();
  #tickTimer: NodeJS.Timeout | null = null;
  #lastTickMs = performance.now();
  #stopping: Promise<void> | null = null;

  constructor(host: HostInventory, observer: Observer, { intervalMs, depth, flavour, measureCost = false }: SessionOptions) {
    this.#host = host;
    this.#watcher = new InventoryWatcher(host, observer, inventory => this.#inventoryChanged(inventory));
    this.#counters = new CounterReader(observer);
    const inventory = this.#watcher.start();
    this.#state = { hostName: os.hostname(), kernelRelease: os.release(), intervalMs, inventory, frame: null, events: [] };
    this.#probes = startProbes({
      intervalMs,
      depth,
      ...(flavour === null ? {} : { flavour }),
      linkCount: inventory.links.size,
      retries: needsRetries(inventory.links.values()),
      onSample: sample => this.#tick(sample),
      onState: state => this.#probeChanged(state),
    });
    this.#probe = this.#probes.state();
    this.#probes.measureCost(measureCost);
    this.#scheduleTick();
  }

  state(): LiveState {
    return this.#state;
  }

  subscribe(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setIntervalMs(intervalMs: number): void {
    this.#probes.setIntervalMs(intervalMs);
    this.#publish({ intervalMs });
    this.#scheduleTick();
  }

  setDepth(depth: Depth): void {
    this.#probes.setDepth(depth);
  }

  watcherStats(): WatcherStats {
    return this.#watcher.stats();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    if (this.#tickTimer !== null) clearTimeout(this.#tickTimer);
    this.#listeners.clear();
    this.#watcher.stop();
    try {
      await this.#probes.stop();
    } finally {
      this.#host.close();
    }
  }

  /** Without a report in time (counters only, a slow or dead bpftrace) the kernel's counters still make a frame. */
  #scheduleTick(): void {
    if (this.#tickTimer !== null) clearTimeout(this.#tickTimer);
    if (this.#stopping !== null) return;
    const { intervalMs } = this.#state;
    const patience = this.#probe.status === 'live' && this.#probe.flavour !== 'counters' ? PATIENCE : 1;
    const dueMs = this.#lastTickMs + intervalMs * patience - performance.now();
    this.#tickTimer = setTimeout(() => this.#tick(null), Math.max(0, dueMs));
  }

  #tick(sample: Sample | null): void {
    if (this.#stopping !== null) return;
    this.#lastTickMs = performance.now();
    const inventory = this.#host.snapshot();
    const { state, frame } = advance(this.#rates, {
      at: Date.now(),
      sample,
      counters: { monotonicMs: this.#lastTickMs, links: this.#counters.read(inventory) },
      inventory,
      probe: this.#probe,
    });
    this.#rates = state;
    this.#publish({ inventory, frame });
    this.#scheduleTick();
  }

  #inventoryChanged(inventory: Inventory): void {
    this.#probes.setLinkCount(inventory.links.size);
    this.#probes.setRetries(needsRetries(inventory.links.values()));
    this.#publish({ inventory }, inventoryChanges(this.#state.inventory, inventory, Date.now()));
  }

  #probeChanged(probe: ProbeState): void {
    const before: ProbeState | null = this.#probe ?? null;
    this.#probe = probe;
    const events = probeChanges(before, probe, Date.now());
    const { frame } = this.#state;
    this.#publish(frame === null ? {} : { frame: { ...frame, probe } }, events);
  }

  #publish(
    change: Partial<Pick<LiveState, 'inventory' | 'intervalMs'>> & { readonly frame?: RateFrame },
    events: readonly LiveEvent[] = [],
  ): void {
    const all = events.length === 0 ? this.#state.events : [...this.#state.events, ...events].slice(-MOST_EVENTS);
    this.#state = { ...this.#state, ...change, events: all };
    for (const listener of this.#listeners) listener(this.#state);
  }
}
