import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findTracefs, hasField, readFormats, splitFormats, TRACEPOINTS, withTracefs } from '../../src/probes/tracefs.js';
import { describeNeeding } from '../support/requirements.js';

const modern = readFileSync(new URL('./fixtures/kfree_skb-6.18.format', import.meta.url), 'utf8');

describe('formats', () => {
  it('are told apart by their first line', () => {
    const formats = splitFormats(`name: net_dev_xmit\nID: 1\n${modern}`);
    expect([...formats.keys()]).toEqual(['net/net_dev_xmit', 'skb/kfree_skb']);
    expect(formats.get('skb/kfree_skb')).toBe(modern);
    expect(splitFormats('').size).toBe(0);
  });

  it('say which fields there are', () => {
    expect(hasField(modern, 'reason')).toBe(true);
    expect(hasField(modern, 'skbaddr')).toBe(true);
    expect(hasField(modern, 'eason')).toBe(false);
  });
});

describe('withTracefs', () => {
  it('leaves a command as it is where tracefs is mounted', () => {
    expect(withTracefs({ kind: 'mounted', root: '/sys/kernel/tracing' }, ['bpftrace', '-V'])).toEqual(['bpftrace', '-V']);
  });

  it('keeps arguments out of the shell text', () => {
    const command = withTracefs({ kind: 'mountable', root: '/sys/kernel/tracing' }, ['bpftrace', '$(reboot)']);
    expect(command.filter(part => part.includes('reboot'))).toEqual(['$(reboot)']);
    expect(command.at(-3)).toBe('sh');
  });
});

describeNeeding(['namespaces'], 'on this kernel', () => {
  it('reads the formats without leaving a mount', async () => {
    const before = readFileSync('/proc/self/mountinfo', 'utf8');
    const { formats, why } = await readFormats(findTracefs());
    expect(why).toBeNull();
    expect([...formats.keys()]).toEqual([...TRACEPOINTS]);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).toBe(before);
  });
});
