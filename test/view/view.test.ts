import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { UiAction } from '../../src/view/actions.js';
import { initialUi } from '../../src/view/initial.js';
import { plainText } from '../../src/view/line.js';
import { VIEW_IDS } from '../../src/view/lists/state.js';
import { type ColorDepth, paint, themeOf } from '../../src/view/theme.js';
import type { UiState } from '../../src/view/ui.js';
import { update } from '../../src/view/update.js';
import { view } from '../../src/view/view.js';
import { textCells } from '../../src/view/width.js';
import { bareHost, busyHost, liveOf, oneUniform } from './fixtures.js';

const UNICODE = themeOf({ ascii: false, depth: 256 });
const ASCII = themeOf({ ascii: true, depth: 0 });

beforeAll(() => {
  process.env.TZ = 'UTC';
});

function picture(live: ReturnType<typeof busyHost>, ui: UiState, theme = UNICODE): string {
  return `${view(live, update(ui, { type: 'sync' }, live), theme)
    .lines.map(line => plainText(line).trimEnd())
    .join('\n')}\n`;
}

const SIZES = [
  [200, 60],
  [120, 36],
  [80, 24],
  [60, 15],
  [49, 10],
] as const;

describe.each(SIZES)('%i×%i', (cols, rows) => {
  const size = { cols, rows };

  test('the table', async () => {
    await expect(picture(busyHost(), initialUi({ size }))).toMatchFileSnapshot(`snapshots/main-${cols}x${rows}.txt`);
  });

  test('the detail page', async () => {
    await expect(picture(busyHost(), { ...initialUi({ size }), page: 'detail' })).toMatchFileSnapshot(
      `snapshots/detail-${cols}x${rows}.txt`,
    );
  });

  test.each(VIEW_IDS.slice(1))('%s', async id => {
    const ui = { ...initialUi({ size }), view: id };
    await expect(picture(busyHost(), ui)).toMatchFileSnapshot(`snapshots/${id}-${cols}x${rows}.txt`);
    const ascii = picture(busyHost(), ui, ASCII);
    expect(ascii).toMatch(/^[\n\x20-\x7e]*$/);
    await expect(ascii).toMatchFileSnapshot(`snapshots/${id}-ascii-${cols}x${rows}.txt`);
  });

  test('the table in colours', async () => {
    const name = 'auto';
    const live = busyHost();
    const ui = update(update(initialUi({ size, theme: name }), { type: 'tag' }, live), { type: 'sync' }, live);
    const theme = themeOf({ ascii: false, depth: 256 }, name);
    const text = paint(view(live, ui, theme).lines, theme).replaceAll('\x1b', '␛');
    await expect(text).toMatchFileSnapshot(`snapshots/theme-${name}-${cols}x${rows}.txt`);
  });

  test('in ASCII', async () => {
    const text = picture(busyHost(), initialUi({ size }), ASCII);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    await expect(text).toMatchFileSnapshot(`snapshots/ascii-${cols}x${rows}.txt`);
  });
});

describe('other pictures at 80×24', () => {
  const size = { cols: 80, rows: 24 };

  test.each(['help', 'events'] as const)('%s', async page => {
    await expect(picture(busyHost(), { ...initialUi({ size }), page })).toMatchFileSnapshot(`snapshots/${page}-80x24.txt`);
  });

  test('the sort picker', async () => {
    const live = busyHost();
    const ui = update(initialUi({ size }), { type: 'pick', picker: 'sort' }, live);
    await expect(picture(live, ui)).toMatchFileSnapshot('snapshots/picker-80x24.txt');
  });

  test('a wrong filter, with a caret under the place', async () => {
    const live = busyHost();
    const opened = update(initialUi({ size }), { type: 'prompt', kind: 'filter' }, live);
    const ui = update(opened, { type: 'insert', text: 'web drop>x' }, live);
    const lines = picture(live, ui).split('\n');
    const prompt = lines.findIndex(line => line.startsWith('filter web drop>x'));
    expect(lines[prompt + 1]?.indexOf('^')).toBe('filter web drop>'.length);
    await expect(picture(live, ui)).toMatchFileSnapshot('snapshots/wrong-filter-80x24.txt');
  });

  test('no pair on the host', async () => {
    await expect(picture(bareHost(), initialUi({ size }))).toMatchFileSnapshot('snapshots/no-pairs-80x24.txt');
  });

  test('before the first report nothing is known, and nothing is 0', async () => {
    const text = picture(busyHost({ frame: false }), initialUi({ size }));
    const row = text.split('\n').find(line => line.includes('web-1'));
    expect(row?.trimEnd()).toMatch(/–\s+–\s+–$/);
    await expect(text).toMatchFileSnapshot('snapshots/starting-80x24.txt');
  });

  test('a gap is in the header, also one without a restart', () => {
    const live = busyHost({ probe: { gapMs: 2340 } });
    expect(picture(live, initialUi({ size }))).toMatch(/edge-01 · ! 2\.3 s not counted/);
    expect(picture(live, initialUi({ size: { cols: 120, rows: 36 } }))).toMatch(/● tracepoint · ! 2\.3 s not counted/);
  });

  test('restarts and lost reports are in the header', () => {
    const live = busyHost({ probe: { restarts: 2, gapMs: 1234, lost: 7 } });
    expect(picture(live, initialUi({ size: { cols: 160, rows: 40 } }))).toMatch(
      /2 restarts, 1\.2 s not counted .* 7 reports lost/,
    );
  });
});

