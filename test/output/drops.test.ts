/** `drops`: rows in order, as text and as JSON. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Inventory } from '../../src/inventory/model.js';
import { dropsLine } from '../../src/output/drops-json.js';
import { ALL_CLASSES, dropRows, LOSSES } from '../../src/output/drops-rows.js';
import { dropsText } from '../../src/output/drops-text.js';
import { PLAIN_TEXT } from '../../src/output/text.js';
import { advance, startRates } from '../../src/rates/differ.js';
import type { RateFrame } from '../../src/rates/model.js';
import { aDrop, aProbe, aSample, keyOf } from '../rates/fixtures.js';
import { AT_MS, BRIDGE, INVENTORY, WEB_END, WEB_HOST_END, WEB_PAIR } from './fixtures.js';

beforeAll(() => void vi.stubEnv('TZ', 'UTC'));
afterAll(() => void vi.unstubAllEnvs());

const EVERYTHING = { classes: ALL_CLASSES, pairIds: null };

function frames(inventory: Inventory = INVENTORY): readonly RateFrame[] {
  let state = startRates();
  return [0, 1, 2].map(second => {
    const drops = [
      aDrop(keyOf(WEB_HOST_END), 10 + second * 30, { cause: 'a firewall rule', hint: 'nft list ruleset' }),
      aDrop(keyOf(WEB_END), 3, { reason: 'OTHERHOST', function: 'ip_rcv_core', class: 'benign' }),
      aDrop(keyOf(BRIDGE), 5 * second, { reason: 'NO_TX_TARGET', function: 'br_flood' }),
      aDrop('77/3', 2, { reason: 'QDISC_DROP', function: '__dev_queue_xmit' }),
      aDrop(null, second, { reason: 'NO_SOCKET', function: 'tcp_v4_rcv', class: 'socket' }),
    ];
    const result = advance(state, {
      at: AT_MS + second * 1000,
      sample: aSample(second * 1000, [], { drops }),
      counters: null,
      inventory,
      probe: aProbe({ depth: 'light' }),
    });
    state = result.state;
    return result.frame;
  });
}

function last(): RateFrame {
  const frame = frames().at(-1);
  if (frame === undefined) throw new Error('no frame');
  return frame;
}

describe('dropRows', () => {
  it('has the ends of pairs, other links, unknown links and what had no device; losses first, the fastest on top', () => {
    const rows = dropRows(last(), INVENTORY, EVERYTHING);
    expect(rows.map(({ link, pair, reason, perSecond, total }) => [link?.name, pair?.end, reason, perSecond, total])).toEqual([
      [WEB_HOST_END.name, 'a', 'NETFILTER_DROP', 30, 70],
      [BRIDGE.name, undefined, 'NO_TX_TARGET', 5, 10],
      [null, undefined, 'QDISC_DROP', 0, 2],
      [undefined, undefined, 'NO_SOCKET', 1, 2],
      [WEB_END.name, 'b', 'OTHERHOST', 0, 3],
    ]);
  });

  it('leaves out what is no loss, and other links where pairs are chosen', () => {
    expect(dropRows(last(), INVENTORY, { classes: LOSSES, pairIds: null })).toHaveLength(3);
    expect(dropRows(last(), INVENTORY, { classes: LOSSES, pairIds: new Set([WEB_PAIR.id]) })).toMatchObject([
      { pair: { id: WEB_PAIR.id, end: 'a' } },
    ]);
    expect(dropRows(last(), INVENTORY, { classes: ALL_CLASSES, pairIds: new Set() })).toEqual([]);
  });
});

describe('drops', () => {
  it('to a pipe: what dropped in each interval', async () => {
    const text = frames()
      .map(frame => dropsText(frame, INVENTORY, EVERYTHING, { ...PLAIN_TEXT, quietToo: false }))
      .join('');
    await expect(text).toMatchFileSnapshot('snapshots/drops.txt');
  });

  it('to a screen: also what is quiet now', () => {
    const options = { ...PLAIN_TEXT, width: 60, quietToo: true };
    const text = dropsText(last(), INVENTORY, { classes: LOSSES, pairIds: null }, options);
    expect(text).toContain('QDISC_DROP');
    expect(text).not.toContain('CLASS');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('says that there are no probes to tell drops by', () => {
    const frame = { ...last(), depth: 'counters', flavour: 'counters' } as const;
    expect(dropsText(frame, INVENTORY, EVERYTHING, { ...PLAIN_TEXT, quietToo: true })).toContain('vethtop status');
  });

  it('in JSON', async () => {
    const line = dropsLine(last(), INVENTORY, EVERYTHING);
    expect(JSON.stringify(line)).not.toContain('\n');
    await expect(`${JSON.stringify(line, null, 2)}\n`).toMatchFileSnapshot('snapshots/drops.json');
  });
});
