/** Keeps one probe program running: down the ladder when it can't attach, again when it dies, anew when it has to change. */
import { reasonOf } from '../core/errors.js';
import { assemble } from './assemble.js';
import { Backoff } from './backoff.js';
import { cadenceFor, stallMs } from './cadence.js';
import { type BpftraceFacts, type HostFacts, readHostFacts } from './capabilities.js';
import { capacityFor, enlarged } from './capacity.js';
import { CostMeter } from './cost-meter.js';
import type { FlavourSpec } from './flavours.js';
import { readFragment } from './fragments.js';
import { ladder, type WhyNot } from './ladder.js';
import type { Life, LifeEnd } from './life.js';
import type { Depth, Flavour, ProbeState, Sample } from './model.js';
import { Names } from './names.js';
import { isSamePlan, type Plan, planFor, type Wanted } from './plan.js';
import { Reporter } from './reporter.js';
import { Tally } from './tally.js';
import { hasField } from './tracefs.js';

export interface ProbeOptions {
  /** Time between two samples, whole milliseconds. */
  readonly intervalMs: number;
  readonly depth: Depth;
  /** The only flavour to use; left out: the best that works here. */
  readonly flavour?: Flavour;
  /** Links on the host: the maps' room follows it. */
  readonly linkCount: number;
  /**
   * Whether packets handed in again after NETDEV_TX_BUSY have to be told apart (default): see retries.ts. Without that, a second
   * probe per packet is saved.
   */
  readonly retries?: boolean;
  readonly onSample: (sample: Sample) => void;
  readonly onState: (state: ProbeState) => void;
}

export interface Probes {
  state(): ProbeState;
  setDepth(depth: Depth): void;
  setIntervalMs(intervalMs: number): void;
  setLinkCount(linkCount: number): void;
  setRetries(retries: boolean): void;
  /** Whether `cost` is kept in the state; off at first. */
  measureCost(on: boolean): void;
  /** Resolves when bpftrace is gone. May be called again. */
  stop(): Promise<void>;
}

/** Starts counting. Nothing is thrown: what can't be had is in the state. `onState` and `onSample` are called later, never from in here. */
export function startProbes(options: ProbeOptions): Probes {
  return new Supervisor(options);
}

/** What a program is run with. */
interface Means {
  readonly facts: HostFacts;
  readonly names: Names;
  readonly LifeOf: typeof Life;
}

/** Keys pressed in a row change the program once. */
const SETTLE_MS = 250;
/** Maps that took longer than this to fill up are full of what is gone: a new program has room enough. */
const SLOWLY_MS = 600_000;
/** Times that a program may be killed before it attached. */
const MOST_KILLED = 3;

