import { commandName, fixOf } from '../facts.js';
import type { Rule } from '../model.js';

/** net/bridge/br_if.c: the ports of a bridge that is down are in state disabled. */
export const bridgeDown: Rule = {
  name: 'bridge-down',
  about: 'a bridge that has ports is down',
  check: facts =>
    [...facts.inventory.links.values()].flatMap(bridge => {
      const ports = bridge.kind === 'bridge' && !bridge.adminUp ? facts.portsOf(bridge) : [];
      if (ports.length === 0) return [];
      const name = commandName(bridge);
      return [
        {
          severity: 'error' as const,
          subject: facts.subject(bridge, ports),
          summary: `bridge ${facts.name(bridge)} is down`,
          evidence: [
            { what: facts.name(bridge), value: `administratively down, operstate ${bridge.operState}` },
            { what: 'ports', value: ports.map(port => port.name).join(' ') },
          ],
          explanation:
            "The ports of a bridge that is down don't forward. Everything that arrives at one of them is dropped, whatever the state of the port itself.",
          fix: fixOf(name === null ? null : facts.ip(bridge, 'link', 'set', name, 'up')),
          remedy: facts.change(bridge, { up: true }),
        },
      ];
    }),
};
