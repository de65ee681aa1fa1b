import { describe, expect, it } from 'vitest';
import { jsonText, lsDocument, nsDocument, peerDocument, statusDocument, watchLine } from '../../src/output/json.js';
import {
  AT_MS,
  BRIDGE,
  framesOf,
  HALF_PAIR,
  HIDDEN_PAIR,
  INVENTORY,
  STATUS,
  UPLINK,
  WEB_HOST_END,
  WEB_PAIR,
} from './fixtures.js';

const snapshot = (name: string) => `snapshots/${name}`;
const pretty = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

describe('ls', () => {
  it('has the fixed shape', async () => {
    await expect(pretty(lsDocument(INVENTORY, AT_MS))).toMatchFileSnapshot(snapshot('ls.json'));
  });

  it('shows the pairs asked for, in their order', () => {
    expect(lsDocument(INVENTORY, AT_MS, [HIDDEN_PAIR, WEB_PAIR]).pairs.map(({ id }) => id)).toEqual([
      HIDDEN_PAIR.id,
      WEB_PAIR.id,
    ]);
  });

  it('gives null for what was not read, and a reason only for pairs of doubt', () => {
    const [web, far, hidden, half] = lsDocument(INVENTORY, AT_MS).pairs;
    expect(web?.a.counters).toMatchObject({ txPackets: 10, rxDropped: 2 });
    expect(web?.a.master).toEqual({ name: 'br0', kind: 'bridge' });
    expect(web?.b?.counters).toBeNull();
    expect(far?.b).toMatchObject({ addresses: null, mac: null });
    expect(hidden?.b?.namespace).toEqual({ inum: null, name: 'hidden#3', hidden: true, owner: null });
    expect(half).toMatchObject({ certainty: 'unknown', why: HALF_PAIR.why, b: null });
    expect(web).not.toHaveProperty('why');
  });
});

describe('ns', () => {
  it('has the fixed shape', async () => {
    await expect(pretty(nsDocument(INVENTORY, AT_MS))).toMatchFileSnapshot(snapshot('ns.json'));
  });

  it('puts the host first and hidden ones last, links by ifindex with their pair', () => {
    const { namespaces } = nsDocument(INVENTORY, AT_MS);
    expect(namespaces.map(({ name }) => name)).toEqual(['host', 'blue', 'web-1', '網路', 'hidden#3']);
    expect(namespaces[0]?.links.map(({ name, kind, pairId }) => [name, kind, pairId])).toEqual([
      ['eth0', 'physical', null],
      ['br0', 'bridge', null],
      ['veth3f1c2aa', 'veth', WEB_PAIR.id],
      ['veth50', 'veth', HIDDEN_PAIR.id],
    ]);
  });
});

describe('peer', () => {
  it('has the pair, the end asked about, and the way out', () => {
    const document = peerDocument(INVENTORY, AT_MS, { pair: WEB_PAIR, asked: 'b', uplinkPath: [WEB_HOST_END, BRIDGE, UPLINK] });
    expect(document).toMatchObject({ schemaVersion: 1, asked: 'b', pair: { id: WEB_PAIR.id, certainty: 'exact' } });
    expect(document.uplinkPath.map(({ namespace, link, kind }) => `${link}@${namespace} ${kind}`)).toEqual([
      'veth3f1c2aa@host veth',
      'br0@host bridge',
      'eth0@host physical',
    ]);
  });
});

describe('watch', () => {
  const frames = framesOf([
    { sent: [5], dropped: 1 },
    { sent: [1005], dropped: 34 },
  ]);

  it('has the fixed shape, on one line', async () => {
    const [, frame] = frames;
    if (frame === undefined) throw new Error('no frame');
    const text = jsonText(watchLine(frame, INVENTORY));
    expect(text.indexOf('\n')).toBe(text.length - 1);
    await expect(pretty(watchLine(frame, INVENTORY))).toMatchFileSnapshot(snapshot('watch.json'));
  });

  it('accounts for every packet and drop, and gives null before there is an interval', () => {
    const [first, second] = frames.map(frame => watchLine(frame, INVENTORY).pairs.find(({ id }) => id === WEB_PAIR.id));
    expect(first?.ab).toEqual({ packetsPerSecond: null, bytesPerSecond: null, packets: 5, bytes: 500 });
    expect(second?.ab).toEqual({ packetsPerSecond: 1000, bytesPerSecond: 100_000, packets: 1005, bytes: 100_500 });
    expect(second).toMatchObject({ dropsPerSecond: 33, dropsTotal: 34 });
    expect(second?.drops.map(({ class: dropClass, total }) => [dropClass, total])).toEqual([
      ['loss', 34],
      ['benign', 3],
    ]);
  });

  it('shows the pairs asked for; leaves out those that the frame does not know yet', () => {
    const [frame] = frames;
    if (frame === undefined) throw new Error('no frame');
    const fresh = { ...WEB_PAIR, id: 'fresh' };
    const measured = { ...frame, probe: { ...frame.probe, cost: { nsPerPacket: 80.12345, corePercent: 1.5 } } };
    expect(watchLine(measured, INVENTORY, { pairs: [fresh, WEB_PAIR] })).toMatchObject({
      pairs: [{ id: WEB_PAIR.id }],
      probe: { nsPerPacket: 80.123, corePercent: 1.5 },
    });
  });

  it('rounds rates to thousandths', () => {
    const [frame] = frames;
    const rate = frame?.pairs.get(WEB_PAIR.id);
    if (frame === undefined || rate === undefined) throw new Error('no frame');
    const odd = { ...frame, pairs: new Map([[WEB_PAIR.id, { ...rate, dropsPerSecond: 1 / 3 }]]) };
    expect(watchLine(odd, INVENTORY).pairs[0]?.dropsPerSecond).toBe(0.333);
  });
});

describe('status', () => {
  it('is the facts', () => {
    expect(statusDocument(STATUS, AT_MS)).toEqual({
      ...STATUS,
      schemaVersion: 1,
      generatedAt: '2024-05-06T14:02:31.000Z',
      partial: [
        { source: '/proc/1/ns/net', why: 'permission denied', next: 'run as root' },
        { source: 'namespace blue', why: 'it went away', next: null },
      ],
    });
  });
});
