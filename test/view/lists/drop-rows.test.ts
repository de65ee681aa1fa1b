import { expect, test } from 'vitest';
import type { LiveState } from '../../../src/live/model.js';
import { probeKey } from '../../../src/probes/model.js';
import type { OtherDropRate } from '../../../src/rates/model.js';
import { initialUi } from '../../../src/view/initial.js';
import { plainText } from '../../../src/view/line.js';
import { dropRowsOf } from '../../../src/view/lists/drop-rows.js';
import { VIEWS } from '../../../src/view/lists/index.js';
import { themeOf } from '../../../src/view/theme.js';
import { update } from '../../../src/view/update.js';
import { view } from '../../../src/view/view.js';
import { busyHost } from '../fixtures.js';

const OTHER = {
  reason: 'NETFILTER_DROP',
  function: 'nft_do_chain',
  class: 'loss',
  cause: null,
  perSecond: 900,
  total: 9000,
} as const;

/** With losses on a bridge, on a link that is gone, and on none. */
function withOthers(): LiveState {
  const live = busyHost();
  if (live.frame === null) throw new Error('no frame');
  const { links, namespaces } = live.inventory;
  const bridge = [...links.values()].find(({ kind }) => kind === 'bridge');
  const inum = namespaces.get(bridge?.nsid ?? -1)?.inum ?? 0;
  const otherDrops: readonly OtherDropRate[] = [
    { ...OTHER, key: probeKey(inum, bridge?.ifindex ?? 0) },
    { ...OTHER, key: probeKey(4026539999, 7), perSecond: 500 },
    { ...OTHER, key: probeKey(4026539999, 8), perSecond: 300, total: 1 },
    { ...OTHER, key: null, perSecond: 700 },
  ];
  return { ...live, frame: { ...live.frame, otherDrops } };
}

test('what is lost elsewhere is listed with its link, as far as that can be named', () => {
  const live = withOthers();
  const rows = dropRowsOf(live).losses.filter(({ at }) => at === null);
  expect(rows.map(({ name, place }) => [name, place])).toEqual([
    ['br-9f1', 'host'],
    ['no link', ''],
    // Nothing tells them apart.
    ['2 links', 'unseen'],
  ]);
  expect(rows[2]?.drop).toMatchObject({ perSecond: 800, total: 9001 });
  expect(new Set(dropRowsOf(live).all.map(({ id }) => id)).size).toBe(dropRowsOf(live).all.length);
  expect(dropRowsOf(live)).toBe(dropRowsOf(live));
});

test('a link that is no end of a pair has a detail, and can be edited', () => {
  const live = withOthers();
  const ui = update({ ...initialUi({ size: { cols: 120, rows: 36 } }), view: 'drops' }, { type: 'sync' }, live);
  const text = view(live, ui, themeOf({ ascii: false, depth: 0 }))
    .lines.map(plainText)
    .join('\n');
  expect(text).toMatch(/▸ br-9f1 +host +NETFILTER_DROP/);
  expect(text).toContain('where      a link of kind bridge in host, no end of a pair');
  const list = VIEWS.drops.list(live, ui);
  expect(list.subject(0)).toMatchObject({ links: [{ name: 'br-9f1' }] });
  expect([list.subject(1), list.subject(2)]).toEqual([null, null]);
  expect(list.copyText(new Set(), 2)).toBe('no link NETFILTER_DROP nft_do_chain 9000');
});
