/** What `ip -j -d addr` and `ip -j route show table all` print, as states of links. Pure. */
import * as v from 'valibot';
import type { Place } from '../place.js';
import { type AddressState, eui64, type LinkState, type RouteState } from '../state/link-state.js';

const Address = v.looseObject({
  family: v.string(),
  local: v.string(),
  prefixlen: v.number(),
  /** The other side's, on a point-to-point link. */
  address: v.optional(v.string()),
  broadcast: v.optional(v.string()),
  scope: v.optional(v.string()),
  label: v.optional(v.string()),
  metric: v.optional(v.number()),
  nodad: v.optional(v.boolean()),
  noprefixroute: v.optional(v.boolean()),
  dynamic: v.optional(v.boolean()),
  temporary: v.optional(v.boolean()),
  valid_life_time: v.optional(v.number()),
  preferred_life_time: v.optional(v.number()),
});
type Address = v.InferOutput<typeof Address>;

const Options = v.record(v.string(), v.unknown());
const Link = v.looseObject({
  ifindex: v.number(),
  ifname: v.string(),
  flags: v.array(v.string()),
  mtu: v.number(),
  address: v.optional(v.string()),
  link_type: v.optional(v.string()),
  master: v.optional(v.string()),
  altnames: v.optional(v.array(v.string()), []),
  linkinfo: v.optional(
    v.looseObject({
      info_kind: v.optional(v.string()),
      info_data: v.optional(Options, {}),
      info_slave_kind: v.optional(v.string()),
      info_slave_data: v.optional(Options, {}),
    }),
  ),
  addr_info: v.optional(v.array(v.looseObject({})), []),
});

const Route = v.looseObject({
  type: v.optional(v.string(), 'unicast'),
  dst: v.string(),
  gateway: v.optional(v.string()),
  dev: v.optional(v.string()),
  table: v.optional(v.string()),
  protocol: v.optional(v.string()),
  scope: v.optional(v.string()),
  prefsrc: v.optional(v.string()),
  metric: v.optional(v.number()),
  flags: v.optional(v.array(v.string()), []),
});
type Route = v.InferOutput<typeof Route>;

const FOREVER = 4_294_967_295;

/** Options of a bridge that can be set again, and what a new bridge has (br_dev_setup); times in hundredths of a second. */
const BRIDGE_DEFAULTS: Readonly<Record<string, number>> = {
  forward_delay: 1500,
  hello_time: 200,
  max_age: 2000,
  ageing_time: 30000,
  stp_state: 0,
  priority: 32768,
  vlan_filtering: 0,
  vlan_default_pvid: 1,
  mcast_snooping: 1,
};

/** Switches of a bridge port, by iproute2's JSON name: the word that sets it, and what a new port has (br_add_if). */
const PORT_SWITCHES: Readonly<Record<string, { readonly word: string; readonly preset: boolean }>> = {
  hairpin: { word: 'hairpin', preset: false },
  guard: { word: 'guard', preset: false },
  root_block: { word: 'root_block', preset: false },
  fastleave: { word: 'fastleave', preset: false },
  learning: { word: 'learning', preset: true },
  flood: { word: 'flood', preset: true },
  mcast_flood: { word: 'mcast_flood', preset: true },
  bcast_flood: { word: 'bcast_flood', preset: true },
  isolated: { word: 'isolated', preset: false },
  locked: { word: 'locked', preset: false },
};

/** Links of one namespace by ifindex. @throws SyntaxError or ValiError when the texts are not what `ip` prints. */
export function parseLinks(place: Place, addrText: string, routeText: string): ReadonlyMap<number, LinkState> {
  const links = v.parse(v.array(Link), parseList(addrText));
  const routes = v.parse(v.array(Route), parseList(routeText)).filter(isSetByHand);
  return new Map(
    links.map(link => {
      const addresses = link.addr_info.flatMap(info => {
        const result = v.safeParse(Address, info);
        return result.success && result.output.dynamic !== true && result.output.temporary !== true ? [result.output] : [];
      });
      const kind = link.linkinfo?.info_kind ?? null;
      const state: LinkState = {
        place,
        name: link.ifname,
        ifindex: link.ifindex,
        kind,
        up: link.flags.includes('UP'),
        mtu: link.mtu,
        mac: link.address ?? null,
        master: link.master ?? null,
        portWords: link.linkinfo?.info_slave_kind === 'bridge' ? portWords(link.linkinfo.info_slave_data) : [],
        bridgeWords: kind === 'bridge' ? bridgeWords(link.linkinfo?.info_data ?? {}) : [],
        altNames: link.altnames,
        addresses: addresses
          .filter(({ scope, family }) => !(family === 'inet6' && scope === 'link'))
          .map(one => addressState(one, link.ifname)),
        linkLocal: addresses
          .filter(({ scope, family }) => family === 'inet6' && scope === 'link')
          .map(one => addressState(one, link.ifname)),
        routes: routes.filter(({ dev }) => dev === link.ifname).map(routeState),
      };
      return [link.ifindex, withoutUsualLinkLocal(state)] as const;
    }),
  );
}

