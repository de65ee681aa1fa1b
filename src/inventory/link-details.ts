/** What is particular to some kinds of links and ports. Absent facts are null: the kernel did not tell. */

/** States of a bridge port, <linux/if_bridge.h> BR_STATE_*. */
export type BridgePortState = 'disabled' | 'listening' | 'learning' | 'forwarding' | 'blocking';

export type LinkDetails =
  | {
      readonly kind: 'bridge';
      readonly stp: boolean | null;
      readonly vlanFiltering: boolean | null;
      readonly forwardDelayMs: number | null;
    }
  /** `protocol`: 802.1Q or 802.1ad. */
  | { readonly kind: 'vlan'; readonly id: number | null; readonly protocol: '802.1Q' | '802.1ad' | null }
  | { readonly kind: 'macvlan' | 'macvtap'; readonly mode: string | null }
  | { readonly kind: 'ipvlan' | 'ipvtap'; readonly mode: string | null }
  | {
      readonly kind: 'vxlan';
      readonly vni: number | null;
      /** Remote end or multicast group. */
      readonly remote: string | null;
      readonly local: string | null;
      /** UDP. */
      readonly port: number | null;
      /** ifindex of the link that it sends on, in the namespace that it was made in; null: routing decides. */
      readonly lowerIfindex: number | null;
    }
  | { readonly kind: 'geneve'; readonly vni: number | null; readonly remote: string | null; readonly port: number | null }
  | { readonly kind: 'vrf'; readonly table: number | null }
  | { readonly kind: 'bond'; readonly mode: string | null; readonly activePort: number | null };

export type PortDetails =
  | {
      readonly kind: 'bridge';
      readonly state: BridgePortState | null;
      readonly cost: number | null;
      readonly hairpin: boolean | null;
      readonly isolated: boolean | null;
      readonly locked: boolean | null;
      readonly learning: boolean | null;
      readonly unicastFlood: boolean | null;
    }
  | { readonly kind: 'vrf'; readonly table: number | null }
  | { readonly kind: 'bond'; readonly state: 'active' | 'backup' | null; readonly miiUp: boolean | null };
