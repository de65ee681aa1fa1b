/**
 * The whole program under three versions of bpftrace, recorded side by side over one traffic: 100 packets of 142 bytes that arrived and 50
 * of 1,442 bytes over the MTU of the peer, and one ARP reply of 42. The recordings are cut down to the sending link, 4026534603/2.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LineDecoder, type ProbeEvent } from '../../src/probes/decode.js';
import type { Sample } from '../../src/probes/model.js';
import { Sampler } from '../../src/probes/sample.js';
import { Tally } from '../../src/probes/tally.js';

const VERSIONS = ['0.17', '0.23', '0.27'];
/** What /proc/kallsyms and the tracepoint's format said there. */
const NAMES = {
  reason: (reason: number) => (reason === 2 ? 'NOT_SPECIFIED' : `REASON_${reason}`),
  function: (location: bigint) => (location >> 32n === 0xffffffffn ? '__dev_forward_skb2' : `0x${location.toString(16)}`),
};

function eventsOf(version: string): readonly ProbeEvent[] {
  const decoder = new LineDecoder();
  const text = readFileSync(new URL(`./fixtures/v${version}-program.json`, import.meta.url), 'utf8');
  return [...decoder.push(text), ...decoder.end()];
}

function sampleOf(version: string): Sample {
  const tally = new Tally();
  for (const event of eventsOf(version)) if (event.type === 'map') tally.fold(event.name, event.entries, 0);
  return new Sampler(NAMES).toSample({ at: 0, monotonicMs: 0, epoch: 0 }, tally.totals());
}

describe.each(VERSIONS)('bpftrace %s', version => {
  it('starts, and ends each report', () => {
    const events = eventsOf(version);
    expect(events.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'frame').length).toBeGreaterThanOrEqual(3);
    expect(events.filter(({ type }) => type === 'rubbish' || type === 'helper-error')).toEqual([]);
  });

  it('counts what was sent and what was dropped', () => {
    const { links, drops } = sampleOf(version);
    expect([...links]).toEqual([['4026534603/2', { xmitPackets: 151, xmitBytes: 100 * 142 + 50 * 1442 + 42, xmitFailed: 50 }]]);
    expect(drops).toMatchObject([{ key: '4026534603/2', reason: 'NOT_SPECIFIED', function: '__dev_forward_skb2', packets: 50 }]);
  });

  it('gives the same sample as the others', () => {
    expect(sampleOf(version)).toEqual(sampleOf('0.17'));
  });
});
