/** One program from its start to its end: what it prints goes into the tally, complete reports to the supervisor. */
import { type Bpftrace, type BpftraceOptions, startBpftrace } from './bpftrace.js';
import type { ProbeEvent } from './decode.js';
import { type Quieted, quietTracepoints } from './perf-events.js';
import type { Tally } from './tally.js';

export interface LifeOptions extends Omit<BpftraceOptions, 'onEvent'> {
  readonly tally: Tally;
  /** Longest silence, once it has started, before it is taken to be stuck. */
  readonly stallMs: number;
  /** All probes are attached. @param quieted see perf-events.ts. */
  readonly onStart: (quieted: Quieted) => void;
  /** A report is complete. @param monotonicMs the kernel's own time of it. */
  readonly onFrame: (monotonicMs: number) => void;
  /** Reports or events lost. */
  readonly onLost: (events: number) => void;
  /** A map has no room. */
  readonly onFull: () => void;
}

export interface LifeEnd {
  readonly why: string;
  /** Somebody else ended it, by a signal. */
  readonly killed: boolean;
  /** Whether all probes were attached. */
  readonly started: boolean;
  /** How long it counted. */
  readonly livedMs: number;
}

/** Compiling and attaching on a busy machine. */
const LONGEST_START_MS = 30_000;
/** -E2BIG of bpf_map_update_elem(). */
const MAP_FULL = -7;
/** A few lines may be the words of a library; a report ends the count. */
const MOST_RUBBISH = 50;
const SILENT = 'bpftrace printed no report';

export class Life {
  readonly ended: Promise<LifeEnd>;
  readonly #options: LifeOptions;
  readonly #process: Bpftrace;
  #watchdog: NodeJS.Timeout | null = null;
  #startedAtMs: number | null = null;
  #stuck: string | null = null;
  /** Lines in a row that are not bpftrace's, without a report between them. */
  #rubbish = 0;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.#process = startBpftrace({ ...options, onEvent: event => this.#take(event) });
    this.#watch(LONGEST_START_MS, 'bpftrace attached no probes');
    this.ended = this.#process.ended.then(({ why, signalled }) => {
      if (this.#watchdog !== null) clearTimeout(this.#watchdog);
      return {
        why: this.#stuck ?? why,
        killed: signalled && this.#stuck === null,
        started: this.#startedAtMs !== null,
        livedMs: this.#startedAtMs === null ? 0 : performance.now() - this.#startedAtMs,
      };
    });
  }

  /** The process that holds the programs, once they are attached. */
  get pid(): number | null {
    return this.#startedAtMs === null ? null : this.#process.pid;
  }

  /** Ends it; its last totals still go into the tally. */
  end(): void {
    this.#process.end();
  }

  #take(event: ProbeEvent): void {
    const { tally, onStart, onFrame, onLost, onFull, stallMs } = this.#options;
    switch (event.type) {
      case 'start':
        this.#startedAtMs = performance.now();
        this.#watch(stallMs, SILENT);
        onStart(quietTracepoints(this.#process.pid ?? 0));
        break;
      case 'map':
        tally.fold(event.name, event.entries, performance.now());
        break;
      case 'frame':
        this.#rubbish = 0;
        this.#watch(stallMs, SILENT);
        onFrame(Number(event.nsecs / 1000n) / 1000);
        break;
      case 'lost':
        onLost(event.events);
        break;
      case 'helper-error':
        if (event.code === MAP_FULL) onFull();
        break;
      case 'rubbish':
        this.#rubbish += 1;
        if (this.#rubbish === MOST_RUBBISH) this.#giveUp(`what runs as bpftrace does not print its format: "${event.text}"`);
        break;
      case 'attached':
      case 'text':
        break;
    }
  }

  #watch(patienceMs: number, what: string): void {
    if (this.#watchdog !== null) clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#giveUp(`${what} for ${Math.round(patienceMs / 1000)} s`), patienceMs);
  }

  #giveUp(why: string): void {
    this.#stuck = why;
    this.#process.kill();
  }
}
