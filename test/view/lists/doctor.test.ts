import { expect, test } from 'vitest';
import type { LiveState } from '../../../src/live/model.js';
import { initialUi } from '../../../src/view/initial.js';
import { plainText } from '../../../src/view/line.js';
import { VIEWS } from '../../../src/view/lists/index.js';
import { themeOf } from '../../../src/view/theme.js';
import { update } from '../../../src/view/update.js';
import { view } from '../../../src/view/view.js';
import { busyHost, liveOf, type PairSpec } from '../fixtures.js';

const THEME = themeOf({ ascii: false, depth: 0 });
const DOWN: PairSpec = { a: 'veth-down', b: 'eth0', placeB: 'c4', down: true };

function doctor(live: LiveState): string {
  const ui = update({ ...initialUi({ size: { cols: 120, rows: 36 } }), view: 'doctor' }, { type: 'sync' }, live);
  return view(live, ui, THEME).lines.map(plainText).join('\n');
}

test('a finding says what is lost at its pair now, the worst first, and the list how much', () => {
  const drop = { end: 'a', class: 'loss', cause: null, total: 100 } as const;
  const drops = [
    { ...drop, reason: 'NOT_SPECIFIED', function: 'icmp_rcv', perSecond: 2 },
    { ...drop, reason: 'QDISC_DROP', function: '__dev_queue_xmit', perSecond: 20 },
    { ...drop, reason: 'NO_SOCKET', function: 'udp_rcv', class: 'socket', perSecond: 50 },
  ] as const;
  const text = doctor(liveOf({ pairs: [{ ...DOWN, drops }] }));
  expect(text).toContain('and 20 drops/s of QDISC_DROP in __dev_queue_xmit, 2 of NOT_SPECIFIED in icmp_rcv here now');
  expect(text).toMatch(/end-down +veth-down@host +is down.* 22 *$/m);
  expect(doctor(liveOf({ pairs: [DOWN] }))).not.toContain('here now');
});

test('a finding about no pair can be acted on as well: the bridge, the namespace', () => {
  const live = busyHost();
  const { inventory } = live;
  const links = new Map(inventory.links);
  const bridge = [...links.values()].find(({ kind }) => kind === 'bridge');
  if (bridge === undefined) throw new Error('no bridge');
  links.set(bridge.key, { ...bridge, adminUp: false });
  const down: LiveState = {
    ...live,
    inventory: { ...inventory, links, namespaces: new Map(inventory.namespaces) },
    frame: busyHost().frame,
  };
  const ui = initialUi({ size: { cols: 120, rows: 36 } });
  const filtered = { ...ui, lists: { ...ui.lists, doctor: { ...ui.lists.doctor, filter: 'rule:bridge-down' } } };
  expect(VIEWS.doctor.list(down, filtered).subject(0)).toMatchObject({
    doomed: { kind: 'bridge', link: { name: bridge.name } },
    finding: { rule: 'bridge-down', remedy: { kind: 'set-link', up: true } },
  });
});
