// Prints `ip -j -d addr`, routes and bridge ports of every namespace of this host as text that is equal for equal hosts:
// without counters, timers, ifindexes, and whatever the kernel works out a moment later (operational state, DAD).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

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
  'qdisc',
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

export function hostState(withLinkLocal = true) {
  const names = [null, ...readdirSync('/run/netns').sort()];
  const forwarding = ['ipv4/ip_forward', 'ipv6/conf/all/forwarding'].map(
    key => `${key} ${readFileSync(`/proc/sys/net/${key}`, 'latin1').trim()}`,
  );
  return [...names.map(name => namespaceState(name, withLinkLocal)), ...forwarding].join('\n');
}

function namespaceState(name, withLinkLocal) {
  const list = (...args) =>
    JSON.parse(execFileSync('ip', [...(name === null ? [] : ['-n', name]), '-j', ...args], { encoding: 'utf8' }) || '[]');
  const links = list('-d', 'addr', 'show').map(link => ({
    ...link,
    addr_info: link.addr_info.filter(info => withLinkLocal || info.scope !== 'link' || info.family !== 'inet6'),
  }));
  const routes = list('route', 'show', 'table', 'all').filter(
    ({ dst, type, table }) =>
      type !== 'multicast' && !(table === 'local' && dst.includes(':')) && !/^fe[89ab]/.test(dst) && dst !== 'ff00::/8',
  );
  const text = value => JSON.stringify(value, replace);
  return [
    `== ${name ?? 'host'}`,
    ...links.map(text).sort(),
    ...routes.map(route => text({ ...route, flags: undefined })).sort(),
  ].join('\n');
}

function replace(key, value) {
  if (FLEETING.has(key) || key.endsWith('_timer')) return undefined;
  return key === 'flags' ? value?.filter(flag => FLAGS.has(flag)) : value;
}

if (process.argv[1]?.endsWith('host-state.mjs')) process.stdout.write(`${hostState(process.argv[2] !== 'without-link-local')}\n`);
