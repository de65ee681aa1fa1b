/**
 * The shape of a topology file, section by section. Loaded on demand, since valibot is needed for this alone.
 * A `namespace` that is left out is the host. `topology-check.ts` has the rules that span sections.
 */
import { isIP, isIPv4 } from 'node:net';
import * as v from 'valibot';
import { linkNameProblem, namespaceNameProblem } from './names.js';

const namespaceName = v.pipe(
  v.string(),
  v.description('a name in /run/netns'),
  v.check(
    text => namespaceNameProblem(text) === null,
    issue => `${shown(issue.input)} can't be a namespace's name: ${namespaceNameProblem(issue.input)}`,
  ),
);
const linkName = v.pipe(
  v.string(),
  v.description('1 to 15 bytes; no space, slash, colon or %'),
  v.check(
    text => linkNameProblem(text) === null,
    issue => `${shown(issue.input)} can't be a link's name: ${linkNameProblem(issue.input)}`,
  ),
);
const ip = v.pipe(
  v.string(),
  v.description('an IPv4 or IPv6 address'),
  v.check(
    text => isIP(text) !== 0,
    issue => `${shown(issue.input)} is not an IP address`,
  ),
);
const prefix = v.pipe(
  v.string(),
  v.description('an address with a prefix length: 10.254.1.1/24'),
  v.check(isPrefix, issue => `${shown(issue.input)} is not an address with a prefix length, such as 10.254.1.1/24`),
);
const mac = v.pipe(v.string(), v.regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i, 'expected a MAC such as 02:00:00:00:00:01'));
const integer = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from, `must be at least ${from}`), v.maxValue(to, `must be at most ${to}`));
const port = integer(1, 65535);
const flag = (preset: boolean) => v.optional(v.boolean(), preset);
const list = <T extends v.GenericSchema>(item: T) => v.optional(v.pipe(v.array(item), v.readonly()), []);

const Namespace = v.strictObject({ name: namespaceName });

const End = v.strictObject({
  name: linkName,
  namespace: v.optional(namespaceName),
  addresses: list(prefix),
  // ETH_MIN_MTU and veth's max_mtu, which leaves room for the header in 65,535 bytes.
  mtu: v.optional(integer(68, 65521)),
  mac: v.optional(mac),
  up: flag(true),
});

const Bridge = v.strictObject({
  name: linkName,
  namespace: v.optional(namespaceName),
  addresses: list(prefix),
  /** Names of ends in the bridge's own namespace. */
  ports: list(linkName),
  stp: flag(false),
  vlanFiltering: flag(false),
  /** VLAN filtering with another default than VLAN 1 for its ports; 0: they are in none. Excludes `vlanFiltering`. */
  vlans: v.optional(v.strictObject({ defaultPvid: integer(0, 4094), optional: v.optional(v.string()) })),
  up: flag(true),
});

const Sysctl = v.strictObject({
  namespace: v.optional(namespaceName),
  key: v.pipe(v.string(), v.regex(/^net[./][\w./-]+$/, 'only net.* keys belong to a namespace')),
  value: v.union([v.number(), v.string()], 'expected a number or a text'),
});

const Route = v.strictObject({
  namespace: v.optional(namespaceName),
  to: v.union([v.literal('default'), prefix], 'expected `default` or a prefix such as 10.1.0.0/16'),
  via: v.optional(ip),
  dev: v.optional(linkName),
});

const Masquerade = v.strictObject({
  namespace: v.optional(namespaceName),
  subnet: prefix,
  via: v.pipe(linkName, v.excludes('"', 'nft has no way to write a double quote in a name')),
  /** What is missing where nft is. Set: the rest is built without it. */
  optional: v.optional(v.string()),
});

/** Drops packets to a port, UDP and TCP. */
const Filter = v.strictObject({
  namespace: v.optional(namespaceName),
  hook: v.picklist(['input', 'forward']),
  port,
  optional: v.optional(v.string()),
});

/** A link that sends no more than a rate: what its queue does not hold is lost. */
const Queue = v.strictObject({
  namespace: v.optional(namespaceName),
  link: linkName,
  rateKbit: integer(8, 100_000_000),
  limitBytes: v.optional(integer(1600, 1_000_000_000), 10_000),
  optional: v.optional(v.string()),
});

const Server = v.strictObject({
  namespace: namespaceName,
  kind: v.picklist(['udp', 'tcp']),
  port,
  address: v.optional(ip, '0.0.0.0'),
  reply: v.optional(v.picklist(['echo', 'none']), 'none'),
});

const rate = v.pipe(v.number(), v.gtValue(0, 'must be above 0'), v.maxValue(10_000, 'must be at most 10000'));
const Traffic = v.variant('kind', [
  v.strictObject({
    kind: v.picklist(['udp', 'tcp']),
    from: namespaceName,
    to: ip,
    port,
    packetsPerSecond: rate,
    /** Of payload, per packet. */
    bytes: v.optional(integer(1, 65507), 64),
  }),
  v.strictObject({
    kind: v.literal('ping'),
    from: namespaceName,
    to: ip,
    packetsPerSecond: rate,
    bytes: v.optional(integer(0, 65507), 56),
  }),
]);

export const TopologySchema = v.strictObject({
  title: v.pipe(v.string(), v.nonEmpty('must say what this is')),
  /** What a person should know who builds it. */
  notes: list(v.string()),
  namespaces: list(Namespace),
  bridges: list(Bridge),
  pairs: list(v.strictObject({ a: End, b: End })),
  sysctls: list(Sysctl),
  routes: list(Route),
  masquerade: list(Masquerade),
  filters: list(Filter),
  queues: list(Queue),
  servers: list(Server),
  traffic: list(Traffic),
});

export type Topology = v.InferOutput<typeof TopologySchema>;
export type TopologyEnd = v.InferOutput<typeof End>;
export type TopologyServer = v.InferOutput<typeof Server>;
export type TopologyTraffic = v.InferOutput<typeof Traffic>;

function isPrefix(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || bits === undefined || !/^\d{1,3}$/.test(bits) || rest.length > 0) return false;
  return Number(bits) <= (isIPv4(address) ? 32 : 128);
}

function shown(text: string): string {
  return JSON.stringify(text);
}
