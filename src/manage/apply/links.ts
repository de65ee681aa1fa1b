/** Namespaces, bridges, pairs and what their ends are set to. Pure. */
import { masterOf } from '../../inventory/model.js';
import { canonical } from '../addresses.js';
import { smallPortProblems } from '../bridge-mtu.js';
import { newNamespaceProblems } from '../checks.js';
import { bridgeSteps } from '../compile.js';
import { stateOf } from '../facts/model.js';
import { inPlace } from '../place.js';
import { linkNamed, linkText, peerOf, portsOf } from '../resolve.js';
import { down, givenAddresses, inTurn, type LinkChange, mac, mtu, up, withAddress } from '../state/changes.js';
import { addAddress } from '../steps/address.js';
import { setUp } from '../steps/link.js';
import { addNamespace } from '../steps/namespace.js';
import { addPair } from '../steps/pair.js';
import type { Topology, TopologyEnd } from '../topology.js';
import { type Context, conflict, type Part } from './model.js';

export function namespacePart(name: string, { facts, where }: Context): Part {
  const { place, nsid } = where(name);
  if (nsid === null)
    return {
      steps: [addNamespace(name), setUp({ place, link: 'lo' }, true, null)],
      problems: newNamespaceProblems(facts.inventory, name),
    };
  if (place.kind !== 'named') return { steps: [], problems: [{ what: `${name} is no named namespace`, forcible: false }] };
  const lo = linkNamed(facts.inventory, nsid, 'lo');
  const state = lo === null ? undefined : stateOf(facts, nsid, lo.ifindex);
  return { steps: state === undefined || state.up ? [] : inTurn(state, [up]).steps };
}

export function bridgePart(bridge: Topology['bridges'][number], { facts, link }: Context): Part {
  const found = link(bridge.namespace, bridge.name);
  if (found === null) return { steps: bridgeSteps(bridge) };
  const text = linkText(facts.inventory, found);
  if (found.kind !== 'bridge') return conflict(`${text} is there and is no bridge`, `its kind is ${found.kind ?? 'physical'}`);
  const details = found.details?.kind === 'bridge' ? found.details : null;
  if (details?.stp != null && details.stp !== bridge.stp)
    return conflict(
      `${text} is there with spanning tree ${details.stp ? 'on' : 'off'}`,
      `the file says ${bridge.stp ? 'on' : 'off'}`,
    );
  const extra = portsOf(facts.inventory, found).filter(port => !bridge.ports.includes(port.name));
  return {
    steps: [],
    notes: extra.map(port => `${linkText(facts.inventory, port)} is a port of ${text} and not in the file: it stays`),
  };
}

export function pairPart({ a, b }: Topology['pairs'][number], { facts, where, link }: Context): Part {
  const [here, there] = [link(a.namespace, a.name), link(b.namespace, b.name)];
  const spec = ({ namespace, name, mtu: size, mac: address }: TopologyEnd) => ({
    place: where(namespace).place,
    name,
    mtu: size,
    mac: address,
  });
  if (here === null && there === null) return { steps: [addPair(spec(a), spec(b))] };
  const texts = [a, b].map(({ name, namespace }) => `${name}${inPlace(where(namespace).place)}`);
  if (here === null || there === null) {
    const [missing, present] = here === null ? texts : texts.toReversed();
    return conflict(`${present} is there, and ${missing} is not`, 'a pair is made whole or not at all');
  }
  return peerOf(facts.inventory, here)?.key === there.key
    ? { steps: [] }
    : conflict(`${texts.join(' and ')} are there, and no pair`);
}

type Addressable = Pick<TopologyEnd, 'name' | 'namespace' | 'addresses' | 'up'> & Partial<Pick<TopologyEnd, 'mtu' | 'mac'>>;

export function endPart(end: Addressable, { facts, where, link }: Context): Part {
  const found = link(end.namespace, end.name);
  const at = { place: where(end.namespace).place, link: end.name };
  const addresses = end.addresses.map(canonical);
  if (found === null) {
    const added = addresses.map(address => addAddress(at, address));
    return { steps: [...added, ...(end.up ? [setUp(at, true, null)] : [])] };
  }
  const state = stateOf(facts, found.nsid, found.ifindex);
  if (state === undefined) return { steps: [] };
  const missing = addresses.filter(text => !state.addresses.some(address => address.text === text));
  const changes: LinkChange[] = [
    ...(end.mac !== undefined && end.mac.toLowerCase() !== state.mac ? [mac(end.mac)] : []),
    ...(end.mtu !== undefined && end.mtu !== state.mtu ? [mtu(end.mtu)] : []),
    ...missing.map(withAddress),
    ...(end.up === state.up ? [] : [end.up ? up : down]),
  ];
  const master = masterOf(facts.inventory, found);
  const extra = givenAddresses(state).filter(text => !addresses.includes(text));
  return {
    steps: inTurn(state, changes).steps,
    problems:
      end.mtu === undefined || master?.kind !== 'bridge'
        ? []
        : smallPortProblems(facts, master, { text: linkText(facts.inventory, found), mtu: end.mtu }),
    notes: extra.map(text => `${linkText(facts.inventory, found)} also has ${text}, which is not in the file: it stays`),
  };
}
