/** Fragments + facts + parameters → program text. Pure: nothing but validated numbers goes into it. */
import { VethtopError } from '../core/errors.js';
import type { FlavourSpec } from './flavours.js';
import type { Depth } from './model.js';

export interface ProgramParameters {
  readonly spec: FlavourSpec;
  readonly depth: Exclude<Depth, 'counters'>;
  /** Whether skb:kfree_skb has a `reason` field. */
  readonly dropReason: boolean;
  /** Whether packets handed in again after NETDEV_TX_BUSY have to be told apart. */
  readonly retries: boolean;
  readonly frameIntervalMs: number;
}

/** Names of the files in probes/ that make the program, in order. */
export function fragmentsOf({ spec, depth, dropReason, retries }: ProgramParameters): readonly string[] {
  return [
    'types.bt',
    ...(depth === 'full' ? spec.xmit : []),
    ...(depth === 'full' && retries ? spec.retry : []),
    dropReason ? 'drop.bt' : 'drop-without-reason.bt',
    'frame.bt',
  ];
}

/**
 * The program.
 * @param read text of a fragment by its name.
 * @throws VethtopError `usage` when the interval is no whole number of 1…60,000 ms; `failure` when a fragment lost its interval.
 */
export function assemble(parameters: ProgramParameters, read: (fragment: string) => string): string {
  const { frameIntervalMs } = parameters;
  if (!Number.isInteger(frameIntervalMs) || frameIntervalMs < 1 || frameIntervalMs > 60_000) {
    throw new VethtopError({
      code: 'usage',
      what: `a report every ${frameIntervalMs} ms is not possible`,
      next: 'choose an interval of 1 to 60,000 whole milliseconds',
    });
  }
  const names = fragmentsOf(parameters);
  const counting = names.slice(0, -1).map(read).join('');
  return counting + frame(names.slice(-1).map(read).join(''), mapsOf(counting), frameIntervalMs);
}

const DEFAULT_INTERVAL = 'interval:ms:1000\n';
const PRINT = /^\s*print\((@\w+)\);\s*$/;

function frame(text: string, maps: ReadonlySet<string>, frameIntervalMs: number): string {
  if (!text.includes(DEFAULT_INTERVAL)) throw new VethtopError({ code: 'failure', what: 'frame.bt has no interval to replace' });
  return text
    .replace(DEFAULT_INTERVAL, `interval:ms:${frameIntervalMs}\n`)
    .split('\n')
    .filter(line => {
      const map = PRINT.exec(line)?.[1];
      return map === undefined || maps.has(map);
    })
    .join('\n');
}

/** The maps that a program writes to: `@xmit[…] =`. Printing any other is an error in bpftrace. */
function mapsOf(program: string): ReadonlySet<string> {
  return new Set(Array.from(program.matchAll(/^\s*(@\w+)\[/gm), match => match[1] ?? ''));
}
