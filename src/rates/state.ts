/** What the differ remembers between two ticks. Owned by the state: see differ.ts. */

import type { Inventory } from '../inventory/model.js';
import type { Depth } from '../probes/model.js';
import { type BypassState, createBypass } from './bypass.js';
import { createDirection, type DirectionState, type Source } from './direction.js';
import type { DropLedger } from './drop-ledger.js';
import { type EndIndex, indexEnds } from './ends.js';
import type { LinkLedger } from './link-ledger.js';
import { createPairDrops, type PairDrops } from './pair-drops.js';
import { PAIR_SERIES, type Ring, RingStore } from './ring.js';
import { NO_REPORT_YET, type Timing } from './timing.js';

export interface PairState {
  readonly ab: DirectionState;
  readonly ba: DirectionState;
  readonly drops: PairDrops;
  /** a → b and b → a. */
  readonly bypass: { readonly ab: BypassState; readonly ba: BypassState };
  readonly history: Ring;
  /** What its totals were last counted by; null before the first count. */
  source: Source | null;
  seenAtTick: number;
}

export interface Store {
  tick: number;
  readonly links: LinkLedger;
  readonly drops: DropLedger;
  readonly pairs: Map<string, PairState>;
  readonly histories: RingStore;
  sampleTiming: Timing;
  counterTiming: Timing;
  /** Epoch and depth of the last sample. */
  epoch: number | null;
  depth: Depth | null;
  otherLossPerSecond: number | null;
  /** All pairs' packets and drops per second. */
  readonly totals: Ring;
  indexed: { readonly inventory: Inventory; readonly index: EndIndex } | null;
}

export function createStore(historyLength: number): Store {
  return {
    tick: 0,
    links: new Map(),
    drops: new Map(),
    pairs: new Map(),
    histories: new RingStore(PAIR_SERIES.length, historyLength),
    sampleTiming: NO_REPORT_YET,
    counterTiming: NO_REPORT_YET,
    epoch: null,
    depth: null,
    otherLossPerSecond: null,
    totals: new RingStore(2, historyLength, 1).create(),
    indexed: null,
  };
}

/** The index of the inventory's ends, made once per inventory. */
export function indexOf(store: Store, inventory: Inventory): EndIndex {
  if (store.indexed?.inventory !== inventory) store.indexed = { inventory, index: indexEnds(inventory) };
  return store.indexed.index;
}

export function pairState(store: Store, id: string): PairState {
  let state = store.pairs.get(id);
  if (state === undefined) {
    state = {
      ab: createDirection(),
      ba: createDirection(),
      drops: createPairDrops(),
      bypass: { ab: createBypass(), ba: createBypass() },
      history: store.histories.create(),
      source: null,
      seenAtTick: store.tick,
    };
    store.pairs.set(id, state);
  }
  state.seenAtTick = store.tick;
  return state;
}

export function forgetUnseen(store: Store): void {
  store.pairs.forEach((state, id) => {
    if (state.seenAtTick !== store.tick) store.pairs.delete(id);
  });
}
