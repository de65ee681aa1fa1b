import { expect, test } from 'vitest';
import { initialUi } from '../../src/view/initial.js';
import { plainText } from '../../src/view/line.js';
import { themeOf } from '../../src/view/theme.js';
import { view } from '../../src/view/view.js';
import { busyHost } from './fixtures.js';

const COSTLY = busyHost({ probe: { cost: { nsPerPacket: 295, corePercent: 1.25 } } });
const THEME = themeOf({ ascii: false, depth: 0 });

function rows(cols: number, filter = ''): readonly string[] {
  return view(COSTLY, initialUi({ size: { cols, rows: 30 }, filter }), THEME).lines.map(plainText);
}

test('what the probes cost is named, and makes room for what they are', () => {
  expect(rows(140)[0]).toContain('34 pairs (1 half-open) · cost 295 ns 1.3 % · 35 namespaces');
  expect(rows(70)[0]).toMatch(/probes ● tracepoint +▶ live/);
});

test('tabs that are cut keep away from what stands beside them', () => {
  expect(rows(60, 'ns:pod-* state:up drop:0')[1]).toMatch(/… {2}filter/);
});
