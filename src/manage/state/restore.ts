/** The commands that bring a link from one state to another. Every inverse that takes more than a word is made here. Pure. */
import type { Command } from '../command.js';
import { ipIn, samePlace } from '../place.js';
import { moveCommand } from '../steps/move.js';
import { type AddressState, eui64, type LinkState, type RouteState } from './link-state.js';
import { afterDown, afterMove, afterRename } from './losses.js';

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
  if (now.mac !== to.mac && to.mac !== null) commands.push(set(to.name, 'address', to.mac));
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

/** Routes that others lead over come first: those without a gateway. */
function inDependence(routes: readonly RouteState[]): readonly RouteState[] {
  return [...routes.filter(({ via }) => via === null), ...routes.filter(({ via }) => via !== null)];
}

export function routeCommand(
  { place, name }: Pick<LinkState, 'place' | 'name'>,
  verb: 'add' | 'replace' | 'del',
  route: RouteState,
): Command {
  const via = route.via === null ? [] : ['via', route.via];
  const source = route.source === null ? [] : ['src', route.source];
  const family = route.ipv6 ? ['-6'] : [];
  return ipIn(place, ...family, 'route', verb, ...route.to, ...via, 'dev', name, ...source, ...route.words);
}

/** One with another label is another one: it can't be changed in place. */
function hasAddress(addresses: readonly AddressState[], { text, words }: AddressState): boolean {
  return addresses.some(other => other.text === text && other.words.toSorted().join() === words.toSorted().join());
}

export function sameRoute(a: RouteState, b: RouteState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
