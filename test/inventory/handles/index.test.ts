import { describe, expect, it } from 'vitest';
import { HANDLE_SOURCES, mergeHandles, sameHandles } from '../../../src/inventory/handles/index.js';
import type { Handle } from '../../../src/inventory/model.js';

const NAMED: Handle = { kind: 'named', path: '/run/netns/x' };
const PROCESS: Handle = { kind: 'process', pid: 7, comm: 'sh' };
const FD: Handle = { kind: 'fd', pid: 8, fd: 3, comm: 'sh' };

describe('mergeHandles', () => {
  it('keeps the kinds that the scan did not look for, in the order of the sources', () => {
    expect(mergeHandles('names', [PROCESS, FD], [NAMED])).toEqual([NAMED, PROCESS, FD]);
    expect(mergeHandles('processes', [NAMED, FD], [PROCESS])).toEqual([PROCESS, FD]);
    expect(mergeHandles('names', [FD, PROCESS], [])).toEqual([PROCESS, FD]);
  });

  it('after a deep scan is what that found', () => {
    expect(mergeHandles('deep', [NAMED, PROCESS, FD], [NAMED])).toEqual([NAMED]);
  });
});

describe('sameHandles', () => {
  it('goes by what would be opened, not by the name of the process', () => {
    expect(sameHandles([PROCESS], [{ ...PROCESS, comm: 'bash' }])).toBe(true);
    expect(sameHandles([PROCESS], [{ kind: 'process', pid: 9, comm: 'sh' }])).toBe(false);
    expect(sameHandles([FD], [{ kind: 'socket', pid: 8, fd: 3, comm: 'sh' }])).toBe(false);
    expect(sameHandles([NAMED, FD], [NAMED])).toBe(false);
  });
});

it('each kind of handle has one source', () => {
  const kinds = HANDLE_SOURCES.flatMap(source => source.kinds);
  expect(new Set(kinds).size).toBe(kinds.length);
});
