/** An address on a bridge port is no use: the bridge takes its packets. This moves it to the bridge, with the routes over it. Pure. */
import { contains } from '../addresses.js';
import { carrierProblems } from '../checks.js';
import { type HostFacts, stateOf } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { type LinkTarget, linkText } from '../resolve.js';
import { givenAddresses, inTurn, up, withAddress, withoutAddress, withRoute } from '../state/changes.js';
import type { LinkState, RouteState } from '../state/link-state.js';
import type { Step } from '../steps/model.js';

export interface Moved {
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

/** `from` loses its addresses to `receiver`, in the same namespace. */
export function moveAddresses(
  facts: HostFacts,
  from: { readonly name: string; readonly state: LinkState },
  receiver: LinkTarget,
): Moved {
  const to = stateOf(facts, receiver.link.nsid, receiver.link.ifindex);
  const text = linkText(facts.inventory, receiver.link);
  const refused = (what: string, next?: string): Moved => ({
    steps: [],
    problems: [{ what, ...(next === undefined ? {} : { next }), forcible: false }],
  });
  if (to === undefined) return refused(`${text} is gone`);
  const addresses = givenAddresses(from.state);
  if (addresses.length === 0) return refused(`${from.name} has no address to move`);
  const link = [...facts.inventory.links.values()].find(
    ({ nsid, ifindex }) => nsid === receiver.link.nsid && ifindex === from.state.ifindex,
  );
  if (link === undefined) return refused(`${text} is in another namespace than ${from.name}`);
  return { steps: moveSteps(from.state, to, addresses), problems: carrierProblems(facts, link, 'moving the address of') };
}

/** Taken from the one, given to the other, and the routes after them: those that lead through a subnet of a moved address. */
export function moveSteps(from: LinkState, to: LinkState, addresses: readonly string[]): readonly Step[] {
  // The first of a subnet takes the others along, so it comes last.
  const taken = inTurn(from, addresses.toReversed().map(withoutAddress));
  const missing = addresses.filter(text => !to.addresses.some(address => address.text === text));
  const given = inTurn(to, [...missing.map(withAddress), ...(to.up ? [] : [up])]);
  const lost = from.routes.filter(route => !taken.after.routes.includes(route) && leadsThrough(route, addresses));
  const routed = inTurn(given.after, lost.map(withRoute));
  return [...taken.steps, ...given.steps, ...routed.steps];
}

function leadsThrough({ via, source }: RouteState, addresses: readonly string[]): boolean {
  const point = via ?? source;
  return point === null || addresses.some(text => contains(text, point));
}
