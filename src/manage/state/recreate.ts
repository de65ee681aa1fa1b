/** The commands that make pairs and bridges again, as they were. Pure. */
import type { Command } from '../command.js';
import { ipIn } from '../place.js';
import { addPair } from '../steps/pair.js';
import { freshLink, type LinkState } from './link-state.js';
import { restoreLink } from './restore.js';

export function recreatePair(a: LinkState, b: LinkState): readonly Command[] {
  const end = ({ place, name, mac, mtu }: LinkState) => ({ place, name, mac: mac ?? undefined, mtu });
  const made = addPair(end(a), end(b));
  return [made.command, ...restoreLink(freshLink(a, a.mtu), a), ...restoreLink(freshLink(b, b.mtu), b)];
}

/** Its ports come first: they decide its MAC and its carrier. */
export function recreateBridge(bridge: LinkState, ports: readonly LinkState[]): readonly Command[] {
  const { place, name, mac } = bridge;
  const address = mac === null ? [] : ['address', mac];
  const options = bridge.bridgeWords;
  const attached = ports.flatMap(port => restoreLink({ ...port, master: null, portWords: [] }, port));
  const made = ipIn(place, 'link', 'add', 'name', name, ...address, 'type', 'bridge', ...options);
  return [made, ...attached, ...restoreLink({ ...freshLink(bridge), bridgeWords: options }, bridge)];
}
