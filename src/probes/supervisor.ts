/** Keeps one probe program running: down the ladder when it can't attach, again when it dies, anew when it has to change. */
import { reasonOf } from '../core/errors.js';
import { assemble } from './assemble.js';
import { Backoff } from './backoff.js';
import { cadenceFor, stallMs } from './cadence.js';
import { type BpftraceFacts, type HostFacts, readHostFacts } from './capabilities.js';
import { capacityFor, enlarged } from './capacity.js';
import type { FlavourSpec } from './flavours.js';
import { readFragment } from './fragments.js';
import { ladder, type WhyNot } from './ladder.js';
import { Life, type LifeEnd } from './life.js';
import type { Depth, Flavour, ProbeState, Sample } from './model.js';
import { Names } from './names.js';
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
   * Whether packets handed in again after NETDEV_TX_BUSY have to be told apart (default). veth answers so only where one has a
   * queueing discipline; without that, a second probe per packet can be saved.
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
  /** Resolves when bpftrace is gone. May be called again. */
  stop(): Promise<void>;
}

/** Starts counting. Nothing is thrown: what can't be had is in the state. `onState` and `onSample` are called later, never from in here. */
export function startProbes(options: ProbeOptions): Probes {
  return new Supervisor(options);
}

/** What a running program was made for; another one is needed when it changes. */
interface Plan {
  readonly depth: Exclude<Depth, 'counters'>;
  readonly frameIntervalMs: number;
  readonly capacity: number;
}

/** Keys pressed in a row change the program once. */
const SETTLE_MS = 250;
/** Times that a program may be killed before it attached. */
const MOST_KILLED = 3;

class Supervisor implements Probes {
  readonly #options: ProbeOptions;
  readonly #tally = new Tally();
  readonly #backoff = new Backoff();
  readonly #running: Promise<void>;
  #depth: Depth;
  #intervalMs: number;
  #capacity: number;
  #state: ProbeState;
  #stopping = false;
  #life: Life | null = null;
  #plan: Plan | null = null;
  #settle: NodeJS.Timeout | null = null;
  /** Ends a wait for a change or for the next attempt. */
  #wake: () => void = () => undefined;
  #programs = 0;
  #gapFromMs: number | null = null;
  #lastSampleMs = Number.NEGATIVE_INFINITY;

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#depth = options.depth;
    this.#intervalMs = options.intervalMs;
    this.#capacity = capacityFor(options.linkCount);
    this.#state = {
      status: 'starting',
      flavour: 'counters',
      depth: options.depth,
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
    this.#depth = depth;
    this.#changed();
  }

  setIntervalMs(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.#changed();
  }

  /** Room is only ever added: fewer links are no reason to count anew. */
  setLinkCount(linkCount: number): void {
    this.#capacity = Math.max(this.#capacity, capacityFor(linkCount));
    this.#changed();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
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
    await this.#descend(facts, names, [...order]);
  }

  /** Runs programs until stopped. A flavour that never attached is struck off. */
  async #descend(facts: HostFacts, names: Names, rungs: FlavourSpec[]): Promise<void> {
    /** Attempts from here on are repeated: the flavour works, or was not given the time to show it. */
    let worked = false;
    let killedAtStart = 0;
    while (!this.#stopping) {
      const [spec] = rungs;
      if (spec === undefined || facts.bpftrace === null) {
        await this.#countersOnly(this.#options.flavour === 'counters' ? 'live' : 'unavailable');
      } else if (this.#depth === 'counters') {
        await this.#countersOnly('live');
      } else {
        const { started, killed, livedMs, why, replaced } = await this.#live(facts, facts.bpftrace, names, spec, this.#depth);
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
    facts: HostFacts,
    bpftrace: BpftraceFacts,
    names: Names,
    spec: FlavourSpec,
    depth: Plan['depth'],
  ): Promise<LifeEnd & { readonly replaced: boolean }> {
    const cadence = cadenceFor(this.#intervalMs);
    const plan: Plan = { depth, frameIntervalMs: cadence.frameIntervalMs, capacity: this.#capacity };
    const program = assemble(
      {
        spec,
        depth,
        dropReason: hasField(facts.formats.get('skb/kfree_skb') ?? '', 'reason'),
        retries: this.#options.retries ?? true,
        frameIntervalMs: plan.frameIntervalMs,
      },
      readFragment,
    );
    this.#tally.newProgram();
    const reporter = new Reporter(this.#tally, names, sample => this.#give(sample));
    this.#plan = plan;
    const life = new Life({
      path: bpftrace.path,
      program,
      tracefs: facts.tracefs,
      mapCapacity: plan.capacity,
      tally: this.#tally,
      stallMs: stallMs(cadence),
      onStart: () => {
        this.#closeGap();
        reporter.start(this.#programs);
        this.#programs += 1;
        this.#publish({ status: 'live', flavour: spec.flavour, depth });
      },
      onFrame: monotonicMs => {
        reporter.frame(monotonicMs, cadenceFor(this.#intervalMs).framesPerSample);
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
    if (capacity === null || this.#capacity >= capacity) return;
    this.#capacity = capacity;
    this.#publish({ message: `the maps of the probes are full: starting again with room for ${capacity} entries` });
    this.#changed();
  }

  /** Looks, after a moment, whether the running program still is what is wanted. */
  #changed(): void {
    if (this.#settle !== null) clearTimeout(this.#settle);
    if (this.#stopping) return;
    this.#settle = setTimeout(() => {
      const { frameIntervalMs } = cadenceFor(this.#intervalMs);
      const plan = this.#plan;
      if (plan === null) {
        this.#wake();
        return;
      }
      if (plan.depth === this.#depth && plan.frameIntervalMs === frameIntervalMs && plan.capacity === this.#capacity) return;
      this.#plan = null;
      this.#life?.end();
      this.#wake();
    }, SETTLE_MS);
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
