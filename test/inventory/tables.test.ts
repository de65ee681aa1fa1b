import { describe, expect, it } from 'vitest';
import { Tables } from '../../src/inventory/tables.js';
import { NO_COUNTERS } from '../rates/fixtures.js';
import { veths } from './fixtures.js';

const NONE = (): readonly [] => [];
const [A, B] = veths({ nsid: 70_000, ifindex: 5, counters: NO_COUNTERS }, { nsid: 70_001, ifindex: 6, counters: NO_COUNTERS });

function twoNamespaces() {
  const tables = new Tables();
  const one = tables.namespace(A.nsid, 4026531841);
  tables.putLink(one, A);
  tables.putLink(tables.namespace(B.nsid, 4026531842), B);
  return { tables, one };
}

describe('a snapshot', () => {
  it('is the same object as long as nothing changed', () => {
    const { tables, one } = twoNamespaces();
    const first = tables.snapshot(0, NONE);
    tables.putLink(one, { ...A });
    expect(tables.snapshot(1, NONE)).toBe(first);
  });

  it('with new counters keeps what did not change', () => {
    const { tables, one } = twoNamespaces();
    const first = tables.snapshot(0, NONE);
    tables.putLink(one, { ...A, counters: { ...NO_COUNTERS, rxPackets: 1 } });
    const second = tables.snapshot(1, NONE);
    expect(second.generation).toBe(first.generation + 1);
    expect(second.pairs[0]?.a.counters?.rxPackets).toBe(1);
    expect(second.pairs[0]?.a).toBe(second.links.get(A.key));
    expect(second.links.get(B.key)).toBe(first.links.get(B.key));
    expect(first.pairs[0]?.a.counters?.rxPackets).toBe(0);
  });

  it('with a changed link has a new structure, and the other pairs as they were', () => {
    const { tables, one } = twoNamespaces();
    const [other, end] = veths({ nsid: A.nsid, ifindex: 8 }, { nsid: A.nsid, ifindex: 9 });
    tables.putLink(one, other);
    tables.putLink(one, end);
    const first = tables.snapshot(0, NONE);
    tables.putLink(one, { ...A, mtu: 9000 });
    const second = tables.snapshot(1, NONE);
    expect(second.pairs.map((pair, index) => pair === first.pairs[index])).toEqual([false, true]);
  });
});

describe('namespaces', () => {
  it('are known since they turned up, but for those that were there before', () => {
    let now: number | null = null;
    const tables = new Tables(() => now);
    tables.namespace(1, null);
    now = 5000;
    tables.namespace(2, null);
    const { namespaces } = tables.snapshot(0, NONE);
    expect([namespaces.get(1), namespaces.get(2)]).toMatchObject([{ hidden: true }, { hidden: true, firstSeenAt: 5000 }]);
    expect(namespaces.get(1)).not.toHaveProperty('firstSeenAt');
  });

  it('are hidden with a socket, and not with a name', () => {
    const tables = new Tables();
    tables.namespace(1, 9).handles = [{ kind: 'socket', pid: 1, fd: 2, comm: null }];
    tables.namespace(2, 10).handles = [{ kind: 'named', path: '/run/netns/x' }];
    const { namespaces } = tables.snapshot(0, NONE);
    expect([namespaces.get(1)?.hidden, namespaces.get(2)?.hidden]).toEqual([true, false]);
  });

  it('forget ids that the kernel chose, and keep those given by us', () => {
    const tables = new Tables();
    tables.namespace(3, 9);
    tables.namespace(65_536, 10);
    tables.forgetLazyIds();
    expect([...tables.records.keys()]).toEqual([65_536]);
    expect(tables.nsidOf(9)).toBeUndefined();
  });

  it('that go do not take an inum along that names another one by now', () => {
    const tables = new Tables();
    tables.namespace(65_536, 9);
    tables.namespace(65_537, 9);
    tables.removeNamespace(65_536);
    expect(tables.nsidOf(9)).toBe(65_537);
  });
});

it('links that a new reading lacks are gone', () => {
  const { tables, one } = twoNamespaces();
  tables.replaceLinks(one, []);
  expect(tables.snapshot(0, NONE).pairs).toMatchObject([{ certainty: 'unknown', a: { key: B.key }, b: null }]);
});
