/** What the kernel takes along when a link is changed: addresses and routes. Pure. */

import { contains, subnetOf } from '../addresses.js';
import type { Place } from '../place.js';
import type { AddressState, LinkState } from './link-state.js';

/** IPV6_MIN_MTU: below it the kernel switches IPv6 off on the link (addrconf_notify, NETDEV_CHANGEMTU). */
export const IPV6_MIN_MTU = 1280;

/** Routes and neighbours go, and IPv6 addresses unless keep_addr_on_down is set (fib_disable_ip, neigh_ifdown, addrconf_ifdown). */
export function afterDown(state: LinkState): LinkState {
  const addresses = state.addresses.filter(({ ipv6 }) => !ipv6);
  return { ...state, up: false, routes: [], neighbours: [], linkLocal: [], addresses };
}

/** Everything goes (dev_change_net_namespace). */
export function afterMove(state: LinkState, place: Place): LinkState {
  const nothing = { addresses: [], linkLocal: [], routes: [], neighbours: [], sysctls: [] };
  return { ...state, place, up: false, master: null, portWords: [], ...nothing };
}

/** Also those that were set by hand (neigh_changeaddr). */
export function afterMac(state: LinkState, mac: string): LinkState {
  return { ...state, mac, neighbours: [] };
}

export function afterMtu(state: LinkState, mtu: number): LinkState {
  if (mtu >= IPV6_MIN_MTU) return { ...state, mtu };
  const addresses = state.addresses.filter(({ ipv6 }) => !ipv6);
  return {
    ...state,
    mtu,
    addresses,
    linkLocal: [],
    routes: state.routes.filter(({ ipv6 }) => !ipv6),
    neighbours: state.neighbours.filter(({ address }) => !address.includes(':')),
    sysctls: state.sysctls.filter(entry => !entry.startsWith('net/ipv6/')),
  };
}

/**
 * An IPv4 address takes its secondaries along (unless promote_secondaries is set), and the routes that use it as their source; the
 * last one takes all routes and neighbours (__inet_del_ifa, fib_inetaddr_event). A gateway that is off every link leads nowhere, so its routes
 * count as gone, although the kernel keeps some of them: they come back with the address.
 */
export function afterAddressDeletion(state: LinkState, text: string): LinkState {
  const gone = state.addresses.find(address => address.text === text);
  if (gone === undefined) return state;
  const addresses = state.addresses.filter((address, index) => !goesWith(state.addresses, address, index, gone));
  const left = addresses.some(({ ipv6 }) => ipv6 === gone.ipv6);
  const removed = state.addresses.filter(address => !addresses.includes(address)).map(({ text }) => text);
  const isOff = (point: string) =>
    removed.some(text => contains(text, point)) && !addresses.some(({ text }) => contains(text, point));
  const routes = state.routes.filter(({ ipv6, source, via, hops }) => {
    if (ipv6 !== gone.ipv6) return true;
    if (!left && !ipv6) return false;
    if (source !== null && removed.map(hostPart).includes(source)) return false;
    const points = [via, ...hops.map(hop => hop.via)].filter(point => point !== null);
    return !points.some(isOff);
  });
  const neighbours = left || gone.ipv6 ? state.neighbours : state.neighbours.filter(({ address }) => address.includes(':'));
  return { ...state, addresses, routes, neighbours };
}

function goesWith(all: readonly AddressState[], address: AddressState, index: number, gone: AddressState): boolean {
  if (address === gone) return true;
  if (address.ipv6 || gone.ipv6 || subnetOf(address.text) !== subnetOf(gone.text)) return false;
  // The first of a subnet is its primary.
  const primary = all.find(other => !other.ipv6 && subnetOf(other.text) === subnetOf(gone.text));
  return primary === gone && index > all.indexOf(gone);
}

function hostPart(text: string): string {
  return text.slice(0, text.lastIndexOf('/'));
}

/**
 * Labels of IPv4 addresses follow the link's name: the first one is the name, and each later one without a suffix of its own
 * gets its number (inetdev_changename in net/ipv4/devinet.c).
 */
export function afterRename(state: LinkState, name: string): LinkState {
  let count = 0;
  const addresses = state.addresses.map(address => {
    if (address.ipv6) return address;
    count++;
    const at = address.words.indexOf('label');
    const [label = ''] = at === -1 ? [] : address.words.slice(at + 1);
    const suffix = label.includes(':') ? label.slice(label.indexOf(':')) : `:${count}`;
    const bare = at === -1 ? address.words : address.words.toSpliced(at, 2);
    return { ...address, words: count === 1 ? bare : [...bare, 'label', `${name}${suffix}`] };
  });
  // The folders under /proc/sys/net are renamed with it.
  const sysctls = state.sysctls.map(entry => entry.replace(`/${state.name}/`, `/${name}/`));
  return { ...state, name, addresses, sysctls };
}
