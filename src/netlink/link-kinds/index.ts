/** Kinds with something of their own to tell. */
import type { LinkDetails, PortDetails } from '../../inventory/link-details.js';
import { bond } from './bond.js';
import { bridge } from './bridge.js';
import { geneve } from './geneve.js';
import { ipvlan, ipvtap } from './ipvlan.js';
import type { LinkKind } from './kind.js';
import { macvlan, macvtap } from './macvlan.js';
import { Values } from './values.js';
import { vlan } from './vlan.js';
import { vrf } from './vrf.js';
import { vxlan } from './vxlan.js';

const LINK_KINDS: readonly LinkKind[] = [bridge, vlan, macvlan, macvtap, ipvlan, ipvtap, vxlan, geneve, vrf, bond];

const byName = new Map(LINK_KINDS.map(kind => [kind.name, kind]));

/** Null: nothing is known of this kind. @throws VethtopError `malformed`. */
export function linkDetails(kind: string, buffer: Buffer, start: number, end: number): LinkDetails | null {
  return byName.get(kind)?.link?.(new Values(buffer, start, end)) ?? null;
}

/** Null: nothing is known of ports of this kind. @throws VethtopError `malformed`. */
export function portDetails(kind: string, buffer: Buffer, start: number, end: number): PortDetails | null {
  return byName.get(kind)?.port?.(new Values(buffer, start, end)) ?? null;
}
