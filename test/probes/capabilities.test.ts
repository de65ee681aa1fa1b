import { describe, expect, it } from 'vitest';
import { lastWords } from '../../src/probes/bpftrace.js';
import { parseCapabilities, parseLockdown, parseVersion } from '../../src/probes/capabilities.js';

describe('facts', () => {
  it.each([
    ['bpftrace v0.17.0\n', '0.17.0'],
    ['bpftrace v0.23.2-1-g1234\n', '0.23.2'],
    ['something else', null],
  ])('version of %j', (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it('capabilities', () => {
    expect(parseCapabilities('Name:\tnode\nCapEff:\t000001fffeffffff\nCapBnd:\t0\n')).toBe(0x1fffeffffffn);
    expect(parseCapabilities('')).toBe(0n);
  });

  it('lockdown', () => {
    expect(parseLockdown('none [integrity] confidentiality\n')).toBe('integrity');
    expect(parseLockdown('')).toBe('none');
  });
});

describe('lastWords', () => {
  it('tells what went wrong, not what is harmless', () => {
    const stderr = `ERROR: Unknown error -1: couldn't set RLIMIT_MEMLOCK for bpftrace.\nstdin:1:1-9: ERROR: tracepoint not found: net:x\ntracepoint:net:x\n~~~~\n`;
    expect(lastWords(stderr)).toBe('stdin:1:1-9: ERROR: tracepoint not found: net:x');
    expect(lastWords('')).toBe('');
    expect(lastWords('\u001b[31mbad\n')).toBe('\\x1b[31mbad');
  });
});
