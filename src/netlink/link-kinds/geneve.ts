import type { LinkKind } from './kind.js';

/** <linux/if_link.h> IFLA_GENEVE_*. */
const GENEVE = { ID: 1, REMOTE: 2, PORT: 5, REMOTE6: 7 } as const;

export const geneve: LinkKind = {
  name: 'geneve',
  link: values => ({
    kind: 'geneve',
    vni: values.u32(GENEVE.ID),
    remote: values.address(GENEVE.REMOTE, GENEVE.REMOTE6),
    port: values.u16be(GENEVE.PORT),
  }),
};
