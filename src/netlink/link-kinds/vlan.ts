import type { LinkKind } from './kind.js';

/** <linux/if_link.h> IFLA_VLAN_*. */
const VLAN = { ID: 1, PROTOCOL: 5 } as const;
/** <linux/if_ether.h> ETH_P_8021Q, ETH_P_8021AD. */
const PROTOCOLS: Readonly<Record<number, '802.1Q' | '802.1ad'>> = { 33024: '802.1Q', 34984: '802.1ad' };

export const vlan: LinkKind = {
  name: 'vlan',
  link: values => ({ kind: 'vlan', id: values.u16(VLAN.ID), protocol: PROTOCOLS[values.u16be(VLAN.PROTOCOL) ?? 0] ?? null }),
};
