/** Options of everything that watches: interval, flavour, depth. */
import { type Command as Commander, Option } from 'commander';
import { VethtopError } from '../core/errors.js';
import type { SessionOptions } from '../live/session.js';
import { FLAVOURS } from '../probes/flavours.js';
import type { Flavour } from '../probes/model.js';
import { parseNumber } from './stream.js';

export interface LiveFlags {
  readonly delay?: string;
  readonly flavour?: string;
  readonly light?: true;
}

const DEFAULT_SECONDS = 1;
const CHOICES: readonly Flavour[] = [...FLAVOURS.map(({ flavour }) => flavour), 'counters'];

export function liveOptions(command: Commander): Commander {
  return command
    .option('-d, --delay <seconds>', `seconds between reports (default: ${DEFAULT_SECONDS})`)
    .addOption(new Option('--flavour <flavour>', 'attach the probes this way only').choices(CHOICES))
    .option('--light', 'probe drops only; packet rates from the kernel counters');
}

function flavourOf(text: string): Flavour {
  const found = CHOICES.find(flavour => flavour === text);
  if (found !== undefined) return found;
  throw new VethtopError({ code: 'usage', what: `there is no flavour ${text}`, next: `one of ${CHOICES.join(', ')}` });
}

/** @throws VethtopError `usage` */
export function parseLiveFlags({ delay, flavour, light }: LiveFlags): SessionOptions {
  const forced = flavour === undefined ? null : flavourOf(flavour);
  return {
    intervalMs: Math.round(1000 * (delay === undefined ? DEFAULT_SECONDS : parseNumber(delay, '-d', 0.1, 3600))),
    depth: forced === 'counters' ? 'counters' : light === true ? 'light' : 'full',
    flavour: forced,
  };
}