/** One that was added by hand beside the kernel's own is an address like any other. */
function withoutUsualLinkLocal(state: LinkState): LinkState {
  const own = state.mac === null ? null : eui64(state.mac);
  if (!state.linkLocal.some(({ text }) => text === own)) return state;
  return {
    ...state,
    linkLocal: state.linkLocal.filter(({ text }) => text === own),
    addresses: [...state.addresses, ...state.linkLocal.filter(({ text }) => text !== own)],
  };
}

/** `ip` prints nothing at all, or nothing between brackets, for an empty list. */
function parseList(text: string): unknown {
  return text.trim() === '' ? [] : JSON.parse(text);
}

/** Not made by the kernel with an address, nor told by a router. */
function isSetByHand({ protocol, table, type }: Route): boolean {
  return (
    protocol !== 'kernel' &&
    protocol !== 'ra' &&
    table !== 'local' &&
    type !== 'local' &&
    type !== 'broadcast' &&
    type !== 'multicast'
  );
}

function addressState(info: Address, link: string): AddressState {
  const ipv6 = info.family === 'inet6';
  const word = (name: string, value: string | number | undefined) => (value === undefined ? [] : [name, String(value)]);
  const ordinary = ipv6 || info.scope === (info.local.startsWith('127.') ? 'host' : 'global');
  const lifetime = info.valid_life_time !== undefined && info.valid_life_time !== FOREVER;
  return {
    text: `${info.local}/${info.prefixlen}`,
    ipv6,
    words: [
      ...word('peer', info.address === undefined ? undefined : `${info.address}/${info.prefixlen}`),
      ...word('broadcast', info.broadcast),
      ...(ordinary ? [] : word('scope', info.scope)),
      ...(info.label === link ? [] : word('label', info.label)),
      ...word('metric', info.metric),
      ...(lifetime
        ? ['valid_lft', `${info.valid_life_time}`, 'preferred_lft', `${info.preferred_life_time ?? info.valid_life_time}`]
        : []),
      ...(info.nodad === true ? ['nodad'] : []),
      ...(info.noprefixroute === true ? ['noprefixroute'] : []),
    ],
  };
}

function routeState(route: Route): RouteState {
  const ipv6 = [route.dst, route.gateway, route.prefsrc].some(text => text?.includes(':')) || route.metric === 1024;
  const word = (name: string, value: string | number | undefined) => (value === undefined ? [] : [name, String(value)]);
  // What `ip route add` takes by itself.
  const usualScope = ipv6 || route.scope === undefined || route.scope === (route.gateway === undefined ? 'link' : 'global');
  return {
    ipv6,
    to: route.type === 'unicast' ? [route.dst] : [route.type, route.dst],
    via: route.gateway ?? null,
    source: route.prefsrc ?? null,
    words: [
      ...(route.protocol === 'boot' ? [] : word('proto', route.protocol)),
      ...(usualScope ? [] : word('scope', route.scope)),
      ...(ipv6 && route.metric === 1024 ? [] : word('metric', route.metric)),
      ...(route.table === 'main' ? [] : word('table', route.table)),
      ...(route.flags.includes('onlink') ? ['onlink'] : []),
    ],
  };
}

function bridgeWords(options: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(BRIDGE_DEFAULTS).flatMap(([name, preset]) => {
    const value = options[name];
    return typeof value === 'number' && value !== preset ? [name, String(value)] : [];
  });
}

function portWords(options: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(PORT_SWITCHES).flatMap(([name, { word, preset }]) => {
    const value = options[name];
    return typeof value === 'boolean' && value !== preset ? [word, value ? 'on' : 'off'] : [];
  });
}
