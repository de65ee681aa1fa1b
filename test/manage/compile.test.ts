import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTopology } from '../../src/manage/compile.js';
import { type Place, placeKey } from '../../src/manage/place.js';
import { planCommands } from '../../src/manage/plan.js';
import type { Change, Step } from '../../src/manage/steps/model.js';
import { parseTopology, type Topology } from '../../src/manage/topology.js';
import { checkTopology } from '../../src/manage/topology-check.js';

/** A host as far as plans need one: what must be there before a step, and what is there after it. */
class Model {
  readonly #namespaces = new Set(['host']);
  readonly #links = new Set<string>();

  apply(change: Change): void {
    switch (change.kind) {
      case 'add-namespace':
        this.#add(this.#namespaces, `named:${change.name}`);
        break;
      case 'add-pair':
        for (const { place, name } of [change.a, change.b]) this.#addLink(place, name);
        break;
      case 'add-bridge':
        this.#addLink(change.place, change.name);
        break;
      case 'attach-port':
        this.#need(this.#links, link(change.place, change.bridge));
        this.#need(this.#links, link(change.place, change.link));
        break;
      case 'set-up':
      case 'add-address':
        if (change.link !== 'lo') this.#need(this.#links, link(change.place, change.link));
        break;
      case 'set-sysctl':
      case 'add-route':
      case 'add-masquerade':
        this.#need(this.#namespaces, placeKey(change.place));
        break;
      default:
        throw new Error(`a topology never needs ${change.kind}`);
    }
  }

  #addLink(place: Place, name: string): void {
    this.#need(this.#namespaces, placeKey(place));
    this.#add(this.#links, link(place, name));
  }

  #add(set: Set<string>, item: string): void {
    expect(set).not.toContain(item);
    set.add(item);
  }

  #need(set: Set<string>, item: string): void {
    expect(set).toContain(item);
  }
}

const link = (place: Place, name: string) => JSON.stringify([placeKey(place), name]);

const namespaces = ['lab-a', 'lab-b', 'lab-c'];
const namespace = fc.constantFrom(undefined, ...namespaces);
const addresses = fc.uniqueArray(fc.constantFrom('10.0.0.1/24', '10.0.1.1/24', 'fd00::1/64'));
const end = (name: string) =>
  fc.record(
    { name: fc.constant(name), namespace, addresses, up: fc.boolean(), mtu: fc.integer({ min: 1280, max: 9000 }) },
    { requiredKeys: ['name', 'addresses', 'up'] },
  );
const topology: fc.Arbitrary<Topology> = fc
  .record({
    pairs: fc
      .nat(5)
      .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => fc.record({ a: end(`a${i}`), b: end(`b${i}`) })))),
    bridge: fc.record({ namespace, addresses, stp: fc.boolean(), vlanFiltering: fc.boolean(), up: fc.boolean() }),
    routed: fc.subarray(namespaces),
  })
  .map(({ pairs, bridge, routed }) => ({
    title: 'any',
    notes: [],
    filters: [],
    queues: [],
    namespaces: namespaces.map(name => ({ name })),
    pairs,
    bridges: [
      {
        ...bridge,
        name: 'br0',
        ports: pairs
          .flatMap(({ a, b }) => [a, b])
          .flatMap(({ name, namespace }) => (namespace === bridge.namespace ? [name] : [])),
      },
    ],
    sysctls: routed.map(name => ({ namespace: name, key: 'net.ipv4.ip_forward', value: 1 })),
    routes: routed.map(name => ({ namespace: name, to: 'default', via: '10.0.0.2' })),
    masquerade: routed.map(name => ({ namespace: name, subnet: '10.0.0.0/24', via: 'br0' })),
    servers: [],
    traffic: [],
  }));

/** Steps whose inverse may be left to the step that made what they change. */
const GOES_WITH_ITS_LINK: readonly Step['change']['kind'][] = ['set-up', 'set-sysctl'];

describe('compileTopology', () => {
  it('makes each thing before it is used, and once', () => {
    fc.assert(
      fc.property(topology, value => {
        expect(checkTopology(value)).toEqual([]);
        const model = new Model();
        for (const { change } of compileTopology(value).steps) model.apply(change);
      }),
    );
  });

  it('gives every step an inverse, or leaves it to what it belongs to', () => {
    fc.assert(
      fc.property(topology, value => {
        for (const { inverse, change } of compileTopology(value).steps)
          expect(inverse.kind).toBe(GOES_WITH_ITS_LINK.includes(change.kind) ? 'implied' : 'command');
      }),
    );
  });

  it('leaves out nothing', () => {
    fc.assert(
      fc.property(topology, value => {
        const { steps } = compileTopology(value);
        const count = (kind: Change['kind']) => steps.filter(({ change }) => change.kind === kind).length;
        const ends = value.pairs.flatMap(({ a, b }) => [a, b]);
        const all = [...ends, ...value.bridges];
        expect(count('add-namespace')).toBe(value.namespaces.length);
        expect(count('add-pair')).toBe(value.pairs.length);
        expect(count('attach-port')).toBe(value.bridges.flatMap(({ ports }) => ports).length);
        expect(count('add-address')).toBe(all.flatMap(({ addresses }) => addresses).length);
        expect(count('set-up')).toBe(all.filter(({ up }) => up).length + value.namespaces.length);
        expect(count('add-route') + count('add-masquerade') + count('set-sysctl')).toBe(3 * value.routes.length);
      }),
    );
  });

  it('reads like what a person types', async () => {
    const text = `
title: a port in the host
namespaces: [{ name: blue }]
bridges: [{ name: br0, addresses: [10.0.0.1/24], ports: [blue-p], stp: true }]
pairs:
  - a: { name: eth0, namespace: blue, addresses: [10.0.0.2/24], mtu: 1400 }
    b: { name: blue-p, mtu: 1400 }
routes: [{ namespace: blue, to: default, via: 10.0.0.1 }]
masquerade: [{ subnet: 10.0.0.0/24, via: eth0, optional: no way out }]
`;
    const plan = compileTopology(await parseTopology(text, 'f.yaml'));
    expect(planCommands(plan).slice(0, -1)).toEqual([
      'ip netns add blue',
      'ip -n blue link set dev lo up',
      'ip link add name br0 type bridge stp_state 1',
      'ip link add name blue-p mtu 1400 type veth peer name eth0 mtu 1400 netns blue',
      'ip link set dev blue-p master br0',
      'ip addr add 10.0.0.1/24 dev br0',
      'ip link set dev br0 up',
      'ip -n blue addr add 10.0.0.2/24 dev eth0',
      'ip -n blue link set dev eth0 up',
      'ip link set dev blue-p up',
      'ip -n blue route add to default via 10.0.0.1',
    ]);
    expect(plan.steps.at(-1)?.optional).toBe('no way out');
  });
});