class Supervisor implements Probes {
  readonly #options: ProbeOptions;
  readonly #tally = new Tally();
  readonly #backoff = new Backoff();
  readonly #running: Promise<void>;
  #wanted: Wanted;
  readonly #cost = new CostMeter(
    () => this.#life?.pid ?? null,
    cost => this.#publish({ cost }),
  );
  #state: ProbeState;
  #stopping = false;
  #life: Life | null = null;
  #plan: Plan | null = null;
  #settle: NodeJS.Timeout | null = null;
  /** Ends a wait for a change or for the next attempt. */
  #wake: () => void = () => undefined;
  #programs = 0;
  #gapFromMs: number | null = null;
  #liveFromMs = 0;
  #lastSampleMs = Number.NEGATIVE_INFINITY;

  constructor(options: ProbeOptions) {
    this.#options = options;
    const { depth, intervalMs, linkCount, retries = true } = options;
    this.#wanted = { depth, intervalMs, capacity: capacityFor(linkCount), retries };
    this.#state = {
      status: 'starting',
      flavour: 'counters',
      depth,
      whyNot: [],
      restarts: 0,
      lost: 0,
      gapMs: 0,
      message: null,
      bpftraceVersion: null,
    };
    this.#running = this.#run().catch((thrown: unknown) => {
      this.#publish({ status: 'unavailable', flavour: 'counters', message: `probes ended: ${reasonOf(thrown)}` });
    });
  }

  state(): ProbeState {
    return this.#state;
  }

  setDepth(depth: Depth): void {
    this.#want({ depth });
  }

  setIntervalMs(intervalMs: number): void {
    this.#want({ intervalMs });
  }

  /** Room is only ever added: fewer links are no reason to count anew. */
  setLinkCount(linkCount: number): void {
    this.#want({ capacity: Math.max(this.#wanted.capacity, capacityFor(linkCount)) });
  }

  setRetries(retries: boolean): void {
    this.#want({ retries });
  }

  measureCost(on: boolean): void {
    if (on && !this.#stopping) this.#cost.start();
    else this.#cost.stop();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#cost.stop();
    if (this.#settle !== null) clearTimeout(this.#settle);
    this.#life?.end();
    this.#wake();
    await this.#running;
    this.#publish({ status: 'stopped' });
  }

  async #run(): Promise<void> {
    const facts = await readHostFacts();
    this.#publish({ bpftraceVersion: facts.bpftrace?.version ?? null });
    const { order, whyNot } = ladder(facts, this.#options.flavour ?? null);
    this.#publish({ whyNot });
    const names = new Names(facts.formats.get('skb/kfree_skb') ?? '');
    // Loads what starts processes: not before there is something on the screen.
    const { Life: LifeOf } = await import('./life.js');
    await this.#descend({ facts, names, LifeOf }, [...order]);
  }

  /** Runs programs until stopped. A flavour that never attached is struck off. */
  async #descend(means: Means, rungs: FlavourSpec[]): Promise<void> {
    const { bpftrace } = means.facts;
    /** Attempts from here on are repeated: the flavour works, or was not given the time to show it. */
    let worked = false;
    let killedAtStart = 0;
    while (!this.#stopping) {
      const [spec] = rungs;
      const plan = spec === undefined ? null : planFor(spec, this.#wanted);
      if (spec === undefined || bpftrace === null) {
        await this.#countersOnly(this.#options.flavour === 'counters' ? 'live' : 'unavailable');
      } else if (plan === null) {
        await this.#countersOnly('live');
      } else {
        const { started, killed, livedMs, why, replaced } = await this.#live(means, bpftrace, plan);
        worked ||= started;
        if (replaced || this.#stopping) continue;
        if (killed && !worked) killedAtStart += 1;
        if (!worked && !(killed && killedAtStart <= MOST_KILLED)) {
          rungs.shift();
          killedAtStart = 0;
          this.#publish({ whyNot: [...this.#state.whyNot, { flavour: spec.flavour, why }] satisfies WhyNot[] });
        } else {
          this.#publish({ status: 'restarting', restarts: this.#state.restarts + 1, message: why });
          await this.#pause(this.#backoff.nextMs(livedMs));
        }
      }
    }
  }

  async #live(
    { facts, names, LifeOf }: Means,
    bpftrace: BpftraceFacts,
    plan: Plan,
  ): Promise<LifeEnd & { readonly replaced: boolean }> {
    const dropReason = hasField(facts.formats.get('skb/kfree_skb') ?? '', 'reason');
    const program = assemble({ ...plan, dropReason }, readFragment);
    this.#tally.newProgram();
    const reporter = new Reporter(this.#tally, names, sample => this.#give(sample));
    this.#plan = plan;
    const life = new LifeOf({
      path: bpftrace.path,
      program,
      tracefs: facts.tracefs,
      mapCapacity: plan.capacity,
      tally: this.#tally,
      stallMs: stallMs(plan),
      onStart: quieted => {
        this.#closeGap();
        this.#liveFromMs = performance.now();
        reporter.start(this.#programs);
        this.#programs += 1;
        this.#publish({ status: 'live', flavour: plan.spec.flavour, depth: plan.depth, quieted });
      },
      onFrame: monotonicMs => {
        reporter.frame(monotonicMs, cadenceFor(this.#wanted.intervalMs).framesPerSample);
        this.#makeRoom(plan, this.#tally.fullest);
      },
      onLost: events => this.#publish({ lost: this.#state.lost + events }),
      onFull: () => this.#makeRoom(plan, plan.capacity),
    });
    this.#life = life;
    const end = await life.ended;
    this.#life = null;
    const replaced = this.#plan !== plan;
    // A program that was asked to end has printed its maps once more.
    if (end.started) this.#gapFromMs = replaced ? performance.now() : reporter.lastAtMs;
    return { ...end, replaced };
  }

  /** A sample of an ended program that waited for names must not follow one of the next. */
  #give(sample: Sample): void {
    if (this.#stopping || sample.monotonicMs <= this.#lastSampleMs) return;
    this.#lastSampleMs = sample.monotonicMs;
    this.#options.onSample(sample);
  }

  #makeRoom(plan: Plan, entries: number): void {
    const capacity = enlarged(plan.capacity, entries);
    if (capacity === null || this.#plan !== plan) return;
    if (performance.now() - this.#liveFromMs >= SLOWLY_MS) {
      this.#publish({ message: 'the maps of the probes are full of links that are gone: starting again' });
      this.#replace();
    } else if (this.#wanted.capacity < capacity) {
      this.#publish({ message: `the maps of the probes are full: starting again with room for ${capacity} entries` });
      this.#want({ capacity });
    }
  }

  /** Looks, after a moment, whether the running program still is what is wanted. */
  #want(change: Partial<Wanted>): void {
    this.#wanted = { ...this.#wanted, ...change };
    if (this.#settle !== null) clearTimeout(this.#settle);
    if (this.#stopping) return;
    this.#settle = setTimeout(() => {
      const plan = this.#plan;
      if (plan === null || !isSamePlan(plan, planFor(plan.spec, this.#wanted))) this.#replace();
    }, SETTLE_MS);
  }

  /** Ends the running program, or the wait for one; what is wanted now comes after it. */
  #replace(): void {
    if (this.#plan !== null) this.#life?.end();
    this.#plan = null;
    this.#wake();
  }

  async #countersOnly(status: 'live' | 'unavailable'): Promise<void> {
    this.#plan = null;
    const message = status === 'live' ? null : `no probes: ${this.#state.whyNot.at(-1)?.why ?? 'nothing left to try'}`;
    this.#publish({ status, flavour: 'counters', depth: 'counters', ...(message === null ? {} : { message }) });
    await this.#pause(null);
  }

  /** @param ms null: until something changes. */
  async #pause(ms: number | null): Promise<void> {
    if (this.#stopping) return;
    let timer: NodeJS.Timeout | null = null;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
      if (ms !== null) timer = setTimeout(resolve, ms);
    });
    this.#wake = () => undefined;
    if (timer !== null) clearTimeout(timer);
  }

  #closeGap(): void {
    if (this.#gapFromMs === null) return;
    this.#publish({ gapMs: this.#state.gapMs + Math.round(performance.now() - this.#gapFromMs) });
    this.#gapFromMs = null;
  }

  #publish(change: Partial<ProbeState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onState(this.#state);
  }
}
