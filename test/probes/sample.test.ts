import { describe, expect, it } from 'vitest';
import { Sampler } from '../../src/probes/sample.js';
import type { DropKind } from '../../src/probes/tally.js';

const names = {
  reason: (reason: number) => (reason === 2 ? 'NOT_SPECIFIED' : `REASON_${reason}`),
  function: (location: bigint) => (location < 10n ? '__dev_forward_skb2' : 'nf_hook_slow'),
};

describe('toSample', () => {
  it('joins the addresses of one function, and tells refused packets of a transmit function', () => {
    const drop = (kind: Partial<DropKind>) => ({
      kind: { key: '1/2' as const, ingressIfindex: 0, reason: 2, location: 1n, ...kind },
      packets: 5,
      grewAtMs: 0,
    });
    const totals = {
      xmit: new Map([
        ['1/2', { xmitPackets: 100, xmitBytes: 6400, xmitFailed: 0 }] as const,
        ['1/3', { xmitPackets: 1, xmitBytes: 64, xmitFailed: 0 }] as const,
      ]),
      drops: [drop({}), drop({ location: 2n }), drop({ location: 10n }), drop({ key: null })],
    };
    const sample = new Sampler(names).toSample({ at: 1, monotonicMs: 2, epoch: 3 }, totals);
    expect(sample).toMatchObject({ at: 1, monotonicMs: 2, epoch: 3 });
    expect(sample.links.get('1/2')).toEqual({ xmitPackets: 100, xmitBytes: 6400, xmitFailed: 10 });
    expect(sample.links.get('1/3')?.xmitFailed).toBe(0);
    expect(sample.drops.map(({ key, function: name, packets }) => [key, name, packets])).toEqual([
      ['1/2', '__dev_forward_skb2', 10],
      ['1/2', 'nf_hook_slow', 5],
      [null, '__dev_forward_skb2', 5],
    ]);
  });

  it('counts on what a link refused when the tally has forgotten a kind of drop', () => {
    const kind = (): DropKind => ({ key: '1/2', ingressIfindex: 0, reason: 2, location: 1n });
    const first = kind();
    const sampler = new Sampler(names);
    const failedAfter = (drops: readonly (readonly [DropKind, number])[]) =>
      sampler
        .toSample(
          { at: 1, monotonicMs: 2, epoch: 3 },
          {
            xmit: new Map([['1/2', { xmitPackets: 100, xmitBytes: 6400, xmitFailed: 0 }]]),
            drops: drops.map(([one, packets]) => ({ kind: one, packets, grewAtMs: 0 })),
          },
        )
        .links.get('1/2')?.xmitFailed;
    expect([failedAfter([[first, 5]]), failedAfter([[first, 7]]), failedAfter([]), failedAfter([[kind(), 2]])]).toEqual([
      5, 7, 7, 9,
    ]);
  });
});
