import type { OwnerRule } from './rule.js';

/** Namespaces that OpenStack Neutron's agents name after what they serve (neutron/agent/l3/namespaces.py, linux/dhcp.py). */
const PREFIXES: readonly (readonly [prefix: string, kind: string])[] = [
  ['qrouter-', 'router'],
  ['qdhcp-', 'dhcp'],
  ['snat-', 'snat'],
  ['fip-', 'floating-ip'],
  ['ovnmeta-', 'metadata'],
  ['qlbaas-', 'load-balancer'],
];

export const neutron: OwnerRule = {
  name: 'neutron',
  match({ fileNames }) {
    for (const name of fileNames) {
      for (const [prefix, kind] of PREFIXES) {
        if (!name.startsWith(prefix)) continue;
        const id = name.slice(prefix.length);
        return { kind, id, name: id.slice(0, 8) };
      }
    }
    return null;
  },
};
