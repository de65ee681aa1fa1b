/** Runs the differ over a list of ticks. */

import { advance, startRates } from '../../src/rates/differ.js';
import type { RateInput } from '../../src/rates/input.js';
import type { RateFrame } from '../../src/rates/model.js';
import { aProbe, INVENTORY, PAIR } from './fixtures.js';

/** Frames of the ticks; what a tick leaves out is: no report, the one-pair inventory, a live full probe. */
export function drive(ticks: readonly Partial<RateInput>[], historyLength = 600): readonly RateFrame[] {
  let state = startRates({ historyLength });
  return ticks.map((tick, index) => {
    const result = advance(state, {
      at: 1_700_000_000_000 + index * 1000,
      sample: null,
      counters: null,
      inventory: INVENTORY,
      probe: aProbe(),
      ...tick,
    });
    state = result.state;
    return result.frame;
  });
}

export function pairOf(frame: RateFrame | undefined, id: string = PAIR.id) {
  const pair = frame?.pairs.get(id);
  if (pair === undefined) throw new Error(`the frame has no pair ${id}`);
  return pair;
}
