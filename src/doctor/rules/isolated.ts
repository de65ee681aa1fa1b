import type { Link } from '../../inventory/model.js';
import { commandName, type Facts, fixOf } from '../facts.js';
import type { Rule, Verdict } from '../model.js';
import { givenSubnets, isHostAddress, type Subnet, share } from '../subnets.js';

interface Alone {
  readonly link: Link;
  readonly subnets: readonly Subnet[];
  /** The other links of its segment. */
  readonly segment: readonly Link[];
}

const MOST_OTHERS = 4;
const MOST_LOOKED_AT = 500;

function inSameSubnet(x: Alone, y: Alone): boolean {
  return x.link !== y.link && x.subnets.some(a => y.subnets.some(b => share(a, b)));
}

/** A few of those in the same subnet, and never a look at all pairs of a thousand: what is beyond the first hundreds is not shown. */
function elsewhere(alone: readonly Alone[], one: Alone): readonly Alone[] {
  const found: Alone[] = [];
  for (const other of alone.slice(0, MOST_LOOKED_AT)) {
    if (inSameSubnet(one, other)) found.push(other);
    if (found.length === MOST_OTHERS) break;
  }
  return found;
}

/** A bridge beside the free end that has an address in the subnet: joining it is all that is missing. */
function bridgeBeside(facts: Facts, free: Link, subnets: readonly Subnet[]): Link | null {
  const beside = facts.linksIn(free.nsid).filter(link => link.kind === 'bridge');
  return beside.find(bridge => givenSubnets(bridge.addresses).some(x => subnets.some(y => share(x, y)))) ?? null;
}

function verdict(facts: Facts, alone: Alone, elsewhere: readonly Alone[]): Verdict {
  const { link, subnets, segment } = alone;
  const free = facts.peerOf(link);
  const isPair = free !== null && segment.length === 1;
  const bridge = isPair ? bridgeBeside(facts, free, subnets) : null;
  const port = free === null ? null : commandName(free);
  const master = bridge === null ? null : commandName(bridge);
  const join =
    bridge !== null && free !== null && port !== null && master !== null
      ? facts.ip(free, 'link', 'set', port, 'master', master, 'up')
      : null;
  const where = isPair
    ? `its other end ${facts.name(free)} has no address and is a port of nothing`
    : 'nothing else on its segment has an address';
  return {
    severity: elsewhere.length > 0 || bridge !== null ? 'error' : 'warning',
    subject: facts.subject(link, segment),
    summary: `${facts.name(link)} is alone: ${where}`,
    evidence: [
      { what: `addresses of ${facts.name(link)}`, value: subnets.map(({ text }) => text).join(' ') },
      { what: 'on the same segment', value: segment.map(other => facts.name(other)).join(' ') },
      ...[...elsewhere.map(other => other.link), ...(bridge === null ? [] : [bridge])].slice(0, MOST_OTHERS).map(other => ({
        what: `same subnet, not connected: ${facts.name(other)}`,
        value: givenSubnets(other.addresses)
          .map(({ text }) => text)
          .join(' '),
      })),
    ],
    explanation:
      'A pair is a cable between two links and joins nothing else. Links in one subnet reach each other only over a bridge that both are connected to, or when they are the two ends of one pair.',
    fix: fixOf(join),
    remedy: bridge === null || free === null ? null : facts.change(free, { attach: facts.reference(bridge), up: true }),
  };
}

export const isolated: Rule = {
  name: 'isolated',
  about: 'a link has an address, and nothing that it is connected to has one',
  check: facts => {
    const alone = facts.segments.flatMap((segment): readonly Alone[] => {
      if (segment.open) return [];
      const addressed = segment.stations.filter(link => givenSubnets(link.addresses).length > 0);
      const [link, second] = addressed;
      if (link === undefined || second !== undefined || segment.links.some(({ adminUp }) => !adminUp)) return [];
      // An address on a port is the other rule's; a bridge may serve whoever comes.
      if (link.kind !== 'veth' || segment.links.some(other => other.master !== null && givenSubnets(other.addresses).length > 0))
        return [];
      const subnets = givenSubnets(link.addresses).filter(subnet => !isHostAddress(subnet));
      return subnets.length === 0 ? [] : [{ link, subnets, segment: segment.links.filter(other => other !== link) }];
    });
    return alone.map(one => verdict(facts, one, elsewhere(alone, one)));
  },
};
