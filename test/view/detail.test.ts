import { describe, expect, test } from 'vitest';
import { initialUi } from '../../src/view/initial.js';
import { plainText } from '../../src/view/line.js';
import { themeOf } from '../../src/view/theme.js';
import { view } from '../../src/view/view.js';
import { busyHost, liveOf } from './fixtures.js';

const THEME = themeOf({ ascii: false, depth: 256 });

function text(filter: string, page: 'main' | 'detail', live = busyHost()): string {
  const ui = { ...initialUi({ size: { cols: 120, rows: 36 }, filter }), page };
  return view(live, ui, THEME).lines.map(plainText).join('\n');
}

describe('the detail of a pair', () => {
  test('has room for the doctor in the pane, too', () => {
    expect(text('veth-down', 'main')).toMatch(/! veth-down@host is down, its other end is up \(doctor\) *\n +probe says/);
    expect(text('veth-half', 'main')).toContain('the other end of veth-half@host is not known (doctor)');
  });

  test('says what was counted so far', () => {
    expect(text('vethA', 'detail')).toMatch(/so far +A→B 7,200,000 packets 6\.22GB {2}B→A 6,984,000 packets 838\.1MB/);
  });

  test('has what probes and kernel say at 60 columns, too', () => {
    const ui = { ...initialUi({ size: { cols: 60, rows: 15 }, filter: 'vethA' }), page: 'detail' as const };
    const lines = view(busyHost(), ui, THEME).lines.map(line => plainText(line).trimEnd());
    expect(lines).toContain(' probe A→B 120.0k  B→A 116.4k  kernel 120.0k 116.4k');
  });

  test('has the reasons of drops on the smallest screen, too', () => {
    const ui = { ...initialUi({ size: { cols: 60, rows: 15 }, filter: 'web-1' }), page: 'detail' as const };
    expect(view(busyHost(), ui, THEME).lines.map(plainText).join('\n')).toMatch(/NETFILTER_DROP.* 142 .*\n NOT_SPECIFIED/);
  });

  test('says what to do about a drop, where that is known', () => {
    const drop = { end: 'a', reason: 'QDISC_DROP', function: '__dev_queue_xmit', class: 'loss', perSecond: 3, total: 9 } as const;
    const live = liveOf({
      pairs: [{ a: 'v', b: 'w', drops: [{ ...drop, cause: 'the queue is full', hint: 'look at tc -s qdisc' }] }],
    });
    expect(text('', 'detail', live)).toContain('the queue is full → look at tc -s qdisc');
  });
});
