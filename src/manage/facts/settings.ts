/** Reads what namespaces have beside links: sysctls, nft rules, routes that lead nowhere, and what can't be brought back. */
import { run } from '../../core/run.js';
import { command } from '../command.js';
import { execIn, ipIn, type Place } from '../place.js';
import type { NamespaceState } from '../state/namespace-state.js';
import { parseRoutes, routesOverNothing } from './ip-routes.js';
import {
  changedLinkSysctls,
  changedSysctls,
  findArguments,
  findShared,
  linkFolders,
  parseSysctls,
  type Sysctls,
} from './sysctls.js';

const TIMEOUT_MS = 20_000;
/** Longest argument that the kernel passes on, less some (MAX_ARG_STRLEN). */
const MOST_RULES_BYTES = 120_000;
/** The rules that every namespace has: local, main and default, and two of them for IPv6. */
const USUAL_RULES = { ipv4: 3, ipv6: 2 } as const;

/** What it printed; empty where it failed: then it has nothing to tell. */
async function output(place: Place | null, file: string, ...args: readonly string[]): Promise<string> {
  const one = place === null ? command(file, ...args) : execIn(place, file, ...args);
  return (await run(one.file, one.args, { timeoutMs: TIMEOUT_MS })).stdout;
}

/** The sysctls of a namespace that was just made. @throws VethtopError when programs are missing. */
export async function readFreshSysctls(): Promise<Sysctls> {
  return parseSysctls(await output(null, 'unshare', '-n', 'find', ...findShared()));
}

/** @throws VethtopError likewise. */
export async function readLinkSysctls(place: Place, links: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (links.length === 0) return new Map();
  const folders = ['default', 'lo', ...links].flatMap(linkFolders);
  return changedLinkSysctls(parseSysctls(await output(place, 'find', ...findArguments(folders))));
}

/** @throws VethtopError likewise. */
export async function readSettings(place: Place, fresh: Sysctls, hasNft: boolean): Promise<NamespaceState> {
  const ip = async (...args: readonly string[]): Promise<string> => {
    const { file, args: rest } = ipIn(place, ...args);
    return (await run(file, rest, { timeoutMs: TIMEOUT_MS })).stdout;
  };
  const [sysctls, routes, rules4, rules6, xfrm, tables, listed] = await Promise.all([
    output(place, 'find', ...findShared()),
    ip('-j', '-d', 'route', 'show', 'table', 'all'),
    ip('-o', '-4', 'rule'),
    ip('-o', '-6', 'rule'),
    ip('xfrm', 'state'),
    output(place, 'cat', '/proc/net/ip_tables_names', '/proc/net/ip6_tables_names'),
    hasNft ? output(place, 'nft', '-s', 'list', 'ruleset') : '',
  ]);
  const ruleset = rulesetOf(listed);
  const more = lines(rules4) - USUAL_RULES.ipv4 + Math.max(0, lines(rules6) - USUAL_RULES.ipv6);
  return {
    place,
    sysctls: changedSysctls(parseSysctls(sysctls), fresh),
    ruleset: ruleset.kind === 'loadable' ? ruleset.text : null,
    routes: routesOverNothing(parseRoutes(routes)),
    irreparable: [
      ...(ruleset.kind === 'stuck' ? [`its nft rules: ${ruleset.why}`] : []),
      ...(tables.trim() === '' ? [] : ['its iptables rules']),
      ...(more > 0 ? [`${more} of its \`ip rule\`s`] : []),
      ...(xfrm.trim() === '' ? [] : ['its IPsec states']),
    ],
  };
}

function lines(text: string): number {
  return text.split('\n').filter(line => line !== '').length;
}

type Ruleset =
  | { readonly kind: 'none' }
  | { readonly kind: 'loadable'; readonly text: string }
  | { readonly kind: 'stuck'; readonly why: string };

/** What `nft list ruleset` printed, if `nft` can load it before any link is there. Pure. */
export function rulesetOf(listed: string): Ruleset {
  const text = listed.trim();
  if (text === '') return { kind: 'none' };
  if (/\bxt (?:match|target) /.test(text)) return { kind: 'stuck', why: 'iptables made some of them' };
  if (/\b[io]if "|\bdevices? (?:=|")/.test(text)) return { kind: 'stuck', why: 'some stand for a link that goes' };
  return Buffer.byteLength(text) > MOST_RULES_BYTES ? { kind: 'stuck', why: 'they are too many' } : { kind: 'loadable', text };
}
