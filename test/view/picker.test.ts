import { expect, test } from 'vitest';
import { initialUi } from '../../src/view/initial.js';
import { plainText } from '../../src/view/line.js';
import { VIEWS } from '../../src/view/lists/index.js';
import { themeOf } from '../../src/view/theme.js';
import { update } from '../../src/view/update.js';
import { view } from '../../src/view/view.js';
import { busyHost } from './fixtures.js';

test.each([
  [80, 24],
  [120, 36],
])('choices can be told from each other at %i×%i', (cols, rows) => {
  const live = busyHost();
  const ui = update(initialUi({ size: { cols, rows } }), { type: 'pick', picker: 'sort' }, live);
  const text = view(live, ui, themeOf({ ascii: false, depth: 0 }))
    .lines.map(plainText)
    .join('\n');
  const shown = VIEWS.pairs.sortable.map(({ about }) => about.slice(0, cols < 100 ? 25 : undefined));
  expect(new Set(shown).size).toBe(shown.length);
  for (const { id, about } of VIEWS.pairs.sortable.slice(0, 10)) {
    expect(text).toContain(`${id.padEnd(10)} ${cols < 100 ? about.slice(0, 25) : about}`);
  }
});
