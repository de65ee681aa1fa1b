/** Changes of one link, in the order in which the kernel takes them. */
import type { Inventory, Link } from '../../inventory/model.js';
import { canonical } from '../addresses.js';
import { addressProblems } from '../checks.js';
import { type HostFacts, NO_NEEDS, stateOf } from '../facts/model.js';
import { type LinkTarget, linkNamed, linkText, portsOf, resolveLink, resolveNamespace } from '../resolve.js';
import {
  attach,
  detach,
  down,
  inTurn,
  type LinkChange,
  mac,
  move,
  mtu,
  rename,
  up,
  withAddress,
  withoutAddress,
} from '../state/changes.js';
import type { LinkState } from '../state/link-state.js';
import { IPV6_MIN_MTU } from '../state/losses.js';
import { lostAddresses } from './add-bridge.js';
import { masterState } from './deletion.js';
import { moveAddresses } from './move-addresses.js';
import { nothing, type Planner } from './proposal.js';
import type { SetLink, Targets } from './set-link-model.js';
import { problemsOf } from './set-link-problems.js';

export type { SetLink } from './set-link-model.js';

export const setLinkIntent: Planner<SetLink> = {
  needs: (intent, inventory) => {
    const { target, to, bridge, receiver } = targets(intent, inventory);
    const nsids = [target.link.nsid, to?.namespace.nsid, bridge?.nsid, receiver?.link.nsid].filter(nsid => nsid !== undefined);
    const one = new Set([target.link.key]);
    // The kernel makes these anew: dev_change_net_namespace, addrconf_notify.
    const losesSysctls = to !== null || (intent.mtu !== undefined && intent.mtu < IPV6_MIN_MTU);
    return {
      ...NO_NEEDS,
      nsids: new Set(nsids),
      movable: to === null ? new Set() : one,
      devices: losesSysctls ? one : new Set(),
    };
  },
  propose: (intent, facts) => {
    const found = targets(intent, facts.inventory);
    const { target, receiver } = found;
    const title = `change ${linkText(facts.inventory, target.link)}`;
    const state = stateOf(facts, target.link.nsid, target.link.ifindex);
    if (state === undefined) return nothing(title, [{ what: `${intent.link} is gone`, code: 'not-found', forcible: false }]);
    const { steps, after } = inTurn(state, changesOf(intent, facts, found, state));
    const moved =
      receiver === null ? { steps: [], problems: [] } : moveAddresses(facts, { name: target.link.name, state: after }, receiver);
    const plan = { title, steps: [...steps, ...moved.steps] };
    const problems = [...problemsOf(intent, facts, found, state), ...moved.problems];
    if (plan.steps.length === 0 && problems.length === 0)
      return { plan, effects: [], notes: ['it is so already: there is nothing to change'], problems: [] };
    return { plan, effects: effectsOf(intent, facts, found, state, after), notes: [], problems };
  },
};

function targets(intent: SetLink, inventory: Inventory): Targets {
  const target = resolveLink(inventory, intent.link);
  const to = intent.move === undefined ? null : resolveNamespace(inventory, intent.move);
  const nsid = to?.namespace.nsid ?? target.link.nsid;
  const inItsNamespace = (text: string) => linkNamed(inventory, nsid, text) ?? resolveLink(inventory, text).link;
  const receiver = intent.moveAddressTo === undefined ? null : resolveIn(inventory, target, intent.moveAddressTo);
  return { target, to, bridge: intent.attach === undefined ? null : inItsNamespace(intent.attach), receiver };
}

/** `br0` is the one beside the link. */
function resolveIn(inventory: Inventory, { link, namespace, place }: LinkTarget, text: string): LinkTarget {
  const beside = linkNamed(inventory, link.nsid, text);
  return beside === null ? resolveLink(inventory, text) : { link: beside, namespace, place, at: { place, link: text } };
}

function changesOf(intent: SetLink, facts: HostFacts, { to, bridge, target }: Targets, state: LinkState): readonly LinkChange[] {
  const changes: LinkChange[] = [];
  const moves = to !== null && to.namespace.nsid !== target.link.nsid;
  if (intent.detach === true && state.master !== null) changes.push(detach(masterState(facts, target.link)));
  if (intent.up === false && state.up) changes.push(down);
  if (intent.mac !== undefined && intent.mac.toLowerCase() !== state.mac) changes.push(mac(intent.mac));
  const remove = valid(intent.removeAddresses).map(canonical);
  // The first of a subnet takes the others along, so it comes last.
  const present = state.addresses.filter(({ text }) => remove.includes(text)).toReversed();
  changes.push(...present.map(({ text }) => withoutAddress(text)));
  if (intent.mtu !== undefined && intent.mtu !== state.mtu) changes.push(mtu(intent.mtu));
  if (intent.rename !== undefined && intent.rename !== state.name) changes.push(rename(intent.rename));
  if (moves) changes.push(move(to.place));
  if (bridge !== null && (moves || target.link.master !== bridge.ifindex)) {
    const before = stateOf(facts, bridge.nsid, bridge.ifindex) ?? null;
    changes.push(attach(before?.name ?? bridge.name, before, portsOf(facts.inventory, bridge).length > 0));
  }
  const add = valid(intent.addAddresses).map(canonical);
  changes.push(...add.filter(text => moves || !state.addresses.some(address => address.text === text)).map(withAddress));
  if (intent.up === true && (moves || !state.up)) changes.push(up);
  return changes;
}

function valid(addresses: readonly string[]): readonly string[] {
  return addresses.filter(text => addressProblems([text]).length === 0);
}

function effectsOf(
  intent: SetLink,
  facts: HostFacts,
  { target, to, bridge }: Targets,
  before: LinkState,
  after: LinkState,
): readonly string[] {
  const text = linkText(facts.inventory, target.link);
  const removed = new Set(
    intent.removeAddresses.map(address => (addressProblems([address]).length === 0 ? canonical(address) : address)),
  );
  const lost = before.addresses.filter(
    ({ text }) => !removed.has(text) && !after.addresses.some(address => address.text === text),
  );
  const routes = before.routes.filter(route => !after.routes.includes(route));
  const isPort = target.link.master !== null && (to !== null || intent.detach === true);
  const lastPort = isPort && siblings(facts, target.link) === 0;
  return [
    ...lost.map(address => `${text} loses its address ${address.text}`),
    ...routes.map(({ to: words }) => `the route to ${words.join(' ')} over ${text} goes`),
    ...(to !== null && to.namespace.nsid !== target.link.nsid && before.up && intent.up !== true ? [`${text} arrives down`] : []),
    ...(lastPort ? [`${before.master ?? 'its bridge'} loses its last port`] : []),
    ...(bridge === null ? [] : lostAddresses(facts, target, bridge.name)),
  ];
}

function siblings(facts: HostFacts, link: Link): number {
  return [...facts.inventory.links.values()].filter(
    other => other.nsid === link.nsid && other.master === link.master && other.key !== link.key,
  ).length;
}
