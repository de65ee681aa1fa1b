/** Topology → plan. Pure. What a step refers to is made by an earlier one, so that undoing in reverse always works. */
import { placeOf } from './place.js';
import type { Plan } from './plan.js';
import { addAddress } from './steps/address.js';
import { addBridge, attachPort, setBridgeVlans } from './steps/bridge.js';
import { addFilter } from './steps/filter.js';
import { setUp } from './steps/link.js';
import { addMasquerade } from './steps/masquerade.js';
import { type EndSpec, IMPLIED, type Step } from './steps/model.js';
import { addNamespace } from './steps/namespace.js';
import { addPair } from './steps/pair.js';
import { addQueue } from './steps/queue.js';
import { addRoute } from './steps/route.js';
import { setSysctl } from './steps/sysctl.js';
import type { Topology, TopologyEnd } from './topology.js';

export function compileTopology(topology: Topology): Plan {
  return { title: `build "${topology.title}"`, steps: SECTIONS.flatMap(section => section(topology)) };
}

/** In the order in which they are built: a link must be there before a key of its own, and be up before a route. */
const SECTIONS: readonly ((topology: Topology) => readonly Step[])[] = [
  ({ namespaces }) =>
    namespaces.flatMap(({ name }) => [addNamespace(name), setUp({ place: placeOf(name), link: 'lo' }, true, null)]),
  ({ bridges }) => bridges.flatMap(bridgeSteps),
  ({ pairs }) => pairs.map(({ a, b }) => addPair(endSpec(a), endSpec(b))),
  ({ bridges }) =>
    bridges.flatMap(({ name, namespace, ports }) =>
      ports.map(port => attachPort({ place: placeOf(namespace), link: port }, name)),
    ),
  ({ sysctls }) =>
    sysctls.map(({ namespace, key, value }) =>
      setSysctl({ place: placeOf(namespace), key, value: String(value), previous: null }),
    ),
  ({ bridges, pairs }) => [...bridges, ...pairs.flatMap(({ a, b }) => [a, b])].flatMap(addressesAndUp),
  ({ routes }) => routes.map(({ namespace, ...route }) => addRoute(placeOf(namespace), route)),
  ({ masquerade }) =>
    masquerade.map(({ namespace, subnet, via, optional }) => ({
      ...addMasquerade({ place: placeOf(namespace), subnet, via }),
      ...(optional === undefined ? {} : { optional }),
    })),
  ({ filters }) =>
    filters.map(({ namespace, hook, port, optional }) => ({
      ...addFilter({ place: placeOf(namespace), hook, port }),
      ...(optional === undefined ? {} : { optional }),
    })),
  ({ queues }) =>
    queues.map(({ namespace, optional, ...queue }) => ({
      ...addQueue({ place: placeOf(namespace), ...queue }),
      ...(optional === undefined ? {} : { optional }),
    })),
];

export function bridgeSteps({ name, namespace, stp, vlanFiltering, vlans }: Topology['bridges'][number]): readonly Step[] {
  const place = placeOf(namespace);
  const made = addBridge({ place, name, stp, vlanFiltering });
  if (vlans === undefined) return [made];
  const { defaultPvid, optional } = vlans;
  const filtering = setBridgeVlans({ place, link: name }, { filtering: true, defaultPvid });
  return [made, { ...filtering, inverse: IMPLIED, ...(optional === undefined ? {} : { optional }) }];
}

function endSpec({ name, namespace, mtu, mac }: TopologyEnd): EndSpec {
  return { name, place: placeOf(namespace), mtu, mac };
}

type Addressable = Pick<TopologyEnd, 'name' | 'namespace' | 'addresses' | 'up'>;

function addressesAndUp({ name, namespace, addresses, up }: Addressable): readonly Step[] {
  const link = { place: placeOf(namespace), link: name };
  return [...addresses.map(address => addAddress(link, address)), ...(up ? [setUp(link, true, null)] : [])];
}
