import type { BridgePortState } from '../../inventory/link-details.js';
import type { LinkKind } from './kind.js';

/** <linux/if_link.h> IFLA_BR_*; times are in USER_HZ, hundredths of a second. */
const BR = { FORWARD_DELAY: 1, STP_STATE: 5, VLAN_FILTERING: 7 } as const;
/** <linux/if_link.h> IFLA_BRPORT_*. */
const BRPORT = { STATE: 1, COST: 3, MODE: 4, LEARNING: 8, UNICAST_FLOOD: 9, ISOLATED: 33, LOCKED: 39 } as const;
const MS_PER_TICK = 10;

/** <linux/if_bridge.h> BR_STATE_*. */
const STATES: readonly BridgePortState[] = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'];

export const bridge: LinkKind = {
  name: 'bridge',
  link: values => {
    const stp = values.u32(BR.STP_STATE);
    const delay = values.u32(BR.FORWARD_DELAY);
    return {
      kind: 'bridge',
      // 1: the kernel's own protocol, 2: a daemon's.
      stp: stp === null ? null : stp !== 0,
      vlanFiltering: values.flag(BR.VLAN_FILTERING),
      forwardDelayMs: delay === null ? null : delay * MS_PER_TICK,
    };
  },
  port: values => ({
    kind: 'bridge',
    state: STATES[values.u8(BRPORT.STATE) ?? -1] ?? null,
    cost: values.u32(BRPORT.COST),
    hairpin: values.flag(BRPORT.MODE),
    isolated: values.flag(BRPORT.ISOLATED),
    locked: values.flag(BRPORT.LOCKED),
    learning: values.flag(BRPORT.LEARNING),
    unicastFlood: values.flag(BRPORT.UNICAST_FLOOD),
  }),
};
