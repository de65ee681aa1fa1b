import type { LinkKind } from './kind.js';

/** <linux/if_link.h> IFLA_VXLAN_*. */
const VXLAN = { ID: 1, GROUP: 2, LINK: 3, LOCAL: 4, PORT: 15, GROUP6: 16, LOCAL6: 17 } as const;

export const vxlan: LinkKind = {
  name: 'vxlan',
  link: values => ({
    kind: 'vxlan',
    vni: values.u32(VXLAN.ID),
    remote: values.address(VXLAN.GROUP, VXLAN.GROUP6),
    local: values.address(VXLAN.LOCAL, VXLAN.LOCAL6),
    port: values.u16be(VXLAN.PORT),
    lowerIfindex: values.u32(VXLAN.LINK) || null,
  }),
};
