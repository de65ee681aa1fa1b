import type { Inventory, Link } from '../../inventory/model.js';
import { type HostFacts, NO_NEEDS, stateOf } from '../facts/model.js';
import { linkText, portsOf, resolveLink } from '../resolve.js';
import { detach, givenAddresses, inTurn } from '../state/changes.js';
import type { LinkState } from '../state/link-state.js';
import type { Step } from '../steps/model.js';
import { bridgeDeletion, endEffects, endProblems, lostEffects } from './deletion.js';
import { moveSteps } from './move-addresses.js';
import { nothing, type Planner } from './proposal.js';

export interface RemoveBridge {
  readonly kind: 'remove-bridge';
  readonly link: string;
  /** Detaches the ports one by one, and gives the bridge's addresses and routes to the port that leads out. */
  readonly restorePorts: boolean;
}

export const removeBridgeIntent: Planner<RemoveBridge> = {
  needs: ({ link: text }, inventory: Inventory) => {
    const { link } = resolveLink(inventory, text);
    return { ...NO_NEEDS, nsids: new Set([link.nsid]), devices: new Set([link.key]) };
  },
  propose: ({ link: text, restorePorts }, facts) => {
    const { link } = resolveLink(facts.inventory, text);
    const shown = linkText(facts.inventory, link);
    const title = `delete bridge ${shown}`;
    const state = stateOf(facts, link.nsid, link.ifindex);
    if (link.kind !== 'bridge' || state === undefined)
      return nothing(title, [{ what: `${shown} is no bridge`, why: `its kind is ${link.kind ?? 'physical'}`, forcible: false }]);
    const ports = portsOf(facts.inventory, link);
    const restored = restorePorts ? restoration(facts, state, ports) : { steps: [], receiver: null };
    // What was taken away before comes back by its own inverse.
    const kept = restored.receiver === null ? state : { ...state, addresses: [], routes: [] };
    // Its link-local address is made of the MAC again, when the ports come back.
    const left = restorePorts ? { ...kept, linkLocal: [] } : state;
    const detached = new Set(restorePorts ? ports.map(({ key }) => key) : []);
    const step = bridgeDeletion(facts, link, left, detached);
    const addresses = givenAddresses(state);
    return {
      plan: { title, steps: [...restored.steps, step] },
      effects: [
        ...ports.map(port => `${linkText(facts.inventory, port)} is no port any more`),
        ...(addresses.length === 0 || restored.receiver !== null
          ? []
          : [`its address${addresses.length === 1 ? '' : 'es'} ${addresses.join(', ')} go${addresses.length === 1 ? 'es' : ''}`]),
        ...(restored.receiver === null ? endEffects(facts, link) : []),
        ...lostEffects([step]),
      ],
      notes: restored.receiver === null ? [] : [`${restored.receiver} gets the address of the bridge`],
      problems: endProblems(facts, link),
    };
  },
};

/** One that leads out is no veth; where all are, the one that was attached first. */
function restoration(
  facts: HostFacts,
  bridge: LinkState,
  ports: readonly Link[],
): { readonly steps: readonly Step[]; readonly receiver: string | null } {
  const detached = ports.flatMap(port => {
    const state = stateOf(facts, port.nsid, port.ifindex);
    return state === undefined ? [] : [{ port, ...inTurn(state, [detach(bridge)]) }];
  });
  const addresses = givenAddresses(bridge);
  const receiver =
    detached.find(({ port }) => port.kind !== 'veth') ?? detached.toSorted((x, y) => x.port.ifindex - y.port.ifindex)[0];
  const steps = detached.flatMap(one => one.steps);
  if (receiver === undefined || addresses.length === 0) return { steps, receiver: null };
  return {
    steps: [...steps, ...moveSteps(bridge, receiver.after, addresses)],
    receiver: linkText(facts.inventory, receiver.port),
  };
}
