import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isReasonEnum, parseReasons, reasonsOf } from '../../src/probes/reasons.js';

const format = (kernel: string): string =>
  readFileSync(new URL(`./fixtures/kfree_skb-${kernel}.format`, import.meta.url), 'utf8');

describe('parseReasons', () => {
  it('reads the table of a tracepoint', () => {
    const names = parseReasons(format('6.18'));
    expect(names.get(2)).toBe('NOT_SPECIFIED');
    expect(names.get(3)).toBe('NO_SOCKET');
    expect(names.size).toBeGreaterThan(80);
  });

  it('reads hexadecimal numbers and cuts the prefix', () => {
    const text = 'field:enum skb_drop_reason reason;\n{ 0x2UL, "SKB_DROP_REASON_NO_SOCKET" }, {3,"X"}';
    expect([...parseReasons(text)]).toEqual([
      [2, 'NO_SOCKET'],
      [3, 'X'],
    ]);
  });

  it('has only NOT_SPECIFIED where packets are freed without a reason', () => {
    expect([...parseReasons(format('5.10'))]).toEqual([[0, 'NOT_SPECIFIED']]);
  });
});

describe('reasonsOf', () => {
  it('takes reasons, not the ends of a range nor other enums', () => {
    const values = new Map([
      [1 << 16, '__OVS_DROP_REASON'],
      [(1 << 16) + 1, 'OVS_DROP_LAST_ACTION'],
      [(1 << 16) + 2, 'OVS_DROP_MAX'],
    ]);
    expect([...reasonsOf([{ name: 'ovs_drop_reason', values }])]).toEqual([[(1 << 16) + 1, 'OVS_DROP_LAST_ACTION']]);
    expect(reasonsOf([{ name: 'skb_drop_reason_subsys', values }]).size).toBe(0);
  });

  it.each(['skb_drop_reason', 'qdisc_drop_reason', 'mac80211_drop_reason'])('knows %s', name => {
    expect(isReasonEnum(name)).toBe(true);
  });
});
