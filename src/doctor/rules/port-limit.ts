import type { Rule } from '../model.js';

/** net/bridge/br_private.h: BR_PORT_BITS is 10, and port number 0 is not used. */
const MOST_PORTS = 1023;
const NEAR = 920;

export const portLimit: Rule = {
  name: 'port-limit',
  about: `a bridge has nearly as many ports as it can have (${MOST_PORTS})`,
  check: facts =>
    [...facts.inventory.links.values()].flatMap(bridge => {
      const count = bridge.kind === 'bridge' ? facts.portsOf(bridge).length : 0;
      if (count < NEAR) return [];
      return [
        {
          severity: count < MOST_PORTS ? ('warning' as const) : ('error' as const),
          subject: facts.subject(bridge),
          summary: `bridge ${facts.name(bridge)} has ${count} of at most ${MOST_PORTS} ports`,
          evidence: [{ what: 'ports', value: String(count) }],
          explanation: `A bridge has room for ${MOST_PORTS} ports, a limit of the kernel that can't be changed. The next one is refused with "Exchange full".`,
          fix: null,
          remedy: null,
        },
      ];
    }),
};
