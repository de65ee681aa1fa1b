/** What people read: each by snapshot, to a pipe and to a narrow terminal. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lsText } from '../../src/output/ls-text.js';
import { nsText } from '../../src/output/ns-text.js';
import { peerText } from '../../src/output/peer-text.js';
import { statusText } from '../../src/output/status.js';
import { PLAIN_TEXT, type TextOptions } from '../../src/output/text.js';
import { WATCH_TEXT_START, watchText } from '../../src/output/watch-text.js';
import { textCells } from '../../src/view/width.js';
import { BRIDGE, framesOf, HALF_PAIR, INVENTORY, STATUS, UPLINK, WEB_HOST_END, WEB_PAIR } from './fixtures.js';

beforeAll(() => void vi.stubEnv('TZ', 'UTC'));
afterAll(() => void vi.unstubAllEnvs());

const TICKS = [
  { sent: [5], dropped: 1 },
  { sent: [1005], dropped: 34 },
  { sent: [1005], dropped: 34 },
  { sent: [1005], dropped: 34 },
  { sent: [1205], dropped: 34, epoch: 1 },
] as const;

function watched(options: TextOptions): string {
  let state = WATCH_TEXT_START;
  return framesOf(TICKS)
    .map(frame => {
      const result = watchText(frame, INVENTORY, options, state);
      state = result.state;
      return result.text;
    })
    .join('');
}

const PRINTED: Readonly<Record<string, (options: TextOptions) => string>> = {
  ls: options => lsText(INVENTORY, options),
  ns: options => nsText(INVENTORY, options),
  peer: options => peerText(INVENTORY, { pair: WEB_PAIR, asked: 'b', uplinkPath: [WEB_HOST_END, BRIDGE, UPLINK] }, options),
  'peer-unknown': options => peerText(INVENTORY, { pair: HALF_PAIR, asked: 'a', uplinkPath: [] }, options),
  watch: watched,
  status: options => statusText(STATUS, options),
};

describe.each(Object.entries(PRINTED))('%s', (name, print) => {
  it('to a pipe: nothing cut', async () => {
    await expect(print(PLAIN_TEXT)).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });

  it('to a terminal: no line is wider, and cut ones say so', () => {
    const lines = print({ ...PLAIN_TEXT, width: 60 }).split('\n');
    const whole = print(PLAIN_TEXT).split('\n');
    expect(lines.length).toBe(whole.length);
    lines.forEach((line, index) => {
      expect(textCells(line)).toBeLessThanOrEqual(60);
      if (textCells(whole[index] ?? '') > 60) expect(line).toContain('…');
    });
  });

  it('in ASCII: nothing else', () => {
    expect(print({ ...PLAIN_TEXT, ascii: true })).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('in colour: the same characters', () => {
    const colored = print({ ...PLAIN_TEXT, color: true });
    expect(colored).toContain('\x1b[');
    const plain = colored.replace(/\x1b\[[0-9;]*m/g, '');
    expect(plain).toBe(print(PLAIN_TEXT));
  });
});

describe('a table', () => {
  it('keeps its columns straight over names of any width', () => {
    const lines = lsText(INVENTORY, PLAIN_TEXT).trimEnd().split('\n');
    const starts = lines
      .map(line => /\s(MTU|1500\/1400|1400\/1500|1500)\s/.exec(line))
      .map(found => {
        if (found === null) throw new Error('no MTU column');
        return textCells(found.input.slice(0, found.index + found[0].length));
      });
    expect(new Set(starts).size).toBe(1);
  });

  it('is nothing without rows', () => {
    expect(lsText(INVENTORY, PLAIN_TEXT, [])).toBe('');
  });
});

describe('watch', () => {
  it('looks at the pairs asked for only', () => {
    const [, frame] = framesOf(TICKS);
    if (frame === undefined) throw new Error('no frame');
    const { text } = watchText(frame, INVENTORY, PLAIN_TEXT, WATCH_TEXT_START, new Set([HALF_PAIR.id]));
    expect(text).toContain('1 pair, no packets');
    expect(text).not.toContain('web-1');
  });

  it('keeps the order in which pairs were asked for', () => {
    const [, frame] = framesOf(TICKS);
    if (frame === undefined) throw new Error('no frame');
    const moving = { ...WATCH_TEXT_START, moving: new Set([WEB_PAIR.id, HALF_PAIR.id]) };
    const order = (ids: readonly string[]) =>
      watchText(frame, INVENTORY, PLAIN_TEXT, moving, new Set(ids)).text.match(/lost|veth3f1c2aa/g);
    expect(order([WEB_PAIR.id, HALF_PAIR.id])).toEqual(['veth3f1c2aa', 'lost']);
    expect(order([HALF_PAIR.id, WEB_PAIR.id])).toEqual(['lost', 'veth3f1c2aa']);
  });

  it('repeats the header now and then', () => {
    let state = WATCH_TEXT_START;
    const text = framesOf(Array.from({ length: 60 }, (_, tick) => ({ sent: [tick * 10], dropped: 0 }) as const))
      .map(frame => {
        const result = watchText(frame, INVENTORY, PLAIN_TEXT, state);
        state = result.state;
        return result.text;
      })
      .join('');
    expect(text.match(/^TIME/gm)?.length).toBe(3);
  });
});
