import type { Link } from '../../inventory/model.js';
import { commandName, type Facts, fixOf } from '../facts.js';
import type { Rule, Verdict } from '../model.js';

function setMtu(facts: Facts, link: Link, mtu: number): string | null {
  const name = commandName(link);
  return name === null ? null : facts.ip(link, 'link', 'set', name, 'mtu', String(mtu));
}

function endsDiffer(facts: Facts, a: Link, b: Link): Verdict {
  const [small, big] = a.mtu < b.mtu ? [a, b] : [b, a];
  return {
    severity: 'warning',
    subject: facts.subject(small),
    summary: `${facts.name(small)} has MTU ${small.mtu}, its other end ${facts.name(big)} has ${big.mtu}`,
    evidence: [big, small].map(link => ({ what: `MTU of ${facts.name(link)}`, value: String(link.mtu) })),
    explanation: `Packets of more than ${small.mtu} bytes from ${facts.name(big)} are dropped by the pair without any ICMP message, since no router is involved. Small packets pass, so ping works and transfers hang.`,
    fix: fixOf(setMtu(facts, small, big.mtu)),
    remedy: facts.change(small, { mtu: big.mtu }),
  };
}

function portDiffers(facts: Facts, port: Link, bridge: Link): Verdict {
  const most = Math.max(...facts.portsOf(bridge).map(({ mtu }) => mtu));
  return {
    severity: 'warning',
    subject: facts.subject(port, [bridge]),
    summary: `${facts.name(port)} has MTU ${port.mtu}, other ports of ${bridge.name} have more`,
    evidence: [
      { what: `MTU of ${facts.name(port)}`, value: String(port.mtu) },
      ...facts
        .portsOf(bridge)
        .filter(other => other.mtu > port.mtu)
        .slice(0, 4)
        .map(other => ({ what: `MTU of ${facts.name(other)}`, value: String(other.mtu) })),
      { what: `MTU of ${facts.name(bridge)}`, value: String(bridge.mtu) },
    ],
    explanation:
      'A bridge drops a packet that is larger than the MTU of the port it would leave by, without any ICMP message. Whoever sends from a port with a larger MTU loses its large packets and nothing else.',
    fix: fixOf(setMtu(facts, port, most)),
    remedy: facts.change(port, { mtu: most }),
  };
}

/** net/core/dev.c: is_skb_forwardable(); net/bridge/br_forward.c: br_dev_queue_push_xmit(). */
export const mtu: Rule = {
  name: 'mtu',
  about: 'the MTU differs between the ends of a pair, or between the ports of a bridge',
  check: facts => [
    ...facts.inventory.pairs.flatMap(({ a, b }) => (b === null || a.mtu === b.mtu ? [] : [endsDiffer(facts, a, b)])),
    ...[...facts.inventory.links.values()].flatMap(bridge => {
      if (bridge.kind !== 'bridge') return [];
      const ports = facts.portsOf(bridge);
      const most = ports.reduce((mtu, port) => Math.max(mtu, port.mtu), 0);
      return ports.filter(port => port.mtu < most).map(port => portDiffers(facts, port, bridge));
    }),
  ],
};
