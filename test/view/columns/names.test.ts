import { expect, test } from 'vitest';
import type { LiveState } from '../../../src/live/model.js';
import { helpPage } from '../../../src/view/help.js';
import { initialUi } from '../../../src/view/initial.js';
import { plainText } from '../../../src/view/line.js';
import { themeOf } from '../../../src/view/theme.js';
import { view } from '../../../src/view/view.js';
import { busyHost } from '../fixtures.js';

const THEMES = [themeOf({ ascii: false, depth: 0 }), themeOf({ ascii: true, depth: 0 })];

/** Packets reach these pairs past the probes. */
function withBypass(...names: readonly string[]): LiveState {
  const live = busyHost();
  if (live.frame === null) throw new Error('no frame');
  const pairs = new Map(live.frame.pairs);
  for (const { id, a } of live.inventory.pairs) {
    const rate = pairs.get(id);
    if (names.includes(a.name) && rate !== undefined) pairs.set(id, { ...rate, bypass: true });
  }
  return { ...live, frame: { ...live.frame, pairs } };
}

test.each(THEMES)('a pair that packets reach past the probes has a sign, which the help explains', theme => {
  const { past, down } = theme.glyphs;
  const ui = initialUi({ size: { cols: 120, rows: 36 } });
  const live = withBypass('vethA', 'veth-hid', 'veth-down');
  const rows = view(live, ui, theme).lines.map(plainText);
  const signOf = (name: string) => rows.find(row => row.includes(` ${name} `))?.charAt(2);
  expect([signOf('vethA'), signOf('veth-hid'), signOf('veth91bd077')]).toEqual([past, past, ' ']);
  // What is down is down, and says so first.
  expect(signOf('veth-down')).toBe(down);
  const help = helpPage(live, ui, theme.glyphs).map(plainText).join('\n');
  expect(help).toMatch(new RegExp(`\\${past} +packets also arrive past the probes`));
});

test.each([
  [120, 36, 'main'],
  [120, 36, 'detail'],
  [80, 24, 'detail'],
] as const)('its detail says that the rates leave them out, at %i×%i on %s', (cols, rows, page) => {
  const ui = { ...initialUi({ size: { cols, rows }, filter: 'vethA' }), page };
  const text = (live: LiveState) =>
    view(live, ui, themeOf({ ascii: false, depth: 0 }))
      .lines.map(plainText)
      .join('\n');
  expect(text(withBypass('vethA'))).toContain('packets also arrive past the probes (redirect_peer, XDP): not in these rates');
  expect(text(busyHost())).not.toContain('past the probes');
});
