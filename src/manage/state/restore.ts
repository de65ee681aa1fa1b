/** The commands that bring a link from one state to another. Every inverse that takes more than a word is made here. Pure. */
import type { Command } from '../command.js';
import { execIn, ipIn, samePlace } from '../place.js';
import { moveCommand } from '../steps/move.js';
import { type AddressState, eui64, type LinkState, type NeighbourState, type RouteState } from './link-state.js';
import { afterDown, afterMac, afterMove, afterRename } from './losses.js';

/** `from` and `to` are the same link; what `from` has and `to` has not is taken away. */
export function restoreLink(from: LinkState, to: LinkState): readonly Command[] {
  const commands: Command[] = [];
  let now = from;
  if (!samePlace(now.place, to.place)) {
    commands.push(moveCommand({ place: now.place, link: now.name }, to.place));
    now = afterMove(now, to.place);
  }
  const set = (name: string, ...words: readonly string[]) => ipIn(to.place, 'link', 'set', 'dev', name, ...words);
  if (now.name !== to.name) {
    commands.push(set(now.name, 'name', to.name));
    now = afterRename(now, to.name);
  }
  if (now.up && !to.up) {
    commands.push(set(to.name, 'down'));
    now = afterDown(now);
  }
  if (now.mtu !== to.mtu) commands.push(set(to.name, 'mtu', String(to.mtu)));
  if (now.mac !== to.mac && to.mac !== null) {
    commands.push(set(to.name, 'address', to.mac));
    now = afterMac(now, to.mac);
  }
  // Before it comes up: they say how its addresses are made and checked.
  commands.push(...sysctlCommands(to, now.sysctls));
  if (now.bridgeWords.join() !== to.bridgeWords.join() && to.bridgeWords.length > 0)
    commands.push(set(to.name, 'type', 'bridge', ...to.bridgeWords));
  if (now.master !== to.master) commands.push(set(to.name, ...(to.master === null ? ['nomaster'] : ['master', to.master])));
  if (to.master !== null && now.portWords.join() !== to.portWords.join() && to.portWords.length > 0)
    commands.push(set(to.name, 'type', 'bridge_slave', ...to.portWords));
  for (const name of to.altNames.filter(name => !now.altNames.includes(name)))
    commands.push(ipIn(to.place, 'link', 'property', 'add', 'dev', to.name, 'altname', name));
  for (const { text } of now.addresses.filter(address => !hasAddress(to.addresses, address)))
    commands.push(ipIn(to.place, 'addr', 'del', text, 'dev', to.name));
  const missing = to.addresses.filter(address => !hasAddress(now.addresses, address));
  commands.push(...missing.filter(({ ipv6 }) => !ipv6).map(address => addAddressCommand(to, address)));
  if (to.up && !now.up) commands.push(...upCommands(to));
  // They go with the link's going down, so they come after its coming up.
  commands.push(...missing.filter(({ ipv6 }) => ipv6).map(address => addAddressCommand(to, address)));
  const { neighbours } = now;
  commands.push(...to.neighbours.filter(one => !hasNeighbour(neighbours, one)).map(one => neighbourCommand(to, one)));
  const routes = to.routes.filter(route => !now.routes.some(other => sameRoute(route, other)));
  commands.push(...inDependence(routes).map(route => routeCommand(to, 'replace', route)));
  return commands;
}

/** What it is not made of by itself when it comes up is put there by hand, and the kernel is kept from making its own. */
function upCommands(to: LinkState): readonly Command[] {
  const up = ipIn(to.place, 'link', 'set', 'dev', to.name, 'up');
  const usual = to.linkLocal.length === 0 || to.mac === null || to.linkLocal.every(({ text }) => text === eui64(to.mac ?? ''));
  if (usual) return [up];
  const mode = (word: string) => ipIn(to.place, 'link', 'set', 'dev', to.name, 'addrgenmode', word);
  return [mode('none'), up, ...to.linkLocal.map(address => addAddressCommand(to, address)), mode('eui64')];
}

function addAddressCommand({ place, name }: LinkState, { text, words }: AddressState): Command {
  return ipIn(place, 'addr', 'replace', text, ...words, 'dev', name);
}

function sysctlCommands({ place, sysctls }: LinkState, present: readonly string[]): readonly Command[] {
  const missing = sysctls.filter(entry => !present.includes(entry));
  return missing.length === 0 ? [] : [execIn(place, 'sysctl', '-q', '-w', ...missing)];
}

function hasNeighbour(neighbours: readonly NeighbourState[], { address, mac }: NeighbourState): boolean {
  return neighbours.some(other => other.address === address && other.mac === mac);
}

/** All of them: a bridge loses them when its MAC changes, as it does with its ports. */
export function neighbourCommands(state: LinkState): readonly Command[] {
  return state.neighbours.map(one => neighbourCommand(state, one));
}

function neighbourCommand({ place, name }: LinkState, { address, mac }: NeighbourState): Command {
  return ipIn(place, 'neigh', 'replace', address, 'lladdr', mac, 'nud', 'permanent', 'dev', name);
}

/** Routes that others lead over come first: those without a gateway. */
function inDependence(routes: readonly RouteState[]): readonly RouteState[] {
  const isDirect = ({ via, hops }: RouteState): boolean => via === null && hops.length === 0;
  return [...routes.filter(isDirect), ...routes.filter(route => !isDirect(route))];
}

export function routeCommand(
  { place, name }: Pick<LinkState, 'place' | 'name'>,
  verb: 'add' | 'replace' | 'del',
  route: RouteState,
): Command {
  const via = route.via === null ? [] : ['via', ...(route.ipv6 || !route.via.includes(':') ? [] : ['inet6']), route.via];
  const source = route.source === null ? [] : ['src', route.source];
  const family = route.ipv6 ? ['-6'] : [];
  if (route.hops.length === 0)
    return ipIn(place, ...family, 'route', verb, ...route.to, ...via, 'dev', name, ...source, ...route.words);
  const hops = route.hops.flatMap(hop => [
    'nexthop',
    ...(hop.via === null ? [] : ['via', hop.via]),
    'dev',
    hop.device ?? name,
    'weight',
    String(hop.weight),
    ...(hop.onlink ? ['onlink'] : []),
  ]);
  return ipIn(place, ...family, 'route', verb, ...route.to, ...source, ...route.words, ...hops);
}

/** One with another label is another one: it can't be changed in place. */
function hasAddress(addresses: readonly AddressState[], { text, words }: AddressState): boolean {
  return addresses.some(other => other.text === text && other.words.toSorted().join() === words.toSorted().join());
}

export function sameRoute(a: RouteState, b: RouteState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
