/** What `ip -j` prints of one namespace's links, routes and neighbours, as states of links. Pure. */
import * as v from 'valibot';
import type { Place } from '../place.js';
import { type AddressState, eui64, type LinkState } from '../state/link-state.js';
import { parseList, parseNeighbours, parseRoutes, routesOver } from './ip-routes.js';

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
  qdisc: v.optional(v.string()),
  xdp: v.optional(v.unknown()),
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

/** What `ip -j` prints for `-d addr`, `-d route show table all` and `neigh show nud permanent`. */
export interface IpTexts {
  readonly addresses: string;
  readonly routes: string;
  readonly neighbours: string;
}

/** Links of one namespace by ifindex. @throws SyntaxError or ValiError when the texts are not what `ip` prints. */
export function parseLinks(place: Place, texts: IpTexts): ReadonlyMap<number, LinkState> {
  const links = v.parse(v.array(Link), parseList(texts.addresses));
  const routes = parseRoutes(texts.routes);
  const neighbours = parseNeighbours(texts.neighbours);
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
        routes: routesOver(routes, link.ifname),
        neighbours: neighbours.get(link.ifname) ?? [],
        qdisc: link.qdisc ?? null,
        sysctls: [],
        irreparable: irreparable(link),
      };
      return [link.ifindex, withoutUsualLinkLocal(state)] as const;
    }),
  );
}

/** Those that a new link has are none (register_netdevice, dev_activate). */
const USUAL_QDISCS: ReadonlySet<string> = new Set(['noqueue', 'noop', 'mq', 'pfifo_fast', 'fq_codel']);

function irreparable({ qdisc, xdp }: v.InferOutput<typeof Link>): readonly string[] {
  return [
    ...(qdisc === undefined || USUAL_QDISCS.has(qdisc) ? [] : [`its queueing discipline (${qdisc})`]),
    ...(xdp === undefined ? [] : ['its XDP program']),
  ];
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
