import { describe, expect, it } from 'vitest';
import { ownerOfCgroup } from '../../src/owners/cgroup.js';
import { neutron } from '../../src/owners/neutron.js';
import { process } from '../../src/owners/process.js';

const ID = '0123456789abcdef'.repeat(4);

describe('ownerOfCgroup', () => {
  it.each([
    ['docker', `0::/system.slice/docker-${ID}.scope`, ID],
    ['docker', `12:memory:/docker/${ID}`, ID],
    ['podman', `0::/machine.slice/libpod-${ID}.scope/container`, ID],
    [
      'pod',
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0a1b2c3d_0000_1111_2222_333344445555.slice/cri-containerd-${ID}.scope`,
      '0a1b2c3d-0000-1111-2222-333344445555',
    ],
    ['pod', `0::/kubepods/besteffort/pod0a1b2c3d-0000-1111-2222-333344445555/${ID}`, '0a1b2c3d-0000-1111-2222-333344445555'],
    ['unit', '0::/system.slice/ssh.service', 'ssh.service'],
    ['lxc', '0::/lxc.payload.web/init.scope', 'web'],
  ])('%s from %s', (kind, text, id) => {
    expect(ownerOfCgroup(text)).toMatchObject({ kind, id });
  });

  it('does not know a login session or the root group', () => {
    expect(ownerOfCgroup('0::/')).toBeNull();
    expect(ownerOfCgroup('0::/user.slice/user-0.slice/session-1.scope')).toBeNull();
  });
});

describe('neutron', () => {
  it('reads routers and DHCP agents from their names', () => {
    const facts = { handles: [], cgroup: () => null };
    expect(neutron.match({ ...facts, fileNames: ['qrouter-8c1e0000-aaaa'] })).toEqual({
      kind: 'router',
      id: '8c1e0000-aaaa',
      name: '8c1e0000',
    });
    expect(neutron.match({ ...facts, fileNames: ['blue'] })).toBeNull();
  });
});

describe('process', () => {
  it('claims only what has no name', () => {
    const handles = [{ kind: 'process', pid: 9, comm: 'nginx' }] as const;
    expect(process.match({ fileNames: [], handles, cgroup: () => null })).toEqual({ kind: 'process', id: '9', name: 'nginx[9]' });
    expect(process.match({ fileNames: ['blue'], handles, cgroup: () => null })).toBeNull();
  });
});
