import { describe, expect, it } from 'vitest';
import { CounterReader } from '../../src/inventory/counters.js';
import type { Inventory, Link } from '../../src/inventory/model.js';
import type { MutableCounters } from '../../src/netlink/link-message.js';
import type { LinkAt, LinkSource } from '../../src/netlink/link-source.js';
import { aLink, aNamespace, anInventory, exactPair } from '../rates/fixtures.js';

/** A kernel whose every counter says how often it was asked, and in which way. */
class Kernel {
  readonly gone = new Set<string>();
  dumps = 0;
  singles = 0;
  prepared = 0;

  readonly source: Pick<LinkSource, 'canRead' | 'countersOfKind' | 'countersReader'> = {
    canRead: nsid => nsid !== 9,
    countersOfKind: (nsid, _kind, countersOf) => {
      this.dumps += 1;
      for (let ifindex = 1; ifindex <= 40; ifindex++) this.#count(nsid, ifindex, countersOf(ifindex), this.dumps * 100);
      return { kind: 'ok', value: null };
    },
    countersReader: (places: readonly LinkAt[]) => {
      this.prepared += 1;
      return countersOf => {
        this.singles += 1;
        for (const [index, { nsid, ifindex }] of places.entries()) {
          if (!this.gone.has(`${nsid}/${ifindex}`)) this.#count(nsid, ifindex, countersOf(index), this.singles);
        }
      };
    },
  };

  #count(nsid: number, ifindex: number, into: MutableCounters | null, value: number): void {
    if (into === null || this.gone.has(`${nsid}/${ifindex}`)) return;
    into.txPackets = value;
  }
}

/** `count` pairs between namespace 0 and namespaces of their own. */
function hostWith(count: number, extra: readonly Link[] = []): Inventory {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const inventory = anInventory(
    [aNamespace(0), aNamespace(9), ...numbers.map(number => aNamespace(100 + number))],
    numbers.map(number => exactPair(aLink(0, number), aLink(100 + number, 2))),
  );
  return { ...inventory, links: new Map([...inventory.links, ...extra.map(link => [link.key, link] as const)]) };
}

describe('the counters of every veth', () => {
  it('are dumped where a namespace has many, and asked for one by one where it has few', () => {
    const kernel = new Kernel();
    const values = new CounterReader(kernel.source).read(hostWith(8));
    expect([kernel.dumps, kernel.singles]).toEqual([1, 1]);
    expect([values.get('0/1')?.txPackets, values.get('101/2')?.txPackets, values.size]).toEqual([100, 1, 16]);
    const few = new Kernel();
    new CounterReader(few.source).read(hostWith(7));
    expect([few.dumps, few.singles]).toEqual([0, 1]);
  });

  it('are read into the same objects, and asked for as before while the inventory stays', () => {
    const kernel = new Kernel();
    const reader = new CounterReader(kernel.source);
    const inventory = hostWith(2);
    const first = reader.read(inventory).get('0/1');
    expect(reader.read(inventory).get('0/1')).toBe(first);
    expect([first?.txPackets, kernel.prepared]).toEqual([2, 1]);
    expect(reader.read(hostWith(3)).get('0/1')).toBe(first);
    expect(kernel.prepared).toBe(2);
  });

  it('stay where a link has vanished, until the inventory knows', () => {
    const kernel = new Kernel();
    const reader = new CounterReader(kernel.source);
    const inventory = hostWith(2);
    reader.read(inventory);
    kernel.gone.add('0/2');
    expect(reader.read(inventory).get('0/2')?.txPackets).toBe(1);
    expect(reader.read(hostWith(1)).has('0/2')).toBe(false);
  });

  it('are not there for links that are no veths, that may not be read, or that never were', () => {
    const kernel = new Kernel();
    kernel.gone.add('0/2');
    const others = [aLink(0, 30, { kind: 'bridge' }), aLink(9, 3)];
    const values = new CounterReader(kernel.source).read(hostWith(2, others));
    expect([...values.keys()].sort()).toEqual(['0/1', '101/2', '102/2']);
  });
});
