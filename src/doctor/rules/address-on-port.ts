import type { Link } from '../../inventory/model.js';
import { commandName, type Facts, fixOf } from '../facts.js';
import type { Rule, Verdict } from '../model.js';
import { givenSubnets } from '../subnets.js';

function moveCommands(facts: Facts, port: Link, bridge: Link, addresses: readonly string[]): readonly string[] | null {
  const from = commandName(port);
  const to = commandName(bridge);
  if (from === null || to === null) return null;
  return fixOf(
    ...addresses.flatMap(address => [
      facts.ip(port, 'addr', 'del', address, 'dev', from),
      facts.ip(bridge, 'addr', 'add', address, 'dev', to),
    ]),
    facts.ip(bridge, 'link', 'set', to, 'up'),
  );
}

function verdict(facts: Facts, port: Link, bridge: Link, addresses: readonly string[]): Verdict {
  return {
    severity: 'error',
    subject: facts.subject(port, [bridge]),
    summary: `${facts.name(port)} has an address and is a port of ${bridge.name}`,
    evidence: [
      { what: `addresses of ${facts.name(port)}`, value: addresses.join(' ') },
      { what: 'master', value: facts.name(bridge) },
      {
        what: `addresses of ${facts.name(bridge)}`,
        value:
          givenSubnets(bridge.addresses)
            .map(({ text }) => text)
            .join(' ') || 'none',
      },
    ],
    explanation:
      "The bridge takes every frame that arrives at a port before the port's own address is looked at. Replies to that address go to the bridge, which doesn't have it: ARP may still be answered, but ping and everything else fails.",
    fix: moveCommands(facts, port, bridge, addresses),
    remedy: facts.change(port, { moveAddressTo: facts.reference(bridge) }),
  };
}

/** net/core/dev.c: __netif_receive_skb_core() hands a frame to the rx_handler (br_handle_frame) before any protocol sees it. */
export const addressOnPort: Rule = {
  name: 'address-on-port',
  about: 'a bridge port has an address',
  check: facts =>
    [...facts.inventory.links.values()].flatMap(port => {
      if (port.master === null) return [];
      const bridge = facts.masterOf(port);
      if (bridge?.kind !== 'bridge') return [];
      const addresses = givenSubnets(port.addresses).map(({ text }) => text);
      return addresses.length === 0 ? [] : [verdict(facts, port, bridge, addresses)];
    }),
};
