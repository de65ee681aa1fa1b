import { inPlace, ipIn, type Place } from '../place.js';
import { type LinkAt, type Step, undoneBy } from './model.js';
import { deletion } from './pair.js';

export interface BridgeSpec {
  readonly place: Place;
  readonly name: string;
  readonly stp: boolean;
  /** Refused by kernels without CONFIG_BRIDGE_VLAN_FILTERING. */
  readonly vlanFiltering: boolean;
}

export function addBridge({ place, name, stp, vlanFiltering }: BridgeSpec): Step {
  const options = ['stp_state', stp ? '1' : '0', ...(vlanFiltering ? ['vlan_filtering', '1'] : [])];
  return {
    change: { kind: 'add-bridge', place, name, stp, vlanFiltering },
    title: `add bridge ${name}${inPlace(place)}`,
    command: ipIn(place, 'link', 'add', 'name', name, 'type', 'bridge', ...options),
    inverse: undoneBy(deletion(place, name)),
  };
}

export function attachPort({ place, link }: LinkAt, bridge: string): Step {
  return {
    change: { kind: 'attach-port', place, link, bridge },
    title: `make ${link}${inPlace(place)} a port of ${bridge}`,
    command: ipIn(place, 'link', 'set', 'dev', link, 'master', bridge),
    inverse: undoneBy(ipIn(place, 'link', 'set', 'dev', link, 'nomaster')),
  };
}

export function detachPort({ place, link }: LinkAt, bridge: string): Step {
  return {
    change: { kind: 'detach-port', place, link, bridge },
    title: `take ${link}${inPlace(place)} off ${bridge}`,
    command: ipIn(place, 'link', 'set', 'dev', link, 'nomaster'),
    inverse: undoneBy(ipIn(place, 'link', 'set', 'dev', link, 'master', bridge)),
  };
}

export interface BridgeVlans {
  readonly filtering: boolean;
  /** The VLAN that ports are in without being told; 0: none. null: as it is. */
  readonly defaultPvid: number | null;
}

/** Refused by kernels without CONFIG_BRIDGE_VLAN_FILTERING. */
export function setBridgeVlans({ place, link }: LinkAt, { filtering, defaultPvid }: BridgeVlans): Step {
  const words = [
    'vlan_filtering',
    filtering ? '1' : '0',
    ...(defaultPvid === null ? [] : ['vlan_default_pvid', `${defaultPvid}`]),
  ];
  return {
    change: { kind: 'set-bridge-vlans', place, link, filtering, defaultPvid },
    title: `switch VLAN filtering of ${link}${inPlace(place)} ${filtering ? 'on' : 'off'}`,
    command: ipIn(place, 'link', 'set', 'dev', link, 'type', 'bridge', ...words),
    inverse: undoneBy(ipIn(place, 'link', 'set', 'dev', link, 'type', 'bridge', 'vlan_filtering', filtering ? '0' : '1')),
  };
}
