import { describe, expect, it } from 'vitest';
import { inventoryChanges, probeChanges } from '../../src/live/changes.js';
import type { ProbeState } from '../../src/probes/model.js';
import { inventory, namespace, veths } from '../inventory/fixtures.js';

const host = namespace({ nsid: 1, isHost: true, name: 'host' });
const blue = namespace({ nsid: 2, name: 'blue' });
const ends = veths({ nsid: 1, ifindex: 5, name: 'veth0' }, { nsid: 2, ifindex: 2, name: 'eth0' });

describe('inventoryChanges', () => {
  it('tells of a pair and a namespace that came, and that went', () => {
    const [without, both] = [inventory([host], []), inventory([host, blue], ends)];
    expect(inventoryChanges(without, both, 7).map(({ text }) => text)).toEqual([
      '+ namespace blue',
      '+ pair veth0@host ⇄ eth0@blue',
    ]);
    expect(inventoryChanges(both, without, 7).map(({ text }) => text)).toEqual([
      '- pair veth0@host ⇄ eth0@blue',
      '- namespace blue',
    ]);
  });

  it('tells what changed on an end', () => {
    const before = inventory([host, blue], ends);
    const [a, b] = ends;
    const change = (fields: Partial<typeof a>): string[] =>
      inventoryChanges(before, inventory([host, blue], [{ ...a, ...fields }, b]), 7).map(({ text }) => text);
    expect(change({ adminUp: false })).toEqual(['veth0@host is down']);
    expect(change({ mtu: 1400 })).toEqual(['veth0@host: MTU 1500 → 1400']);
    expect(change({ name: 'veth9' })).toEqual(['veth9@host was veth0']);
    expect(change({ counters: null })).toEqual([]);
  });

  it('tells many changes at once in one line', () => {
    const namespaces = Array.from({ length: 20 }, (_, index) => namespace({ nsid: index + 3 }));
    expect(inventoryChanges(inventory([host], []), inventory([host, ...namespaces], []), 7).map(({ text }) => text)).toEqual([
      '20 namespaces came',
    ]);
  });
});

describe('probeChanges', () => {
  const live: ProbeState = {
    status: 'live',
    flavour: 'tracepoint',
    depth: 'full',
    whyNot: [],
    restarts: 0,
    lost: 0,
    gapMs: 0,
    message: null,
    bpftraceVersion: '0.17.0',
  };

  it('tells once that the probes are live', () => {
    expect(probeChanges({ ...live, status: 'starting' }, live, 7).map(({ text }) => text)).toEqual([
      'probes are live: tracepoint',
    ]);
    expect(probeChanges(live, live, 7)).toEqual([]);
  });

  it('tells of a restart and what was not counted', () => {
    expect(probeChanges(live, { ...live, restarts: 1, gapMs: 1200 }, 7).map(({ text }) => text)).toEqual([
      '! the probe restarted, 1.2 s not counted so far',
    ]);
  });
});
