// Prints links, addresses, bridge ports, routes, rules, neighbours set by hand, nft rules and sysctls of every namespace of this host
// as text that is equal for equal hosts: without counters, timers, ifindexes, and whatever the kernel works out a moment later
// (operational state, DAD).
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const FLEETING = new Set([
  'ifindex',
  'link_index',
  'link_netnsid',
  'operstate',
  'promiscuity',
  'allmulti',
  'tentative',
  'dadfailed',
  'stats64',
  // A bridge keeps the least that any of its ports ever allowed.
  'tso_max_size',
  'tso_max_segs',
  'id',
  'no',
  'designated_port',
  'state',
  // What spanning tree works out.
  'topology_change',
  'topology_change_detected',
  'topology_change_ack',
  'config_pending',
  'root_path_cost',
  'designated_cost',
  'bridge_id',
  'root_id',
  'root_port',
  'designated_bridge',
  'designated_root',
]);
const FLAGS = new Set(['UP', 'LOOPBACK', 'BROADCAST', 'MULTICAST']);

/** Sysctls that plans touch; values of all links at once cost too much. */
const SYSCTLS =
  'ipv4/ip_forward ipv6/conf/all/forwarding ipv4/conf/*/rp_filter ipv6/conf/*/accept_dad ipv4/neigh/*/gc_stale_time';
const SEPARATOR = '\u001f';
const COMMANDS = [
  'ip -j -d addr show',
  'ip -j route show table all',
  'ip -j neigh show nud permanent',
  'ip rule; ip -6 rule',
  'nft -s list ruleset 2>/dev/null || true',
  `cd /proc/sys/net; grep -s '' ${SYSCTLS}`,
];

export function hostState(withLinkLocal = true) {
  const names = [null, ...readdirSync('/run/netns').sort()];
  return names.map(name => namespaceState(name, withLinkLocal)).join('\n');
}

function namespaceState(name, withLinkLocal) {
  const entering = name === null ? [] : ['nsenter', `--net=/run/netns/${name}`];
  const [file, ...args] = [...entering, 'bash', '-c', COMMANDS.join(`; printf '${SEPARATOR}'; `)];
  const [addr, route, neigh, ...plain] = execFileSync(file, args, { encoding: 'utf8' }).split(SEPARATOR);
  const list = text => JSON.parse(text.trim() || '[]');
  const links = list(addr).map(link => ({
    ...link,
    addr_info: link.addr_info.filter(info => withLinkLocal || info.scope !== 'link' || info.family !== 'inet6'),
  }));
  const routes = list(route).filter(
    ({ dst, type, table }) =>
      type !== 'multicast' && !(table === 'local' && dst.includes(':')) && !/^fe[89ab]/.test(dst) && dst !== 'ff00::/8',
  );
  const text = value => JSON.stringify(value, replace);
  return [
    `== ${name ?? 'host'}`,
    ...links.map(text).sort(),
    ...routes.map(one => text({ ...one, flags: undefined, nexthops: one.nexthops?.map(withoutFlags) })).sort(),
    ...list(neigh)
      .map(one => `neighbour ${text(one)}`)
      .sort(),
    ...plain.flatMap(lines => lines.split('\n').filter(line => line !== '')),
  ].join('\n');
}

function withoutFlags({ flags: _, ...hop }) {
  return hop;
}

function replace(key, value) {
  if (FLEETING.has(key) || key.endsWith('_timer')) return undefined;
  // Others come and go with a link's state.
  if (key === 'qdisc' && value !== 'tbf') return undefined;
  return key === 'flags' ? value?.filter(flag => FLAGS.has(flag)) : value;
}

if (process.argv[1]?.endsWith('host-state.mjs')) process.stdout.write(`${hostState(process.argv[2] !== 'without-link-local')}\n`);
