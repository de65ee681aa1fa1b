/** Compares what was observed with what was sent, with what is expected, and with the kernel's counters. */
import { BUSY, EXPECTED, type Expected, type Lost, REFUSING } from './expected.js';
import { type FlavourResult, isObservation, type Observation, type ObservedDrop, type ObservedEnd } from './results.js';

/** Scenarios whose numbers differ from run to run; they have tests of their own. */
export const VARYING: ReadonlySet<string> = new Set(['queue', 'backlog']);

/** `plain-a` → `a`. */
const partOf = (end: string): string => end.slice(end.indexOf('-') + 1);

export function packetsLost(end: ObservedEnd): number {
  return end.drops.reduce((sum, { packets }) => sum + packets, 0);
}

/** An observation in the terms of what is expected: names of functions and reasons become those of the table. */
function summary(observed: Observation, expected: Expected): Expected {
  const moved: Record<string, readonly [number, number]> = {};
  const lost: Record<string, Lost> = {};
  for (const [name, { packets, bytes, drops }] of Object.entries(observed.ends)) {
    const part = partOf(name);
    if (packets !== 0 || bytes !== 0) moved[part] = [packets, bytes];
    for (const drop of drops) {
      const named = expected.lost[part];
      if (named?.functions.includes(drop.function) && named.reasons.includes(drop.reason) && lost[part] === undefined)
        lost[part] = { ...named, packets: drop.packets, class: drop.class };
      else
        lost[`${part}: ${drop.reason} in ${drop.function}`] = {
          packets: drop.packets,
          class: drop.class,
          functions: [drop.function],
          reasons: [drop.reason],
        };
    }
  }
  return { sent: observed.sent, received: observed.received, moved, lost };
}

/** What came out and what should have, by scenario, for one comparison that shows every difference. */
export function compare({ scenarios }: FlavourResult): { readonly seen: object; readonly wanted: object } {
  const seen: Record<string, Expected> = {};
  const wanted: Record<string, Expected | undefined> = {};
  for (const [key, result] of Object.entries(scenarios)) {
    if (VARYING.has(key) || !isObservation(result)) continue;
    const expected = key === 'busy' ? BUSY.find(({ received }) => received === result.received) : EXPECTED[key];
    wanted[key] = expected;
    seen[key] = summary(result, expected ?? { sent: 0, received: 0, moved: {}, lost: {} });
  }
  return { seen, wanted };
}

/**
 * Where the kernel's counters say something else: packets transmitted and packets dropped on the way out are those that were
 * handed in. Since 6.12 at the latest `tx_dropped` counts packets for which there is no carrier, too.
 */
export function counterDifferences({ scenarios }: FlavourResult): readonly string[] {
  return Object.values(scenarios)
    .filter(isObservation)
    .flatMap(({ ends }) => Object.entries(ends))
    .filter(([, { packets, drops, kernel }]) => {
      const sum = (which: (drop: ObservedDrop) => boolean): number =>
        drops.filter(which).reduce((total, drop) => total + drop.packets, 0);
      const handedIn = packets + sum(drop => REFUSING.includes(drop.function));
      const counted = kernel.txPackets + kernel.txDropped;
      return counted !== handedIn && counted !== handedIn + sum(drop => drop.reason === 'QDISC_DROP');
    })
    .map(([name, end]) => `${name}: ${JSON.stringify(end)}`);
}
