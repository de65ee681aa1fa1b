import type { LinkKind } from './kind.js';

/** <linux/if_link.h> IFLA_VRF_TABLE and IFLA_VRF_PORT_TABLE. */
const TABLE = 1;

export const vrf: LinkKind = {
  name: 'vrf',
  link: values => ({ kind: 'vrf', table: values.u32(TABLE) }),
  port: values => ({ kind: 'vrf', table: values.u32(TABLE) }),
};
