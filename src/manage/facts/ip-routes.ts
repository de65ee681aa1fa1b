/** What `ip -j` prints of routes and neighbours, as far as somebody set them by hand. Pure. */
import * as v from 'valibot';
import type { NeighbourState, RouteHop, RouteState } from '../state/link-state.js';

const Flags = v.optional(v.array(v.string()), []);
const Hop = v.looseObject({
  gateway: v.optional(v.string()),
  dev: v.optional(v.string()),
  weight: v.optional(v.number(), 1),
  flags: Flags,
});

const Route = v.looseObject({
  type: v.optional(v.string(), 'unicast'),
  dst: v.string(),
  gateway: v.optional(v.string()),
  /** An IPv4 route over an IPv6 gateway. */
  via: v.optional(v.looseObject({ host: v.string() })),
  dev: v.optional(v.string()),
  table: v.optional(v.string()),
  protocol: v.optional(v.string()),
  scope: v.optional(v.string()),
  prefsrc: v.optional(v.string()),
  metric: v.optional(v.number()),
  flags: Flags,
  nexthops: v.optional(v.array(Hop), []),
});
export type Route = v.InferOutput<typeof Route>;

const Neighbour = v.looseObject({ dst: v.string(), dev: v.string(), lladdr: v.optional(v.string()) });

/** `ip` prints nothing at all, or nothing between brackets, for an empty list. */
export function parseList(text: string): unknown {
  return text.trim() === '' ? [] : JSON.parse(text);
}

/** Without those that the kernel makes with an address, or that a router tells. @throws SyntaxError or ValiError */
export function parseRoutes(text: string): readonly Route[] {
  return v.parse(v.array(Route), parseList(text)).filter(isSetByHand);
}

function isSetByHand({ protocol, table, type }: Route): boolean {
  const byKernel = protocol === 'kernel' || protocol === 'ra' || table === 'local';
  return !byKernel && !['local', 'broadcast', 'multicast', 'anycast'].includes(type);
}

/** A multipath route is among those of each of its links. */
export function routesOver(routes: readonly Route[], device: string): readonly RouteState[] {
  return routes
    .filter(({ dev, nexthops }) => dev === device || nexthops.some(hop => hop.dev === device))
    .map(route => routeState(route, device));
}

/** Those that lead nowhere: `blackhole 10.2.0.0/16`. */
export function routesOverNothing(routes: readonly Route[]): readonly RouteState[] {
  return routes.filter(({ dev, nexthops }) => dev === undefined && nexthops.length === 0).map(route => routeState(route, null));
}

/** @param device null: none */
function routeState(route: Route, device: string | null): RouteState {
  const hops = route.nexthops.map((hop): RouteHop => {
    const name = hop.dev === device ? null : (hop.dev ?? null);
    return { via: hop.gateway ?? null, device: name, weight: hop.weight, onlink: hop.flags.includes('onlink') };
  });
  const via = route.gateway ?? route.via?.host ?? null;
  const points = [route.dst, via, route.prefsrc, ...hops.map(hop => hop.via)];
  const ipv6 = route.via === undefined && (points.some(text => text?.includes(':')) || route.metric === 1024);
  const word = (name: string, value: string | number | undefined) => (value === undefined ? [] : [name, String(value)]);
  // What `ip route add` takes by itself.
  const direct = via === null && hops.every(hop => hop.via === null);
  const usualScope = ipv6 || route.scope === undefined || route.scope === (direct ? 'link' : 'global');
  return {
    ipv6,
    to: route.type === 'unicast' ? [route.dst] : [route.type, route.dst],
    via,
    source: route.prefsrc ?? null,
    words: [
      ...(route.protocol === 'boot' ? [] : word('proto', route.protocol)),
      ...(usualScope ? [] : word('scope', route.scope)),
      ...(ipv6 && route.metric === 1024 ? [] : word('metric', route.metric)),
      ...(route.table === 'main' ? [] : word('table', route.table)),
      ...(route.flags.includes('onlink') ? ['onlink'] : []),
    ],
    hops,
  };
}

/** By the name of the link. @throws SyntaxError or ValiError */
export function parseNeighbours(text: string): ReadonlyMap<string, readonly NeighbourState[]> {
  const found = new Map<string, NeighbourState[]>();
  for (const { dst, dev, lladdr } of v.parse(v.array(Neighbour), parseList(text))) {
    if (lladdr === undefined) continue;
    found.set(dev, [...(found.get(dev) ?? []), { address: dst, mac: lladdr }]);
  }
  return found;
}
