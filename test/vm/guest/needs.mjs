/** What scenarios need of the machine: each gives the reason why it can't be had, or null. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const succeeds = (file, args) => spawnSync(file, args, { stdio: 'ignore' }).status === 0;

/** @param wholeMachine whether this is a machine of its own, whose sysctls and threads are nobody else's. */
export function whyNot(need, { wholeMachine }) {
  const [kind, name] = need.split(':');
  switch (kind) {
    case 'machine':
      return wholeMachine ? null : 'needs a machine of its own';
    case 'module':
      return succeeds('modprobe', [name]) ? null : `the kernel has no module ${name}`;
    case 'program':
      return succeeds('sh', ['-c', `command -v ${name}`]) ? null : `${name} is not installed`;
    case 'bpffs':
      return existsSync('/sys/fs/bpf') && readFileSync('/proc/mounts', 'latin1').includes(' /sys/fs/bpf bpf ')
        ? null
        : 'no bpf file system is mounted';
    case 'vlan-filtering':
      return succeeds('unshare', ['-n', 'ip', 'link', 'add', 'type', 'bridge', 'vlan_filtering', '1'])
        ? null
        : 'bridges of this kernel do not filter VLANs';
    default:
      throw new Error(`unknown need ${need}`);
  }
}
