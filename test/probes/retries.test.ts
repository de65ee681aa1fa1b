import { describe, expect, it } from 'vitest';
import { needsRetries } from '../../src/probes/retries.js';

describe('needsRetries', () => {
  it.each([
    ['a veth that keeps nothing', [{ kind: 'veth', qdisc: 'noqueue' }], false],
    ['a veth that is down', [{ kind: 'veth', qdisc: 'noop' }], false],
    [
      'one of several that queues',
      [
        { kind: 'veth', qdisc: 'noqueue' },
        { kind: 'veth', qdisc: 'tbf' },
      ],
      true,
    ],
    ['a veth whose discipline is not known', [{ kind: 'veth' }], true],
    ['other links that queue', [{ kind: null, qdisc: 'fq_codel' }, { kind: 'bridge' }], false],
    ['no links', [], false],
  ])('%s', (_, links, needed) => {
    expect(needsRetries(links)).toBe(needed);
  });
});
