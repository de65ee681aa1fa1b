import { describe, expect, it } from 'vitest';
import { lastWords } from '../../src/probes/bpftrace.js';

const MEMLOCK = "ERROR: Unknown error -1: couldn't set RLIMIT_MEMLOCK for bpftrace.";
const NO_LIST = 'kfunc:veth_xmit: could not read traceable functions from /sys/kernel/tracing/available_filter_functions';

describe('the last words of bpftrace', () => {
  it('are the first line that names an error', () => {
    expect(lastWords(`${MEMLOCK}\nstdin:1: WARNING: x\nERROR: y\nERROR: z\n`)).toBe('ERROR: y');
  });

  it('are a missing list of functions only if nothing else is wrong', () => {
    expect(lastWords(`${MEMLOCK}\nERROR: ${NO_LIST}\nERROR: y\n`)).toBe('ERROR: y');
    expect(lastWords(`${MEMLOCK}\nERROR: ${NO_LIST}\n`)).toBe(`ERROR: ${NO_LIST}`);
  });

  it('are none where only harmless things were said', () => {
    expect(lastWords(`${MEMLOCK}\n\n`)).toBe('');
  });
});
