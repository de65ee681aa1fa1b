/** What goes when links and namespaces go, and what stands in the way. Pure. */
import type { Link, Namespace } from '../../inventory/model.js';
import { carrierProblems, ownerProblems } from '../checks.js';
import { type HostFacts, stateOf } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { linksIn, linkText, peerOf, portsOf, targetOf } from '../resolve.js';
import type { LinkState } from '../state/link-state.js';
import { recreatePair } from '../state/recreate.js';
import { type Inverse, type Step, undoneBy } from '../steps/model.js';
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

/** The step that deletes a pair at this end, with what makes it again. */
export function pairDeletion(facts: HostFacts, link: Link): Step {
  const { place, at } = targetOf(facts.inventory, link);
  const shown = linkText(facts.inventory, link);
  const peer = peerOf(facts.inventory, link);
  const state = stateOf(facts, link.nsid, link.ifindex);
  const other = peerState(facts, link);
  const inverse: Inverse =
    state === undefined || other === null
      ? { kind: 'none', why: `the other end of ${shown} can't be reached, so it can't be made again` }
      : undoneBy(...recreatePair(state, other));
  const title = `delete pair ${shown}${peer === null ? '' : ` ↔ ${linkText(facts.inventory, peer)}`}`;
  return { ...deleteLink(place, at.link), title, inverse };
}

function peerState(facts: HostFacts, link: Link): LinkState | null {
  const peer = peerOf(facts.inventory, link);
  return peer === null ? null : (stateOf(facts, peer.nsid, peer.ifindex) ?? null);
}
