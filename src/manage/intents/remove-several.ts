/** Several things deleted in one plan, with one blast radius: what goes with one is not deleted twice. */
import { type Inventory, type Link, type LinkKey, linkKey } from '../../inventory/model.js';
import { type HostFacts, type Needs, NO_NEEDS, stateOf, unionOfNeeds } from '../facts/model.js';
import { uniqueSteps } from '../plan.js';
import { linkText, peerOf, resolveLink, resolveNamespace } from '../resolve.js';
import type { Step } from '../steps/model.js';
import { bridgeDeletion, pairDeletion } from './deletion.js';
import { namespaceDeletion } from './namespace-deletion.js';
import type { Planner, Proposal } from './proposal.js';
import { type RemoveBridge, removeBridgeIntent } from './remove-bridge.js';
import { type RemoveNamespace, removeNamespaceIntent } from './remove-namespace.js';
import { type RemovePair, removePairIntent } from './remove-pair.js';

export type Removal = RemovePair | RemoveNamespace | RemoveBridge;

export interface RemoveSeveral {
  readonly kind: 'remove-several';
  readonly removals: readonly Removal[];
}

export const removeSeveralIntent: Planner<RemoveSeveral> = {
  needs: ({ removals }, inventory) => removals.map(one => needsOf(one, inventory)).reduce(unionOfNeeds, NO_NEEDS),
  propose: ({ removals }, facts) => {
    const proposals = removals.map(one => proposalOf(one, facts));
    const deleted = new Set<LinkKey>();
    const steps = ORDER.flatMap(kind =>
      removals.filter(one => one.kind === kind).flatMap(one => deletionsOf(one, facts, deleted)),
    );
    const effects = proposals.flatMap(one => one.effects);
    const problems = proposals.flatMap(one => one.problems);
    return {
      plan: { title: `delete ${removals.length} things`, steps: uniqueSteps(steps) },
      effects: [...new Set([...effects.filter(text => !/ loses (?:a|its last) port$/.test(text)), ...lostPorts(facts, deleted)])],
      notes: [],
      problems: [...new Map(problems.map(problem => [JSON.stringify(problem), problem])).values()],
    };
  },
};

/** What is inside others comes first. */
const ORDER: readonly Removal['kind'][] = ['remove-pair', 'remove-bridge', 'remove-namespace'];

function needsOf(removal: Removal, inventory: Inventory): Needs {
  switch (removal.kind) {
    case 'remove-pair':
      return removePairIntent.needs(removal, inventory);
    case 'remove-bridge':
      return removeBridgeIntent.needs(removal, inventory);
    case 'remove-namespace':
      return removeNamespaceIntent.needs(removal, inventory);
  }
}

function proposalOf(removal: Removal, facts: HostFacts): Proposal {
  switch (removal.kind) {
    case 'remove-pair':
      return removePairIntent.propose(removal, facts);
    case 'remove-bridge':
      return removeBridgeIntent.propose(removal, facts);
    case 'remove-namespace':
      return removeNamespaceIntent.propose(removal, facts);
  }
}

/** @param deleted links that are gone by then; each step adds its own. */
function deletionsOf(removal: Removal, facts: HostFacts, deleted: Set<LinkKey>): readonly Step[] {
  const { inventory } = facts;
  if (removal.kind === 'remove-namespace') {
    const { namespace, place } = resolveNamespace(inventory, removal.name);
    if (place.kind !== 'named') return [];
    const steps = namespaceDeletion(facts, namespace, place.name, new Set(deleted));
    for (const link of inventory.links.values()) if (link.nsid === namespace.nsid) note(inventory, link, deleted);
    return steps;
  }
  const { link } = resolveLink(inventory, removal.link);
  const state = stateOf(facts, link.nsid, link.ifindex);
  if (deleted.has(link.key) || state === undefined) return [];
  const step =
    link.kind === 'bridge' ? bridgeDeletion(facts, link, state, new Set(deleted)) : pairDeletion(facts, link, new Set(deleted));
  note(inventory, link, deleted);
  return [step];
}

function note(inventory: Inventory, link: Link, deleted: Set<LinkKey>): void {
  const peer = peerOf(inventory, link);
  for (const end of [link, peer]) if (end !== null) deleted.add(end.key);
}

/** Masters that stay, and lose ports to all of it together. */
function lostPorts({ inventory }: HostFacts, deleted: ReadonlySet<LinkKey>): readonly string[] {
  const links = [...inventory.links.values()];
  const masters = new Set(
    links.flatMap(({ key, nsid, master }) => (deleted.has(key) && master !== null ? [linkKey(nsid, master)] : [])),
  );
  return [...masters].flatMap(key => {
    const master = deleted.has(key) ? undefined : inventory.links.get(key);
    if (master === undefined) return [];
    const left = links.filter(link => link.nsid === master.nsid && link.master === master.ifindex && !deleted.has(link.key));
    const lost = links.filter(link => link.nsid === master.nsid && link.master === master.ifindex && deleted.has(link.key));
    const count = lost.length === 1 ? 'a port' : `${lost.length} ports`;
    return [`${linkText(inventory, master)} loses ${left.length === 0 ? 'its last port' : count}`];
  });
}
