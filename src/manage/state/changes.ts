/** Changes of a link that is there: the step, with an inverse that also brings back what the kernel takes along, and the state after. Pure. */
import { isIpv6Text, isLinkLocal } from '../addresses.js';
import type { Command } from '../command.js';
import type { Place } from '../place.js';
import { addAddress, deleteAddress } from '../steps/address.js';
import { attachPort, detachPort } from '../steps/bridge.js';
import { renameLink, setMac, setMtu, setUp } from '../steps/link.js';
import { type Change, type LinkAt, type Step, undoneBy } from '../steps/model.js';
import { moveLink } from '../steps/move.js';
import type { LinkState, RouteState } from './link-state.js';
import { afterAddressDeletion, afterDown, afterMac, afterMove, afterMtu, afterRename } from './losses.js';
import { neighbourCommands, restoreLink, routeCommand } from './restore.js';

export interface Changed {
  readonly step: Step;
  readonly after: LinkState;
}

export type LinkChange = (state: LinkState) => Changed;

function at({ place, name }: LinkState): LinkAt {
  return { place, link: name };
}

/** Replaces the inverse by everything that leads back. */
function changed(before: LinkState, step: Step, after: LinkState, ...more: readonly Command[]): Changed {
  return { step: { ...step, inverse: undoneBy(...restoreLink(after, before), ...more) }, after };
}

/** Going down again takes along what has to come back in both directions. */
export const up: LinkChange = state => {
  const result = changed(state, setUp(at(state), true, state.up), { ...state, up: true });
  if (result.step.inverse.kind !== 'sequence') return result;
  return { ...result, step: { ...result.step, redo: restoreLink(afterDown(result.after), result.after) } };
};

export const down: LinkChange = state => changed(state, setUp(at(state), false, state.up), afterDown(state));

export function mtu(value: number): LinkChange {
  return state => changed(state, setMtu(at(state), value, state.mtu), afterMtu(state, value));
}

export function mac(value: string): LinkChange {
  return state => changed(state, setMac(at(state), value, state.mac), afterMac(state, value.toLowerCase()));
}

export function rename(to: string): LinkChange {
  return state => changed(state, renameLink(at(state), to), afterRename(state, to));
}

export function move(to: Place): LinkChange {
  return state => changed(state, moveLink(at(state), to), afterMove(state, to));
}

/**
 * A bridge takes the lowest MAC of its ports for its own. With the last port it would be left with none, so the inverse puts
 * back the one it had before the first.
 * @param bridge its state before, or null for one that this plan makes.
 */
export function attach(bridgeName: string, bridge: LinkState | null, hasPorts: boolean): LinkChange {
  return state => {
    const { mac: before } = bridge ?? { mac: null };
    const restore = bridge === null || hasPorts || before === null ? [] : [setMac(at(bridge), before, null).command];
    const neighbours = bridge === null ? [] : neighbourCommands(bridge);
    return changed(state, attachPort(at(state), bridgeName), { ...state, master: bridgeName }, ...restore, ...neighbours);
  };
}

/** @param bridge its state before. */
export function detach(bridge: LinkState | null): LinkChange {
  const neighbours = bridge === null ? [] : neighbourCommands(bridge);
  return state =>
    changed(state, detachPort(at(state), state.master ?? ''), { ...state, master: null, portWords: [] }, ...neighbours);
}

export function withAddress(text: string): LinkChange {
  const address = { text, ipv6: isIpv6Text(text), words: [] };
  return state => changed(state, addAddress(at(state), text), { ...state, addresses: [...state.addresses, address] });
}

export function withoutAddress(text: string): LinkChange {
  return state => changed(state, deleteAddress(at(state), text), afterAddressDeletion(state, text));
}

/** A route, with all that it was set up with, over this link. */
export function withRoute(route: RouteState): LinkChange {
  return state => {
    const [to = 'default'] = route.to.slice(-1);
    const change: Change = { kind: 'add-route', place: state.place, route: { to, via: route.via ?? undefined, dev: state.name } };
    const step: Step = {
      change,
      title: `lead ${to} over ${state.name}`,
      // The kernel may have kept it, with a gateway that nothing reaches.
      command: routeCommand(state, 'replace', route),
      inverse: undoneBy(routeCommand(state, 'del', route)),
    };
    return { step, after: { ...state, routes: [...state.routes, route] } };
  };
}

/** Runs changes one after the other. */
export function inTurn(
  state: LinkState,
  changes: readonly LinkChange[],
): { readonly steps: readonly Step[]; readonly after: LinkState } {
  let after = state;
  const steps: Step[] = [];
  for (const change of changes) {
    const next = change(after);
    steps.push(next.step);
    after = next.after;
  }
  return { steps, after };
}

/** Addresses that a person gave it. */
export function givenAddresses(state: LinkState): readonly string[] {
  return state.addresses.map(({ text }) => text).filter(text => !isLinkLocal(text));
}
