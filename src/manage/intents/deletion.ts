/** What goes when links and namespaces go, and what stands in the way. Pure. */
import { type Inventory, type Link, type LinkKey, type Namespace, namespaceOf } from '../../inventory/model.js';
import { isSetByHand } from '../bridge-mtu.js';
import { carrierProblems, ownerProblems } from '../checks.js';
import { type HostFacts, stateOf } from '../facts/model.js';
import { inPlace } from '../place.js';
import type { Problem } from '../problem.js';
import { commandName, linksIn, linkText, peerOf, placeOfNamespace, portsOf, targetOf } from '../resolve.js';
import type { LinkState } from '../state/link-state.js';
import { recreateBridge, recreatePair } from '../state/recreate.js';
import { neighbourCommands } from '../state/restore.js';
import { type Step, undoneBy } from '../steps/model.js';
import { deleteLink } from '../steps/pair.js';

/** Effects of a pair's end going, beside the end itself. */
export function endEffects(facts: HostFacts, link: Link): readonly string[] {
  const { inventory } = facts;
  const text = linkText(inventory, link);
  const state = stateOf(facts, link.nsid, link.ifindex);
  const master = link.master === null ? undefined : linksIn(inventory, link.nsid).find(({ ifindex }) => ifindex === link.master);
  const ports = master === undefined ? [] : portsOf(inventory, master).filter(port => port.key !== link.key);
  const stacked = linksIn(inventory, link.nsid).filter(
    other => other.kind !== 'veth' && other.lowerNsid === null && other.lowerIfindex === link.ifindex && other.key !== link.key,
  );
  const routes = (state?.routes ?? []).map(({ to }) => to.join(' '));
  return [
    ...(master === undefined
      ? []
      : [
          ports.length === 0
            ? `${linkText(inventory, master)} loses its last port`
            : `${linkText(inventory, master)} loses a port`,
        ]),
    ...(routes.length === 0 ? [] : [`${text} takes the route${routes.length === 1 ? '' : 's'} to ${routes.join(', ')} along`]),
    ...stacked.map(other => `${linkText(inventory, other)} stands on ${text} and goes too`),
  ];
}

/** Nothing that somebody else runs, and not the way to this host. */
export function endProblems(facts: HostFacts, link: Link): readonly Problem[] {
  return [...carrierProblems(facts, link, 'deleting'), ...ownerProblems(facts, link.nsid, `deleting ${link.name}`)];
}

/** Processes in it, each once. */
export function processesIn({ handles }: Namespace): readonly { readonly pid: number; readonly comm: string | null }[] {
  const found = new Map<number, string | null>();
  for (const handle of handles) if (handle.kind === 'process' || handle.kind === 'thread') found.set(handle.pid, handle.comm);
  return [...found].map(([pid, comm]) => ({ pid, comm }));
}

const NONE: ReadonlySet<LinkKey> = new Set();

/**
 * The step that deletes a pair at this end, with what makes it again.
 * @param gone links that earlier steps delete: what led over them is brought back with them.
 */
export function pairDeletion(facts: HostFacts, link: Link, gone = NONE): Step {
  const { inventory } = facts;
  const { place, at } = targetOf(inventory, link);
  const shown = linkText(inventory, link);
  const peer = peerOf(inventory, link);
  const state = stateOf(facts, link.nsid, link.ifindex);
  const other = peer === null ? undefined : stateOf(facts, peer.nsid, peer.ifindex);
  const title = `delete pair ${shown}${peer === null ? '' : ` ↔ ${linkText(inventory, peer)}`}`;
  const there = peer === null || placeOfNamespace(namespaceOf(inventory, peer)) === null ? null : targetOf(inventory, peer).at;
  const deletion = {
    ...deleteLink(place, at.link),
    change: { kind: 'delete-link' as const, ...at, ...(there === null ? {} : { peer: there }) },
    title,
  };
  if (state === undefined || other === undefined || peer === null) {
    const why = `the other end of ${shown} can't be reached, so it can't be made again`;
    return { ...deletion, inverse: { kind: 'none', why } };
  }
  const ends = [remaining(inventory, link.nsid, state, gone), remaining(inventory, peer.nsid, other, gone)] as const;
  const masters = [link, peer].flatMap(end => masterState(facts, end) ?? []);
  const neighbours = masters.flatMap(neighbourCommands);
  return { ...deletion, inverse: undoneBy(...recreatePair(...ends), ...neighbours), ...lostWith(state, other) };
}

/** Of the bridge that it is a port of. */
export function masterState(facts: HostFacts, { nsid, master }: Link): LinkState | null {
  return master === null ? null : (stateOf(facts, nsid, master) ?? null);
}

/** Without routes that went with a link before: one way of theirs takes the whole route (fib_sync_down_dev). */
function remaining(inventory: Inventory, nsid: number, state: LinkState, gone: ReadonlySet<LinkKey>): LinkState {
  const names = new Set(
    linksIn(inventory, nsid)
      .filter(({ key }) => gone.has(key))
      .map(commandName),
  );
  const routes = state.routes.filter(({ hops }) => !hops.some(({ device }) => device !== null && names.has(device)));
  return { ...state, routes };
}

/** Whether a bridge that is made again has to be given its MTU: its ports don't bring it. */
export function keepsMtu({ inventory }: HostFacts, bridge: Link): boolean {
  return isSetByHand(
    bridge.mtu,
    portsOf(inventory, bridge).map(({ mtu }) => mtu),
  );
}

/** The step that deletes a bridge; ports that are not in `gone` are attached again by its inverse. */
export function bridgeDeletion(facts: HostFacts, link: Link, state: LinkState, gone = NONE): Step {
  const { place, at } = targetOf(facts.inventory, link);
  const ports = portsOf(facts.inventory, link).filter(({ key }) => !gone.has(key));
  const states = ports.flatMap(port => stateOf(facts, port.nsid, port.ifindex) ?? []);
  return {
    ...deleteLink(place, at.link),
    title: `delete bridge ${linkText(facts.inventory, link)}`,
    inverse: undoneBy(...recreateBridge(state, states, keepsMtu(facts, link))),
    ...lostWith(state),
  };
}

export function lostWith(...states: readonly LinkState[]): Pick<Step, 'lost'> {
  const lost = states.flatMap(({ name, place, irreparable }) => irreparable.map(what => `${name}${inPlace(place)}: ${what}`));
  return lost.length === 0 ? {} : { lost };
}

/** For the blast radius: what `undo` will not bring back. */
export function lostEffects(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ inverse, lost = [] }) =>
    inverse.kind === 'none' ? [`undo can't take this back: ${inverse.why}`] : lost.map(what => `undo won't bring back ${what}`),
  );
}
