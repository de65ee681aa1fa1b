/** Totals by number → a sample with names. Pure. */
import { causeOf, REFUSING_FUNCTIONS } from './causes.js';
import { type DropTotal, dropId, type LinkTotals, type ProbeKey, type Sample } from './model.js';
import { type DropKind, keep, type RawDrop, type Totals } from './tally.js';

export interface Naming {
  reason(reason: number): string;
  function(location: bigint): string;
}

export type SampleStamp = Pick<Sample, 'at' | 'monotonicMs' | 'epoch'>;

type NamedDrop = Omit<DropTotal, 'packets'>;

/** Makes samples of the totals of one tally, whose names have been looked up. */
export class Sampler {
  readonly #names: Naming;
  /** By kind, which is the same object in every report: names are put together once. */
  readonly #named = new WeakMap<DropKind, NamedDrop>();
  /** Packets refused by each link so far, and what of each kind is in that: the tally forgets kinds, and a total must not go back. */
  readonly #failures = new Map<ProbeKey, number>();
  readonly #counted = new WeakMap<DropKind, number>();

  constructor(names: Naming) {
    this.#names = names;
  }

  toSample(stamp: SampleStamp, totals: Totals): Sample {
    const drops = this.#nameDrops(totals.drops);
    for (const drop of totals.drops) this.#countFailure(drop);
    return { ...stamp, links: toLinks(totals, this.#failures), drops };
  }

  /** Those at a full ring have the receiver as their device: they are added where the pairs are known (rates/attribute.ts). */
  #countFailure({ kind, packets }: RawDrop): void {
    const { key } = kind;
    if (key === null || !REFUSING_FUNCTIONS.has(this.#nameOf(kind).function)) return;
    const before = this.#counted.get(kind) ?? 0;
    if (packets === before) return;
    this.#counted.set(kind, packets);
    keep(this.#failures, key, (this.#failures.get(key) ?? 0) + packets - before);
  }

  /** Several addresses in one function are one kind of drop. */
  #nameDrops(raw: readonly RawDrop[]): readonly DropTotal[] {
    const merged = new Map<string, DropTotal>();
    for (const { kind, packets } of raw) {
      const named = this.#nameOf(kind);
      const before = merged.get(named.id);
      merged.set(named.id, withPackets(named, packets + (before?.packets ?? 0)));
    }
    return [...merged.values()];
  }

  #nameOf(kind: DropKind): NamedDrop {
    const known = this.#named.get(kind);
    if (known !== undefined) return known;
    const { key, ingressIfindex } = kind;
    const reason = this.#names.reason(kind.reason);
    const name = this.#names.function(kind.location);
    const id = dropId(key, ingressIfindex, reason, name);
    const named = { id, key, ingressIfindex, reason, function: name, ...causeOf(name, reason, key !== null) };
    this.#named.set(kind, named);
    return named;
  }
}

/** Written out: there are thousands in each report, and a spread takes three times the memory. */
function withPackets(
  { id, key, ingressIfindex, reason, function: name, class: dropClass, cause, hint }: NamedDrop,
  packets: number,
): DropTotal {
  return { id, key, ingressIfindex, reason, function: name, class: dropClass, cause, hint: hint ?? null, packets };
}

function toLinks({ xmit }: Totals, failures: ReadonlyMap<ProbeKey, number>): ReadonlyMap<ProbeKey, LinkTotals> {
  if (failures.size === 0) return xmit;
  const links = new Map(xmit);
  for (const [key, xmitFailed] of failures) {
    const totals = links.get(key);
    if (totals !== undefined) links.set(key, { ...totals, xmitFailed });
  }
  return links;
}
