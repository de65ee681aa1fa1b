/** What a namespace has beside its links, as far as its deletion loses it. */
import type { Command } from '../command.js';
import { execIn, ipIn, type Place } from '../place.js';
import type { RouteState } from './link-state.js';

export interface NamespaceState {
  readonly place: Place;
  /** `net/ipv4/ip_forward=1`: those that a new namespace would not have, without those of its links but for `lo`. */
  readonly sysctls: readonly string[];
  /** For `nft`; null: there is none, or none that can be loaded again. */
  readonly ruleset: string | null;
  /** Those that lead nowhere. */
  readonly routes: readonly RouteState[];
  /** What no command here makes again, for a person. */
  readonly irreparable: readonly string[];
}

/** For a namespace that was just made; links come after it. Pure. */
export function settingsCommands({ place, sysctls, ruleset, routes }: NamespaceState): readonly Command[] {
  return [
    ...(sysctls.length === 0 ? [] : [execIn(place, 'sysctl', '-q', '-w', ...sysctls)]),
    ...(ruleset === null ? [] : [execIn(place, 'nft', ruleset)]),
    ...routes.map(({ ipv6, to, words }) => ipIn(place, ...(ipv6 ? ['-6'] : []), 'route', 'replace', ...to, ...words)),
  ];
}
