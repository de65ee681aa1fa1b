import { expect, it } from 'vitest';
import { keptAliveBy } from '../../src/output/kept-alive.js';
import { aNamespace } from '../rates/fixtures.js';
import { NAMESPACES } from './fixtures.js';

it('says of each kind of handle what it is', () => {
  const details = NAMESPACES.filter(({ hidden }) => !hidden).flatMap(namespace => keptAliveBy(namespace));
  expect(details).toEqual([
    { kind: 'self', detail: 'vethtop itself runs in it' },
    { kind: 'process', detail: 'pid 1 (systemd)' },
    { kind: 'process', detail: 'pid 812 (sshd)' },
    { kind: 'thread', detail: 'thread 815 of pid 812 (worker)' },
    { kind: 'mount', detail: '/run/docker/netns/c0ffee' },
    { kind: 'process', detail: 'pid 4711 (nginx)' },
    { kind: 'named', detail: '/run/netns/ns2' },
    { kind: 'fd', detail: 'fd 7 of pid 99 (holder)' },
    { kind: 'foreign-mount', detail: '/var/run/netns/x in the mount namespace of pid 98' },
  ]);
});

it('says of a namespace without a handle that what holds it cannot be seen', () => {
  const hidden = aNamespace(9, { hidden: true, handles: [] });
  expect(keptAliveBy(hidden)).toEqual([{ kind: 'unknown', detail: expect.stringMatching(/there before vethtop started$/) }]);
  expect(keptAliveBy({ ...hidden, firstSeenAt: Date.UTC(2024, 4, 6) })).toEqual([
    { kind: 'unknown', detail: expect.stringMatching(/there since 2024-05-06T00:00:00.000Z$/) },
  ]);
});

it('says which socket holds a namespace that nothing names', () => {
  const hidden = aNamespace(9, { hidden: true, handles: [{ kind: 'socket', pid: 7, fd: 3, comm: 'nc' }] });
  expect(keptAliveBy(hidden)).toEqual([{ kind: 'socket', detail: 'socket fd 3 of pid 7 (nc)' }]);
});
