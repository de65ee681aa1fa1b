/**
 * Samples and an inventory → rates.
 *
 * `advance` is called once per interval, with the report that came in it or null. It consumes the state it is given: the
 * state owns large preallocated rings and ledgers that are updated in place, so only the state it returns may be used
 * again. Frames stay valid; of an old frame's history the oldest values become null as the rings move on (ring.ts).
 *
 * What counts what: in depth `full` the probes count packets, for pairs whose namespaces both have an inode to match them
 * by; otherwise the kernel's counters do, from the first sight of the link. A restart of the probe program (another epoch)
 * makes unknown only what the probes measure. Totals only grow while a pair is in the inventory; a pair that has left it
 * and comes back is a new one.
 */
import { VethtopError } from '../core/errors.js';
import { advancePair, type Tick } from './advance-pair.js';
import { attribute } from './attribute.js';
import { countDrops, otherDrops } from './drop-ledger.js';
import type { RateInput } from './input.js';
import { countLinks, settle } from './link-ledger.js';
import type { PairRate, RateFrame } from './model.js';
import { addDrop } from './pair-drops.js';
import { createStore, forgetUnseen, indexOf, pairState, type Store } from './state.js';
import { isNew, rateAfter, STALE_AFTER_TICKS, step, type Timing } from './timing.js';
import { sumPairs } from './totals.js';

/** Ten minutes at one frame a second. */
const DEFAULT_HISTORY_LENGTH = 600;

/** Opaque; to be given to `advance` once. */
export interface RateState {
  readonly tick: number;
  readonly store: Store;
}

/** `historyLength`: frames that a history goes back. */
export function startRates(options: { readonly historyLength?: number } = {}): RateState {
  return { tick: 0, store: createStore(options.historyLength ?? DEFAULT_HISTORY_LENGTH) };
}

/** @throws VethtopError `failure` when `state` was given to it before. */
export function advance(state: RateState, input: RateInput): { readonly state: RateState; readonly frame: RateFrame } {
  const { store } = state;
  if (store.tick !== state.tick) {
    throw new VethtopError({ code: 'failure', what: 'rates were asked to go on from a state that is used up' });
  }
  store.tick += 1;
  const tick = beginTick(store, input);
  const otherLosses = takeDrops(store, tick);

  const pairs = new Map<string, PairRate>();
  for (const ends of tick.index.pairs) pairs.set(ends.id, advancePair(store, tick, ends));
  if (tick.packetSample !== null) settle(store.links, tick.packetSample.links, store.tick);
  forgetUnseen(store);
  store.otherLossPerSecond = rateAfter(store.sampleTiming, store.otherLossPerSecond, otherLosses, false);

  return { state: { tick: store.tick, store }, frame: makeFrame(store, input, tick, pairs) };
}

/** Decides what of the input is new, and takes in what the probe counted. */
function beginTick(store: Store, input: RateInput): Tick {
  const { probe, counters } = input;
  const index = indexOf(store, input.inventory);
  const sample =
    input.sample !== null && isNew(store.sampleTiming, input.sample.monotonicMs) ? attribute(input.sample, index) : null;
  const gap = sample !== null && store.epoch !== null && sample.epoch !== store.epoch;
  store.sampleTiming = step(store.sampleTiming, sample?.monotonicMs ?? null, gap);
  store.counterTiming = step(store.counterTiming, counters?.monotonicMs ?? null, false);

  const packetSample = probe.depth === 'full' ? sample : null;
  // The first sample that counts packets again has nothing to subtract from.
  const resumed = packetSample !== null && store.depth !== null && store.depth !== 'full';
  const packetTiming: Timing = resumed ? { ...store.sampleTiming, step: 'break' } : store.sampleTiming;
  if (packetSample !== null) countLinks(store.links, packetSample.links);
  if (sample !== null) {
    store.epoch = sample.epoch;
    store.depth = probe.depth;
  }
  return { sample, packetSample, packetTiming, counters, depth: probe.depth, index, gap };
}

/** Gives each drop to its pair; the losses that no pair has. */
function takeDrops(store: Store, { sample, index }: Tick): number {
  let otherLosses = 0;
  if (sample === null) return otherLosses;
  for (const counted of countDrops(store.drops, sample.drops, index, store.tick)) {
    if (counted.endOf === null) {
      if (counted.drop.class === 'loss') otherLosses += counted.packets;
      continue;
    }
    addDrop(pairState(store, counted.endOf.pairId).drops, counted, counted.endOf.end);
  }
  return otherLosses;
}

function knownInterval(timing: Timing): number | null {
  return timing.missedTicks < STALE_AFTER_TICKS ? timing.intervalMs : null;
}

function makeFrame(store: Store, input: RateInput, tick: Tick, pairs: ReadonlyMap<string, PairRate>): RateFrame {
  const sampleIntervalMs = knownInterval(store.sampleTiming);
  const counterIntervalMs = knownInterval(store.counterTiming);
  const sums = sumPairs(pairs.values(), {
    packets: sampleIntervalMs !== null || counterIntervalMs !== null,
    drops: sampleIntervalMs !== null,
  });
  store.totals.push(sums.packetsPerSecond, sums.dropsPerSecond);
  return {
    at: input.at,
    intervalMs: tick.depth === 'full' ? sampleIntervalMs : counterIntervalMs,
    flavour: input.probe.flavour,
    depth: input.probe.depth,
    pairs,
    total: { ...sums, packetsHistory: store.totals.read(0), dropsHistory: store.totals.read(1) },
    otherDropsPerSecond: store.otherLossPerSecond,
    otherDrops: otherDrops(store.drops, store.sampleTiming),
    gap: tick.gap,
    probe: input.probe,
  };
}
