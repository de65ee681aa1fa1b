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

/** One kind as people see it: several addresses in one function are one. */
interface Kind {
  readonly named: NamedDrop;
  readonly refused: boolean;
  /** As it was last given out: the same object as long as it doesn't grow. */
  given: DropTotal | null;
  /** Of the report that is being put together. */
  report: number;
  packets: number;
}

/** Makes samples of the totals of one tally, whose names have been looked up. */
export class Sampler {
  readonly #names: Naming;
  /** By kind, which is the same object in every report: names are put together once. */
  readonly #kinds = new WeakMap<DropKind, Kind>();
  /** The same, while some kind of that id is in the reports. */
  #byId = new Map<string, Kind>();
  #report = 0;
  /** Packets refused by each link so far, and what of each kind is in that: the tally forgets kinds, and a total must not go back. */
  readonly #failures = new Map<ProbeKey, number>();
  readonly #counted = new WeakMap<DropKind, number>();

  constructor(names: Naming) {
    this.#names = names;
  }

  toSample(stamp: SampleStamp, totals: Totals): Sample {
    const drops = this.#addUp(totals.drops);
    return { ...stamp, links: toLinks(totals, this.#failures), drops };
  }

  #addUp(raw: readonly RawDrop[]): readonly DropTotal[] {
    this.#report += 1;
    const seen: Kind[] = [];
    for (const drop of raw) {
      const kind = this.#kindOf(drop.kind);
      if (kind.report !== this.#report) {
        kind.report = this.#report;
        kind.packets = 0;
        seen.push(kind);
      }
      kind.packets += drop.packets;
      if (kind.refused) this.#countFailure(drop);
    }
    if (this.#byId.size > 2 * seen.length) this.#byId = new Map(seen.map(kind => [kind.named.id, kind]));
    return seen.map(given);
  }

  /** Those at a full ring have the receiver as their device: they are added where the pairs are known (rates/attribute.ts). */
  #countFailure({ kind, packets }: RawDrop): void {
    const before = this.#counted.get(kind) ?? 0;
    if (kind.key === null || packets === before) return;
    this.#counted.set(kind, packets);
    keep(this.#failures, kind.key, (this.#failures.get(kind.key) ?? 0) + packets - before);
  }

  #kindOf(raw: DropKind): Kind {
    const known = this.#kinds.get(raw);
    if (known !== undefined) return known;
    const { key, ingressIfindex } = raw;
    const reason = this.#names.reason(raw.reason);
    const name = this.#names.function(raw.location);
    const id = dropId(key, ingressIfindex, reason, name);
    let kind = this.#byId.get(id);
    if (kind === undefined) {
      const named = { id, key, ingressIfindex, reason, function: name, ...causeOf(name, reason, key !== null) };
      kind = { named, refused: key !== null && REFUSING_FUNCTIONS.has(name), given: null, report: 0, packets: 0 };
      this.#byId.set(id, kind);
    }
    this.#kinds.set(raw, kind);
    return kind;
  }
}

function given(kind: Kind): DropTotal {
  if (kind.given?.packets !== kind.packets) kind.given = withPackets(kind.named, kind.packets);
  return kind.given;
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
  failures.forEach((xmitFailed, key) => {
    const totals = links.get(key);
    if (totals !== undefined) links.set(key, { ...totals, xmitFailed });
  });
  return links;
}
