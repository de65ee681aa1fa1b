import { describe, expect, it } from 'vitest';
import { mountHandle, nsfsMounts } from '../../../src/inventory/handles/mounts.js';
import { handlePath, inumOf } from '../../../src/inventory/handles/source.js';

const MOUNTINFO = `22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
88 22 0:4 net:[4026532179] /run/netns/blue rw shared:9 - nsfs nsfs rw
89 22 0:4 net:[4026532180] /run/docker/netns/2f6b1a rw - nsfs nsfs rw
90 22 0:4 mnt:[4026532181] /run/snapd/ns/lxd.mnt rw - nsfs nsfs rw
91 22 0:4 net:[4026532182] /tmp/with\\040space rw - nsfs nsfs rw
92 22 0:4 net:[4026532183] /tmp/\x1b[2J\xe7\xb6\xb2\xff rw - nsfs nsfs rw
93 22 0:4 net:[4026532184] /tmp/\xe7\xb6\xb2 rw - nsfs nsfs rw
`;

describe('nsfsMounts', () => {
  it('finds network namespaces only, with their inum and the path as it is', () => {
    expect(nsfsMounts(MOUNTINFO)).toEqual([
      { inum: 4026532179, path: '/run/netns/blue' },
      { inum: 4026532180, path: '/run/docker/netns/2f6b1a' },
      { inum: 4026532182, path: '/tmp/with space' },
      { inum: 4026532183, path: '/tmp/\\x1b[2J\\xe7\\xb6\\xb2\\xff', rawPath: '/tmp/\x1b[2J\xe7\xb6\xb2\xff' },
      { inum: 4026532184, path: '/tmp/網', rawPath: '/tmp/\xe7\xb6\xb2' },
    ]);
  });
});

describe('mountHandle', () => {
  it('tells named ones from others', () => {
    expect(mountHandle({ path: '/run/netns/blue' }).kind).toBe('named');
    expect(mountHandle({ path: '/var/run/netns/blue' }).kind).toBe('named');
    expect(mountHandle({ path: '/run/docker/netns/x' }).kind).toBe('mount');
    expect(mountHandle({ path: '/run/netns/deep/er' }).kind).toBe('mount');
  });
});

describe('handlePath', () => {
  it('is the file to open', () => {
    expect(handlePath({ kind: 'process', pid: 7, comm: null })).toBe('/proc/7/ns/net');
    expect(handlePath({ kind: 'fd', pid: 7, fd: 3, comm: null })).toBe('/proc/7/fd/3');
    expect(handlePath({ kind: 'foreign-mount', pid: 7, path: '/run/x' })).toBe('/proc/7/root/run/x');
  });
});

describe('inumOf', () => {
  it('reads nsfs names of network namespaces and nothing else', () => {
    expect(inumOf('net:[4026531840]')).toBe(4026531840);
    expect(inumOf('mnt:[4026531840]')).toBeNull();
    expect(inumOf('/proc/1/ns/net')).toBeNull();
  });
});
