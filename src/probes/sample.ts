/** Totals by number → a sample with names. Pure. */
import { causeOf, REFUSING_FUNCTIONS } from './causes.js';
import type { DropTotal, LinkTotals, ProbeKey, Sample } from './model.js';
import type { RawDrop, Totals } from './tally.js';

export interface Naming {
  reason(reason: number): string;
  function(location: bigint): string;
}

export type SampleStamp = Pick<Sample, 'at' | 'monotonicMs' | 'epoch'>;

export function toSample(stamp: SampleStamp, totals: Totals, names: Naming): Sample {
  const drops = nameDrops(totals.drops, names);
  return { ...stamp, links: toLinks(totals, failuresOf(drops)), drops };
}

/** Several addresses in one function are one kind of drop. */
function nameDrops(raw: readonly RawDrop[], names: Naming): readonly DropTotal[] {
  const merged = new Map<string, DropTotal>();
  for (const { key, ingressIfindex, reason: number, location, packets } of raw) {
    const reason = names.reason(number);
    const functionName = names.function(location);
    const id = `${key} ${ingressIfindex} ${reason} ${functionName}`;
    const before = merged.get(id);
    merged.set(
      id,
      before === undefined
        ? { key, ingressIfindex, reason, function: functionName, ...causeOf(functionName, reason, key !== null), packets }
        : { ...before, packets: before.packets + packets },
    );
  }
  return [...merged.values()];
}

/** Those at a full ring have the receiver as their device: they are added where the pairs are known (rates/attribute.ts). */
function failuresOf(drops: readonly DropTotal[]): ReadonlyMap<ProbeKey, number> {
  const failures = new Map<ProbeKey, number>();
  for (const { key, function: name, packets } of drops) {
    if (key !== null && REFUSING_FUNCTIONS.has(name)) failures.set(key, (failures.get(key) ?? 0) + packets);
  }
  return failures;
}

function toLinks({ xmit }: Totals, failures: ReadonlyMap<ProbeKey, number>): ReadonlyMap<ProbeKey, LinkTotals> {
  const links = new Map<ProbeKey, LinkTotals>();
  for (const [key, { packets, bytes }] of xmit) {
    links.set(key, { xmitPackets: packets, xmitBytes: bytes, xmitFailed: failures.get(key) ?? 0 });
  }
  return links;
}
