/** Every view at every size in every theme, with its colours, from a host that was recorded. */
import { beforeAll, describe, expect, test } from 'vitest';
import { initialUi } from '../../src/view/initial.js';
import { VIEW_IDS } from '../../src/view/lists/state.js';
import { paint, themeOf } from '../../src/view/theme.js';
import { update } from '../../src/view/update.js';
import { view } from '../../src/view/view.js';
import { recordedHost } from './recorded/host.js';

const SIZES = [
  [200, 60],
  [120, 36],
  [80, 24],
  [60, 15],
] as const;
const THEMES = ['dark', 'light', 'mono', 'ascii'] as const;
const PAGES = [...VIEW_IDS, 'detail'] as const;

beforeAll(() => {
  process.env.TZ = 'UTC';
});

describe.each(THEMES)('%s', name => {
  const theme = themeOf({ ascii: false, depth: 256 }, name);
  const live = recordedHost();

  describe.each(SIZES)('%i×%i', (cols, rows) => {
    test.each(PAGES)('%s', async page => {
      const start = initialUi({ size: { cols, rows }, theme: name });
      const ui = update(page === 'detail' ? { ...start, page } : { ...start, view: page }, { type: 'sync' }, live);
      // Blanks without a style say nothing at the end of a line.
      const text = paint(view(live, ui, theme).lines, theme)
        .replaceAll('\x1b', '␛')
        .replaceAll(/ +$/gm, '');
      await expect(`${text}\n`).toMatchFileSnapshot(`snapshots/themes/${name}/${page}-${cols}x${rows}.txt`);
    });
  });
});