describe('any size, any names', () => {
  const size = fc.record({ cols: fc.integer({ min: 20, max: 250 }), rows: fc.integer({ min: 3, max: 80 }) });
  const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
  const spec = fc.record({ a: name, b: fc.option(name), ownerB: name.map(text => `docker:${text}`), master: name, placeB: name });
  const page = fc.constantFrom('main' as const, 'detail' as const, 'help' as const, 'events' as const);

  const action = fc.constantFrom<UiAction>(
    { type: 'sideways', direction: 1 },
    { type: 'move', by: 'row', direction: 1 },
    { type: 'open' },
    { type: 'tag' },
    { type: 'hide' },
    { type: 'follow' },
    { type: 'classes' },
    { type: 'group', by: 'owner' },
    { type: 'pick', picker: 'columns' },
    { type: 'pick', picker: 'theme' },
    { type: 'prompt', kind: 'command' },
    { type: 'insert', text: 's' },
    { type: 'complete' },
    { type: 'accept' },
  );

  test('every line is exactly as wide as the screen, there are as many as it has rows, and no control character gets out', () => {
    fc.assert(
      fc.property(
        fc.array(spec, { maxLength: 12 }),
        size,
        page,
        fc.boolean(),
        fc.constantFrom(...VIEW_IDS),
        fc.array(action, { maxLength: 6 }),
        (pairs, at, shown, ascii, id, actions) => {
          const live = liveOf({ pairs });
          const start: UiState = { ...initialUi({ size: at }), page: shown, view: id };
          const ui = actions.reduce((state, one) => update(state, one, live), update(start, { type: 'sync' }, live));
          const { lines } = view(live, ui, ascii ? ASCII : UNICODE);
          expect(lines).toHaveLength(at.rows);
          for (const line of lines) {
            const text = plainText(line);
            expect(textCells(text)).toBe(at.cols);
            expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Mn}]/u);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the chart lies within the screen', () => {
    fc.assert(
      fc.property(size, fc.constantFrom('main' as const, 'detail' as const), (at, shown) => {
        const live = busyHost();
        const { chart } = view(live, { ...initialUi({ size: at }), page: shown }, UNICODE);
        if (chart === null) return;
        expect(chart.left + chart.cols).toBeLessThanOrEqual(at.cols);
        expect(chart.top + chart.rows).toBeLessThan(at.rows);
        expect(chart.rows).toBeGreaterThan(0);
      }),
    );
  });
});

test('numbers keep their place from one report to the next', () => {
  const ui = initialUi({ size: { cols: 120, rows: 36 } });
  const ends = (tick: number) =>
    view(oneUniform(20, tick), update(ui, { type: 'sort-by', column: 'a' }, oneUniform(20, tick)), UNICODE)
      .lines.slice(4, 15)
      .map(line => /^(.*\d[kMG]?) +\d/.exec(plainText(line).replace(/[▁-█]/g, ''))?.[1]?.length);
  expect(ends(0)).toEqual(ends(9));
});

describe('themes', () => {
  test.each([256, 8] as const)('drops are red and bold in %i colours', depth => {
    const theme = themeOf({ ascii: false, depth });
    expect(theme.base.drop).toMatch(depth === 256 ? /^1;38;5;196$/ : /^1;31$/);
  });

  test('without colour there is no colour, and drops are still bold', () => {
    const live = busyHost();
    const theme = themeOf({ ascii: false, depth: 0 });
    const text = paint(view(live, initialUi({ size: { cols: 120, rows: 36 } }), theme).lines, theme);
    expect(text).not.toMatch(/\x1b\[(?:\d+;)*(?:3\d|4\d|9\d)/);
    expect(theme.base.drop).toBe('1');
  });

  test.each<ColorDepth>([0, 8, 256])('the selected row is marked by a sign with %i colours', depth => {
    const live = busyHost();
    const theme = themeOf({ ascii: false, depth });
    const marked = view(live, initialUi({ size: { cols: 80, rows: 24 } }), theme).lines.filter(line =>
      plainText(line).startsWith('▸'),
    );
    expect(marked).toHaveLength(1);
    expect(marked[0]?.every(part => part.selected)).toBe(true);
  });
});
