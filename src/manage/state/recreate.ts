/** The commands that make pairs and bridges again, as they were. Pure. */
import type { Command } from '../command.js';
import { ipIn } from '../place.js';
import { addPair } from '../steps/pair.js';
import { DEFAULT_MTU, freshLink, type LinkState } from './link-state.js';
import { restoreLink } from './restore.js';

export function recreatePair(a: LinkState, b: LinkState): readonly Command[] {
  const end = ({ place, name, mac, mtu }: LinkState) => ({ place, name, mac: mac ?? undefined, mtu });
  const made = addPair(end(a), end(b));
  return [made.command, ...restoreLink(freshLink(a, a.mtu), a), ...restoreLink(freshLink(b, b.mtu), b)];
}

/**
 * Its ports come first: they decide its MAC, its carrier and its MTU.
 * @param ports those that are there and are attached again.
 * @param keepsMtu whether its MTU was set by hand; otherwise its ports bring it back.
 */
export function recreateBridge(bridge: LinkState, ports: readonly LinkState[], keepsMtu: boolean): readonly Command[] {
  const { place, name, mac } = bridge;
  const address = mac === null ? [] : ['address', mac];
  const options = bridge.bridgeWords;
  const attached = ports.flatMap(port => restoreLink({ ...port, master: null, portWords: [] }, port));
  const made = ipIn(place, 'link', 'add', 'name', name, ...address, 'type', 'bridge', ...options);
  const mtus = keepsMtu ? handMtus(bridge.mtu) : [];
  const byHand = mtus.map(mtu => ipIn(place, 'link', 'set', 'dev', name, 'mtu', String(mtu)));
  const fresh = { ...freshLink(bridge, bridge.mtu), bridgeWords: options };
  return [made, ...byHand, ...attached, ...restoreLink(fresh, bridge)];
}

/** Setting the MTU that a link has already is nothing to the kernel (dev_set_mtu). */
function handMtus(mtu: number): readonly number[] {
  return mtu === DEFAULT_MTU ? [mtu - 1, mtu] : [mtu];
}
