/** Reading the counters of every veth again and again, with few bytes, few system calls and no garbage. */
import { emptyCounters, type MutableCounters } from '../netlink/link-message.js';
import type { LinkSource } from '../netlink/link-source.js';
import type { Counters, Inventory, Link, LinkKey } from './model.js';

/** From so many veths on, one dump limited to their kind costs less than asking for each. */
const DUMP_FROM = 8;

type CounterSource = Pick<LinkSource, 'canRead' | 'countersOfKind' | 'countersReader'>;

/** What is asked for the links of one inventory. */
interface Plan {
  readonly inventory: Inventory;
  readonly dumps: readonly { readonly nsid: number; readonly byIfindex: ReadonlyMap<number, Link> }[];
  readonly singles: readonly Link[];
  readonly readSingles: ReturnType<LinkSource['countersReader']>;
}

export class CounterReader {
  readonly #source: CounterSource;
  readonly #values = new Map<LinkKey, MutableCounters>();
  #plan: Plan | null = null;

  constructor(source: CounterSource) {
    this.#source = source;
  }

  /**
   * The counters of the inventory's veths as they are now. The same objects are given each time, with new numbers in them. A
   * link that vanished since keeps its last ones, and one that was never read is not among them.
   */
  read(inventory: Inventory): ReadonlyMap<LinkKey, Counters> {
    if (this.#plan?.inventory !== inventory) this.#plan = this.#planFor(inventory);
    const { dumps, singles, readSingles } = this.#plan;
    for (const { nsid, byIfindex } of dumps) {
      this.#source.countersOfKind(nsid, 'veth', ifindex => this.#of(byIfindex.get(ifindex)));
    }
    readSingles(index => this.#of(singles[index]));
    return this.#values;
  }

  #of(link: Link | undefined): MutableCounters | null {
    if (link === undefined) return null;
    let counters = this.#values.get(link.key);
    if (counters === undefined) {
      counters = emptyCounters();
      this.#values.set(link.key, counters);
    }
    return counters;
  }

  #planFor(inventory: Inventory): Plan {
    const byNamespace = new Map<number, Map<number, Link>>();
    for (const link of inventory.links.values()) {
      if (link.kind !== 'veth' || !this.#source.canRead(link.nsid)) continue;
      const known = byNamespace.get(link.nsid);
      if (known === undefined) byNamespace.set(link.nsid, new Map([[link.ifindex, link]]));
      else known.set(link.ifindex, link);
    }
    const dumps: { nsid: number; byIfindex: Map<number, Link> }[] = [];
    const singles: Link[] = [];
    for (const [nsid, byIfindex] of byNamespace) {
      if (byIfindex.size >= DUMP_FROM) dumps.push({ nsid, byIfindex });
      else singles.push(...byIfindex.values());
    }
    for (const key of this.#values.keys()) if (!inventory.links.has(key)) this.#values.delete(key);
    return { inventory, dumps, singles, readSingles: this.#source.countersReader(singles) };
  }
}
