/** A bridge's ports. Pure. */
import { masterOf } from '../../inventory/model.js';
import { smallPortProblems } from '../bridge-mtu.js';
import { ipv6MtuProblems, portLimitProblems, portProblems } from '../checks.js';
import { stateOf } from '../facts/model.js';
import { linkText, portsOf } from '../resolve.js';
import { attach, inTurn } from '../state/changes.js';
import { DEFAULT_MTU } from '../state/link-state.js';
import { attachPort } from '../steps/bridge.js';
import type { Topology } from '../topology.js';
import { type Context, conflict, type Part } from './model.js';

export function portPart(
  { name, namespace, addresses }: Topology['bridges'][number],
  port: string,
  index: number,
  { topology, facts, where, link }: Context,
): Part {
  const bridge = link(namespace, name);
  const found = link(namespace, port);
  const inFile = mtuInFile(topology, namespace, port);
  if (found === null) {
    const step = attachPort({ place: where(namespace).place, link: port }, name);
    if (bridge === null) return { steps: [step] };
    const state = stateOf(facts, bridge.nsid, bridge.ifindex);
    if (state === undefined) return { steps: [step] };
    const fresh = { ...state, name: port, master: null, portWords: [] };
    const first = portsOf(facts.inventory, bridge).length === 0 && index === 0;
    return {
      steps: inTurn(fresh, [attach(name, state, !first)]).steps,
      problems: [
        ...portLimitProblems(facts.inventory, bridge, index + 1),
        ...smallPortProblems(facts, bridge, { text: port, mtu: inFile ?? DEFAULT_MTU }),
      ],
    };
  }
  const state = stateOf(facts, found.nsid, found.ifindex);
  if (state === undefined || (bridge !== null && found.master === bridge.ifindex)) return { steps: [] };
  if (bridge === null)
    return found.master === null
      ? {
          steps: inTurn(state, [attach(name, null, false)]).steps,
          problems: ipv6MtuProblems(inFile ?? found.mtu, addresses),
        }
      : conflict(
          `${linkText(facts.inventory, found)} is a port of ${masterOf(facts.inventory, found)?.name ?? 'another bridge'}`,
        );
  const before = stateOf(facts, bridge.nsid, bridge.ifindex) ?? null;
  return {
    steps: inTurn(state, [attach(name, before, portsOf(facts.inventory, bridge).length > 0)]).steps,
    problems: [
      ...portProblems(facts.inventory, found, bridge),
      ...smallPortProblems(facts, bridge, { text: linkText(facts.inventory, found), mtu: inFile ?? found.mtu }),
    ],
  };
}

function mtuInFile({ pairs }: Topology, namespace: string | undefined, port: string): number | undefined {
  return pairs.flatMap(({ a, b }) => [a, b]).find(end => end.namespace === namespace && end.name === port)?.mtu;
}
