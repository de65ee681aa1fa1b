/** One pair, one tick. */
import type { Depth, Sample } from '../probes/model.js';
import { type BypassState, meterBypass, type Passage } from './bypass.js';
import { type DirectionState, meterKernel, meterProbe, type Source, settleDirection } from './direction.js';
import type { End, EndIndex, PairEnds } from './ends.js';
import type { CounterReading } from './input.js';
import { claim } from './link-ledger.js';
import type { DirectionRate, PairRate } from './model.js';
import { lossTotal, meterDrops } from './pair-drops.js';
import { HistoryView } from './ring.js';
import { type PairState, pairState, type Store } from './state.js';
import type { Timing } from './timing.js';

/** What is new in a tick. */
export interface Tick {
  readonly sample: Sample | null;
  /** The sample, if it counts packets. */
  readonly packetSample: Sample | null;
  readonly packetTiming: Timing;
  readonly counters: CounterReading | null;
  readonly depth: Depth;
  readonly index: EndIndex;
  /** Something was not counted between the last sample and this one. */
  readonly gap: boolean;
}

function meter(store: Store, tick: Tick, direction: DirectionState, end: End | null, pairId: string): void {
  if (end === null) return;
  const counted = tick.depth !== 'full' || end.probeKey === null ? null : claim(store.links, end.probeKey, pairId, store.tick);
  meterProbe(direction, tick.packetTiming, counted);
  const counters = tick.counters?.links.get(end.linkKey) ?? null;
  meterKernel(direction, end.linkKey, tick.counters?.monotonicMs ?? null, counters);
}

/**
 * Both directions of a row have one source. A pair that the kernel's counters were counting stays with them until a sample
 * has given the probe's own a place to count on from, so that nothing is missed or counted twice.
 */
function sourceOf(tick: Tick, ends: PairEnds, state: PairState): Source {
  const matched = ends.a.probeKey !== null && (ends.b === null || ends.b.probeKey !== null);
  return tick.depth === 'full' && matched && state.source !== 'kernel' ? 'probe' : 'kernel';
}

function nextSource(tick: Tick, ends: PairEnds, state: PairState, source: Source): Source | null {
  const said = state.ab[source].said || state.ba[source].said;
  if (!said) return state.source;
  const handedOver = source === 'kernel' && tick.packetSample !== null;
  return handedOver && sourceOf(tick, ends, { ...state, source: null }) === 'probe' ? 'probe' : source;
}

/** Can what the receiving end got be compared with what the probes saw sent? */
function passage(tick: Tick, to: End | null, source: Source, { packets }: DirectionRate): Passage | null {
  const received = to === null ? undefined : tick.counters?.links.get(to.linkKey)?.rxPackets;
  if (to === null || received === undefined || packets === null) return null;
  if (source !== 'probe' || tick.packetSample === null || tick.packetTiming.step !== 'interval') return null;
  return { linkKey: to.linkKey, received, sent: packets };
}

function isBypassed(state: BypassState, tick: Tick, to: End | null, source: Source, rate: DirectionRate): boolean {
  // Between two reports nothing new is known.
  return tick.packetSample === null ? state.bypassed : meterBypass(state, passage(tick, to, source, rate));
}

export function advancePair(store: Store, tick: Tick, ends: PairEnds): PairRate {
  const state = pairState(store, ends.id);
  meter(store, tick, state.ab, ends.a, ends.id);
  meter(store, tick, state.ba, ends.b, ends.id);
  meterDrops(state.drops, store.sampleTiming);

  const source = sourceOf(tick, ends, state);
  const ab = settleDirection(state.ab, source);
  const ba = settleDirection(state.ba, source);
  const said = state.ab[source].said || state.ba[source].said;
  state.source = nextSource(tick, ends, state, source);

  const dropsPerSecond = state.drops.lossPerSecond;
  // Both are asked: each remembers what it was told.
  const abBypassed = isBypassed(state.bypass.ab, tick, ends.b, source, ab);
  const baBypassed = isBypassed(state.bypass.ba, tick, ends.a, source, ba);
  state.history.push(ab.packetsPerSecond, ba.packetsPerSecond, ab.bytesPerSecond, ba.bytesPerSecond, dropsPerSecond);
  return {
    id: ends.id,
    source: said ? source : null,
    ab,
    ba,
    dropsPerSecond,
    dropsTotal: store.sampleTiming.lastMs === null ? null : lossTotal(state.drops),
    drops: state.drops.rates,
    bypass: abBypassed || baBypassed,
    kernel: { abPacketsPerSecond: state.ab.kernel.packetsPerSecond, baPacketsPerSecond: state.ba.kernel.packetsPerSecond },
    history: new HistoryView(state.history),
  };
}
