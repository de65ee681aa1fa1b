/** What a change is planned from: the inventory, and what has to be read beside it. Pure data. */
import type { Inventory, LinkKey } from '../../inventory/model.js';
import type { LinkState } from '../state/link-state.js';
import type { NamespaceState } from '../state/namespace-state.js';

/** The network connection that this process was started over. */
export interface Session {
  readonly client: string;
  /** Links that carry it, in vethtop's own namespace. */
  readonly links: ReadonlySet<LinkKey>;
}

/** Why a link can't leave its namespace; `feature` is where the kernel says so. */
export interface Immovable {
  readonly feature: string;
}

export interface HostFacts {
  readonly inventory: Inventory;
  /** By nsid, then ifindex: of the namespaces that were asked for. */
  readonly states: ReadonlyMap<number, ReadonlyMap<number, LinkState>>;
  /** Links of vethtop's own namespace that carry its default routes. */
  readonly defaultRoute: ReadonlySet<LinkKey>;
  readonly session: Session | null;
  /** Of the links that were asked for: null can move. */
  readonly immovable: ReadonlyMap<LinkKey, Immovable | null>;
  /** `place key` + key: what the sysctls that were asked for are. */
  readonly sysctls: ReadonlyMap<string, string>;
  /** Names of nft tables of vethtop's in the places that were asked for: `place key` + table. */
  readonly tables: ReadonlySet<string>;
  /** By nsid: what namespaces that were asked for have beside links. */
  readonly settings: ReadonlyMap<number, NamespaceState>;
  readonly programs: { readonly nft: boolean };
  /** `[6, 18]` */
  readonly kernel: readonly [major: number, minor: number];
  /** Whether pid 1 is in the namespace that is called host, so that `netns 1` names it. */
  readonly hostIsPid1: boolean;
}

/** What an intent needs to know beyond the inventory. */
export interface Needs {
  readonly nsids: ReadonlySet<number>;
  readonly movable: ReadonlySet<LinkKey>;
  readonly sysctls: readonly { readonly nsid: number; readonly key: string }[];
  /** Namespaces whose nft tables matter. */
  readonly tables: ReadonlySet<number>;
  /** Links that lose the sysctls of their own: their states tell these. */
  readonly devices: ReadonlySet<LinkKey>;
  /** Namespaces that are to go. */
  readonly settings: ReadonlySet<number>;
}

export const NO_NEEDS: Needs = {
  nsids: new Set(),
  movable: new Set(),
  sysctls: [],
  tables: new Set(),
  devices: new Set(),
  settings: new Set(),
};

export function unionOfNeeds(a: Needs, b: Needs): Needs {
  return {
    nsids: new Set([...a.nsids, ...b.nsids]),
    movable: new Set([...a.movable, ...b.movable]),
    sysctls: [...a.sysctls, ...b.sysctls],
    tables: new Set([...a.tables, ...b.tables]),
    devices: new Set([...a.devices, ...b.devices]),
    settings: new Set([...a.settings, ...b.settings]),
  };
}

export function stateOf(facts: HostFacts, nsid: number, ifindex: number): LinkState | undefined {
  return facts.states.get(nsid)?.get(ifindex);
}

export function factKey(nsid: number, key: string): string {
  return `${nsid} ${key}`;
}
