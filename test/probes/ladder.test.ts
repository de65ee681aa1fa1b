import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../src/probes/capabilities.js';
import { ladder } from '../../src/probes/ladder.js';

const everything: HostFacts = {
  euid: 0,
  capabilities: (1n << 41n) - 1n,
  bpftrace: { path: '/usr/bin/bpftrace', version: '0.17.0' },
  btf: true,
  headers: false,
  lockdown: 'none',
  tracefs: { kind: 'mountable', root: '/sys/kernel/tracing' },
  formats: new Map([
    ['net/net_dev_start_xmit', 'name'],
    ['net/net_dev_xmit', 'name'],
    ['skb/kfree_skb', 'name'],
  ]),
  formatsWhy: null,
  kprobePmu: true,
  kprobeEvents: false,
  symbols: new Set(['veth_xmit', '__dev_forward_skb']),
};

const order = (facts: HostFacts) => ladder(facts).order.map(({ flavour }) => flavour);

describe('ladder', () => {
  it('tries the best first', () => {
    expect(order(everything)).toEqual(['fentry', 'kprobe', 'tracepoint']);
    expect(ladder(everything).whyNot).toEqual([]);
  });

  it.each<[string, Partial<HostFacts>, RegExp]>([
    ['no kprobes', { kprobePmu: false }, /CONFIG_KPROBES/],
    ['lockdown', { lockdown: 'confidentiality' }, /lockdown/],
  ])('says why there is no kprobe: %s', (_, facts, why) => {
    expect(order({ ...everything, ...facts })).toEqual(['fentry', 'tracepoint']);
    expect(ladder({ ...everything, ...facts }).whyNot).toEqual([{ flavour: 'kprobe', why: expect.stringMatching(why) }]);
  });

  it('says why there is no fentry: headers are no type information of the running kernel', () => {
    const facts = { ...everything, btf: false, headers: true };
    expect(order(facts)).toEqual(['kprobe', 'tracepoint']);
    expect(ladder(facts).whyNot).toEqual([{ flavour: 'fentry', why: expect.stringContaining('CONFIG_DEBUG_INFO_BTF') }]);
  });

  it('counts every device where veth can not be seen', () => {
    const { order: left, whyNot } = ladder({ ...everything, symbols: new Set() });
    expect(left.map(({ flavour }) => flavour)).toEqual(['tracepoint']);
    expect(whyNot.map(({ flavour }) => flavour)).toEqual(['fentry', 'kprobe']);
    for (const { why } of whyNot) expect(why).toMatch(/modprobe veth/);
  });

  it.each<[string, Partial<HostFacts>, RegExp]>([
    ['not root', { euid: 1000 }, /sudo/],
    ['no capability', { capabilities: 0n }, /CAP_SYS_ADMIN/],
    ['no bpftrace', { bpftrace: null }, /install the package bpftrace/],
    ['old bpftrace', { bpftrace: { path: '/usr/bin/bpftrace', version: '0.14.0' } }, /0\.14\.0 is too old/],
    ['no types', { btf: false }, /headers/],
    ['no tracefs', { tracefs: { kind: 'unavailable', why: 'this kernel has no tracefs' } }, /no tracefs/],
    ['no drop tracepoint', { formats: new Map() }, /kfree_skb/],
  ])('says why there are no probes at all: %s', (_, facts, why) => {
    const { order: none, whyNot } = ladder({ ...everything, ...facts });
    expect(none).toEqual([]);
    expect(whyNot.map(({ flavour }) => flavour)).toEqual(['fentry', 'kprobe', 'tracepoint']);
    for (const reason of whyNot) expect(reason.why).toMatch(why);
  });

  it('takes headers for BTF, and tries a bpftrace of unknown version', () => {
    expect(order({ ...everything, btf: false, headers: true, bpftrace: { path: '/x', version: null } })).toHaveLength(2);
  });

  it('tries only a forced flavour', () => {
    expect(ladder(everything, 'tracepoint').order.map(({ flavour }) => flavour)).toEqual(['tracepoint']);
    expect(ladder(everything, 'counters')).toEqual({ order: [], whyNot: [] });
    expect(ladder({ ...everything, kprobePmu: false }, 'kprobe').order).toEqual([]);
  });
});
