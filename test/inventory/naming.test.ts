import { describe, expect, it } from 'vitest';
import { nameOf } from '../../src/inventory/naming.js';

const base = { nsid: 7, inum: 4026532000, isHost: false, handles: [] } as const;

describe('nameOf', () => {
  it('prefers the name in /run/netns over other mounts and processes', () => {
    const handles = [
      { kind: 'process', pid: 9, comm: 'sh' },
      { kind: 'mount', path: '/run/docker/netns/1a2b' },
      { kind: 'named', path: '/run/netns/blue' },
    ] as const;
    expect(nameOf({ ...base, handles })).toBe('blue');
    expect(nameOf({ ...base, handles: handles.slice(0, 2) })).toBe('1a2b');
    expect(nameOf({ ...base, handles: handles.slice(0, 1) })).toBe('pid:9');
  });

  it('calls the host host, and nobody else', () => {
    expect(nameOf({ ...base, isHost: true, handles: [{ kind: 'named', path: '/run/netns/blue' }] })).toBe('host');
    expect(nameOf({ ...base, handles: [{ kind: 'named', path: '/run/netns/host' }] })).toBe('/run/netns/host');
  });

  it('names hidden ones by what is known of them', () => {
    expect(nameOf({ ...base, inum: null })).toBe('hidden#7');
    expect(nameOf(base)).toBe('hidden:4026532000');
  });

  it('makes hostile names harmless', () => {
    expect(nameOf({ ...base, handles: [{ kind: 'named', path: '/run/netns/\u001b[31m' }] })).toBe('\\x1b[31m');
  });
});
