import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkNameProblem, namespaceNameProblem } from '../../src/manage/names.js';

describe('linkNameProblem', () => {
  it.each(['eth0', '-rf', 'qvo3f09aa10-2b', 'br-int.5@x', '漢漢漢漢漢', 'a"b', '1'])('accepts %s', name => {
    expect(linkNameProblem(name)).toBeNull();
  });

  it.each([
    ['', 'empty'],
    ['sixteen-bytes-16', '16 bytes'],
    ['漢漢漢漢漢漢', '18 bytes'],
    ['.', 'folder'],
    ['..', 'folder'],
    ['a/b', 'slash'],
    ['a b', 'space'],
    ['a\u00a0b', 'space'],
    ['eth0:1', 'colon'],
    ['veth%d', 'pattern'],
    ['all', '/proc/sys'],
    ['default', '/proc/sys'],
    ['\x1b[31m', 'terminal'],
    ['a‮b', 'terminal'],
  ])('refuses %j', (name, why) => {
    expect(linkNameProblem(name)).toContain(why);
  });
});

describe('namespaceNameProblem', () => {
  it.each(['lab-br', 'qrouter-3f09aa10-2b7c-4a60-9d53-0c5f5a1b2c3d', 'with space', '-rf', '12', 'a%b:c'])('accepts %s', name => {
    expect(namespaceNameProblem(name)).toBeNull();
  });

  it('refuses whatever would leave /run/netns', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(namespaceNameProblem(`${before}/${after}`)).not.toBeNull();
      }),
    );
    expect([namespaceNameProblem('..'), namespaceNameProblem('.'), namespaceNameProblem('')]).not.toContain(null);
    expect(namespaceNameProblem('x'.repeat(256))).toContain('256 bytes');
  });
});
