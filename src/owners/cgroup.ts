import { sanitise } from '../core/text.js';
import type { Owner } from './model.js';
import type { OwnerRule } from './rule.js';

const ID = '([0-9a-f]{64})';

/** How engines and systemd name the control group of what they run; the first that matches wins. */
const PATTERNS: readonly { readonly pattern: RegExp; readonly owner: (match: RegExpExecArray) => Owner }[] = [
  {
    // kubepods/burstable/pod<uid>/<container id>, or kubepods-…-pod<uid with _>.slice/cri-containerd-<id>.scope
    pattern: /kubepods[^\n]*?pod([0-9a-f]{8}[-_][0-9a-f_-]{27})/,
    owner: ([, uid = '']) => ({ kind: 'pod', id: uid.replaceAll('_', '-'), name: uid.slice(0, 8) }),
  },
  {
    pattern: new RegExp(`/(?:docker/|docker-)${ID}`),
    owner: ([, id = '']) => ({ kind: 'docker', id, name: id.slice(0, 12) }),
  },
  {
    pattern: new RegExp(`/(?:libpod-|libpod/)${ID}`),
    owner: ([, id = '']) => ({ kind: 'podman', id, name: id.slice(0, 12) }),
  },
  {
    pattern: /\/lxc(?:\.payload)?[./]([^/\n]+)/,
    owner: ([, id = '']) => ({ kind: 'lxc', id: sanitise(id), name: sanitise(id) }),
  },
  {
    pattern: /\/machine-qemu[^/\n]*?x2d([^/\n]+)\.scope/,
    owner: ([, id = '']) => ({ kind: 'vm', id: sanitise(id), name: sanitise(id) }),
  },
  {
    pattern: /\/([^/\n]+\.service)(?:\/|$)/m,
    owner: ([, id = '']) => ({ kind: 'unit', id: sanitise(id), name: sanitise(id) }),
  },
];

/** Container, pod, machine or unit, from the control group of a process inside. Pure over its text. */
export function ownerOfCgroup(cgroup: string): Owner | null {
  for (const { pattern, owner } of PATTERNS) {
    const match = pattern.exec(cgroup);
    if (match !== null) return owner(match);
  }
  return null;
}

export const cgroup: OwnerRule = {
  name: 'cgroup',
  match: facts => {
    const text = facts.cgroup();
    return text === null ? null : ownerOfCgroup(text);
  },
};
