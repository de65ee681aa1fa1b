import type { LinkKind } from './kind.js';
import { nameIn } from './values.js';

/** <linux/if_link.h> IFLA_BOND_* and IFLA_BOND_SLAVE_*; modes and states of <linux/if_bonding.h>. */
const BOND = { MODE: 1, ACTIVE_SLAVE: 2 } as const;
const BOND_PORT = { STATE: 1, MII_STATUS: 2 } as const;
const MODES: Readonly<Record<number, string>> = {
  0: 'balance-rr',
  1: 'active-backup',
  2: 'balance-xor',
  3: 'broadcast',
  4: '802.3ad',
  5: 'balance-tlb',
  6: 'balance-alb',
};
const STATES = ['active', 'backup'] as const;
const BMSR_LINK_UP = 0;

export const bond: LinkKind = {
  name: 'bond',
  link: values => ({
    kind: 'bond',
    mode: nameIn(MODES, values.u8(BOND.MODE)),
    activePort: values.u32(BOND.ACTIVE_SLAVE) || null,
  }),
  port: values => {
    const mii = values.u8(BOND_PORT.MII_STATUS);
    return {
      kind: 'bond',
      state: STATES[values.u8(BOND_PORT.STATE) ?? -1] ?? null,
      miiUp: mii === null ? null : mii === BMSR_LINK_UP,
    };
  },
};
