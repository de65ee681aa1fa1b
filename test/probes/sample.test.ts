import { describe, expect, it } from 'vitest';
import { toSample } from '../../src/probes/sample.js';

const names = {
  reason: (reason: number) => (reason === 2 ? 'NOT_SPECIFIED' : `REASON_${reason}`),
  function: (location: bigint) => (location < 10n ? '__dev_forward_skb2' : 'nf_hook_slow'),
};

describe('toSample', () => {
  it('joins the addresses of one function, and tells refused packets of a transmit function', () => {
    const drop = { key: '1/2', ingressIfindex: 0, reason: 2, packets: 5 } as const;
    const totals = {
      xmit: new Map([['1/2', { packets: 100, bytes: 6400 }] as const, ['1/3', { packets: 1, bytes: 64 }] as const]),
      drops: [
        { ...drop, location: 1n },
        { ...drop, location: 2n },
        { ...drop, location: 10n },
        { ...drop, key: null, location: 1n },
      ],
    };
    const sample = toSample({ at: 1, monotonicMs: 2, epoch: 3 }, totals, names);
    expect(sample).toMatchObject({ at: 1, monotonicMs: 2, epoch: 3 });
    expect(sample.links.get('1/2')).toEqual({ xmitPackets: 100, xmitBytes: 6400, xmitFailed: 10 });
    expect(sample.links.get('1/3')?.xmitFailed).toBe(0);
    expect(sample.drops.map(({ key, function: name, packets }) => [key, name, packets])).toEqual([
      ['1/2', '__dev_forward_skb2', 10],
      ['1/2', 'nf_hook_slow', 5],
      [null, '__dev_forward_skb2', 5],
    ]);
  });
});
