/** The rules of a topology that one section alone can't tell: names that refer to something, and that nothing is there twice. Pure. */
import { isIpv6Text } from './addresses.js';
import { ownMtu } from './bridge-mtu.js';
import { DEFAULT_MTU } from './state/link-state.js';
import { IPV6_MIN_MTU } from './state/losses.js';
import type { Topology } from './topology-schema.js';

/** Keys and indexes from the document's root. */
export type DocumentPath = readonly (string | number)[];

export interface TopologyIssue {
  readonly path: DocumentPath;
  readonly message: string;
}

export function checkTopology(topology: Topology): readonly TopologyIssue[] {
  return [
    ...duplicates(topology),
    ...unknownNamespaces(topology),
    ...strayPorts(topology),
    ...emptyRoutes(topology),
    ...withoutIpv6(topology),
  ];
}

interface Named {
  readonly path: DocumentPath;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Every link the file makes. */
function links({ bridges, pairs }: Topology): readonly Named[] {
  return [
    ...bridges.map(({ name, namespace }, index) => ({ name, namespace, path: ['bridges', index, 'name'] })),
    ...pairs.flatMap(({ a, b }, index) => [
      { name: a.name, namespace: a.namespace, path: ['pairs', index, 'a', 'name'] },
      { name: b.name, namespace: b.namespace, path: ['pairs', index, 'b', 'name'] },
    ]),
  ];
}

function duplicates(topology: Topology): readonly TopologyIssue[] {
  const issues: TopologyIssue[] = [];
  const seen = new Set<string>();
  const note = (key: readonly (string | undefined)[], path: DocumentPath, message: string) => {
    const text = JSON.stringify(key);
    if (seen.has(text)) issues.push({ path, message });
    seen.add(text);
  };
  for (const [index, { name }] of topology.namespaces.entries())
    note(['namespace', name], ['namespaces', index, 'name'], `namespace ${name} is there twice`);
  for (const { name, namespace, path } of links(topology))
    note(['link', namespace, name], path, `${placed('link', name, namespace)} is there twice`);
  for (const [index, bridge] of topology.bridges.entries())
    for (const [at, port] of bridge.ports.entries())
      note(['port', bridge.namespace, port], ['bridges', index, 'ports', at], `${port} is a port twice`);
  for (const [index, { namespace, kind, port }] of topology.servers.entries())
    note(
      ['server', namespace, kind, String(port)],
      ['servers', index, 'port'],
      `${kind} port ${port} is served twice in ${namespace}`,
    );
  return issues;
}

function unknownNamespaces(topology: Topology): readonly TopologyIssue[] {
  const known = new Set(topology.namespaces.map(({ name }) => name));
  const sections = ['bridges', 'sysctls', 'routes', 'masquerade', 'filters', 'queues', 'servers'] as const;
  const uses = [
    ...sections.flatMap(section =>
      topology[section].map(({ namespace }, index) => ({ namespace, path: [section, index, 'namespace'] })),
    ),
    ...topology.pairs.flatMap(({ a, b }, index) => [
      { namespace: a.namespace, path: ['pairs', index, 'a', 'namespace'] },
      { namespace: b.namespace, path: ['pairs', index, 'b', 'namespace'] },
    ]),
    ...topology.traffic.map(({ from }, index) => ({ namespace: from, path: ['traffic', index, 'from'] })),
  ];
  return uses.flatMap(({ namespace, path }) =>
    namespace === undefined || known.has(namespace) ? [] : [{ path, message: `namespace ${namespace} is not under namespaces` }],
  );
}

function strayPorts(topology: Topology): readonly TopologyIssue[] {
  const ends = new Set(
    topology.pairs.flatMap(({ a, b }) => [a, b]).map(({ namespace, name }) => JSON.stringify([namespace, name])),
  );
  return topology.bridges.flatMap(({ namespace, ports }, index) =>
    ports.flatMap((port, at) =>
      ends.has(JSON.stringify([namespace, port]))
        ? []
        : [{ path: ['bridges', index, 'ports', at], message: `${placed('no end', port, namespace)} is under pairs` }],
    ),
  );
}

function emptyRoutes({ routes }: Topology): readonly TopologyIssue[] {
  return routes.flatMap(({ via, dev }, index) =>
    via === undefined && dev === undefined ? [{ path: ['routes', index], message: 'a route needs `via` or `dev`' }] : [],
  );
}

/** IPv6 addresses on links, and bridges of ports, that are too small for them. */
function withoutIpv6({ bridges, pairs }: Topology): readonly TopologyIssue[] {
  const ends = pairs.flatMap(({ a, b }, index) => [
    { ...a, path: ['pairs', index, 'a'] },
    { ...b, path: ['pairs', index, 'b'] },
  ]);
  const mtuOf = (namespace: string | undefined, port: string) =>
    ends.find(end => end.namespace === namespace && end.name === port)?.mtu;
  const made = bridges.map(({ namespace, ports, addresses }, index) => ({
    mtu: ownMtu(ports.map(port => mtuOf(namespace, port) ?? DEFAULT_MTU)),
    addresses,
    path: ['bridges', index],
  }));
  return [...ends, ...made].flatMap(({ mtu = DEFAULT_MTU, addresses, path }) => {
    const at = mtu >= IPV6_MIN_MTU ? -1 : addresses.findIndex(isIpv6Text);
    const message = `an MTU of ${mtu} is too small for IPv6, which needs ${IPV6_MIN_MTU}`;
    return at === -1 ? [] : [{ path: [...path, 'addresses', at], message }];
  });
}

function placed(what: string, name: string, namespace: string | undefined): string {
  return `${what} ${name} in ${namespace ?? 'the host'}`;
}
