/** All scenarios by key, in the order in which they are run. */
import backlog from './backlog.mjs';
import bridge from './bridge.mjs';
import pair from './pair.mjs';
import ring from './ring.mjs';
import stack from './stack.mjs';

export const SCENARIOS = Object.entries({ ...pair, ...ring, ...bridge, ...stack, ...backlog });
