import { execIn, inPlace } from '../place.js';
import { type LinkAt, type Step, undoneBy } from './model.js';

export interface QueueSpec extends LinkAt {
  /** Kilobits per second. */
  readonly rateKbit: number;
  /** Bytes that wait at most; what comes on top is dropped. */
  readonly limitBytes: number;
}

/** Packets of one full frame pass at once (tc-tbf(8)). */
const BURST_BYTES = 1600;

/** A queue that passes no more than its rate. */
export function addQueue({ place, link, rateKbit, limitBytes }: QueueSpec): Step {
  const rate = ['rate', `${rateKbit}kbit`, 'burst', `${BURST_BYTES}`, 'limit', `${limitBytes}`];
  return {
    change: { kind: 'add-queue', place, link },
    title: `let ${link}${inPlace(place)} send ${rateKbit} kbit/s at most`,
    command: execIn(place, 'tc', 'qdisc', 'add', 'dev', link, 'root', 'tbf', ...rate),
    inverse: undoneBy(execIn(place, 'tc', 'qdisc', 'del', 'dev', link, 'root')),
  };
}
