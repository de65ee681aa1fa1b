import { expect, it } from 'vitest';
import { capabilityNames } from '../../src/core/capability-names.js';

it('names capabilities by bit, and tells of newer ones by number', () => {
  expect(capabilityNames((1n << 12n) | (1n << 21n) | (1n << 39n))).toEqual(['CAP_NET_ADMIN', 'CAP_SYS_ADMIN', 'CAP_BPF']);
  expect(capabilityNames(1n << 50n)).toEqual(['CAP_50']);
  expect(capabilityNames(0n)).toEqual([]);
});
