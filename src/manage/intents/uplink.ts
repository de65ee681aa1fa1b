/** A way out for what is behind a bridge: forwarding, and masquerade. */

import type { Link } from '../../inventory/model.js';
import { isIpv6Text, isLinkLocal, subnetOf } from '../addresses.js';
import { factKey, NO_NEEDS } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { linkText, resolveLink } from '../resolve.js';
import { addMasquerade, masqueradeTable } from '../steps/masquerade.js';
import { setSysctl } from '../steps/sysctl.js';
import type { Planner } from './proposal.js';

export interface Uplink {
  readonly kind: 'uplink';
  readonly bridge: string;
  /** The link that packets leave by. */
  readonly via: string;
  readonly masquerade: boolean;
}

const FORWARDING = { ipv4: 'net.ipv4.ip_forward', ipv6: 'net.ipv6.conf.all.forwarding' } as const;

export const uplinkIntent: Planner<Uplink> = {
  needs: ({ bridge }, inventory) => {
    const { nsid } = resolveLink(inventory, bridge).link;
    return { ...NO_NEEDS, sysctls: Object.values(FORWARDING).map(key => ({ nsid, key })), tables: new Set([nsid]) };
  },
  propose: (intent, facts) => {
    const bridge = resolveLink(facts.inventory, intent.bridge);
    const via = resolveLink(facts.inventory, intent.via);
    const subnets = subnetsOf(bridge.link);
    const { nsid } = bridge.link;
    const families = new Set(subnets.map(subnet => (isIpv6Text(subnet) ? ('ipv6' as const) : ('ipv4' as const))));
    const forwarding = [...families].flatMap(family => {
      const previous = facts.sysctls.get(factKey(nsid, FORWARDING[family])) ?? null;
      return previous === '1' ? [] : [setSysctl({ place: bridge.place, key: FORWARDING[family], value: '1', previous })];
    });
    const missing = subnets.filter(subnet => !facts.tables.has(factKey(nsid, masqueradeTable(subnet))));
    const masquerade = intent.masquerade
      ? missing.map(subnet => addMasquerade({ place: bridge.place, subnet, via: via.at.link }))
      : [];
    return {
      plan: { title: `give ${intent.bridge} a way out by ${intent.via}`, steps: [...forwarding, ...masquerade] },
      effects: forwarding.length === 0 ? [] : ['this namespace becomes a router: it forwards between all its links'],
      notes: intent.masquerade ? [] : ['without masquerade, answers come back only where others have a route to the subnet'],
      problems: [
        ...(bridge.link.nsid === via.link.nsid
          ? []
          : [{ what: `${linkText(facts.inventory, via.link)} is in another namespace than the bridge`, forcible: false }]),
        ...(bridge.link.key === via.link.key ? [{ what: 'the way out of a bridge must be another link', forcible: false }] : []),
        ...(via.link.master === bridge.link.ifindex && via.link.nsid === nsid
          ? [innerPort(linkText(facts.inventory, via.link))]
          : []),
        ...(subnets.length > 0 ? [] : [noSubnet(linkText(facts.inventory, bridge.link))]),
        ...(intent.masquerade && !facts.programs.nft ? [NO_NFT] : []),
        ...(via.at.link.includes('"') ? [{ what: 'nft has no way to write a double quote in a name', forcible: false }] : []),
      ],
    };
  },
};

const NO_NFT: Problem = {
  what: 'masquerade needs nft',
  why: 'it is not installed or not in PATH',
  next: 'install nftables; without masquerade only forwarding is switched on',
  forcible: false,
  code: 'dependency',
};

function innerPort(via: string): Problem {
  return {
    what: `${via} is a port of that bridge`,
    why: 'what leaves by it is bridged, and not forwarded',
    next: 'choose the link that leads further',
    forcible: false,
  };
}

function noSubnet(bridge: string): Problem {
  return {
    what: `${bridge} has no address`,
    why: 'what is behind it has no gateway',
    next: 'give it one first',
    option: `vethtop set ${bridge} --address …`,
    forcible: false,
  };
}

function subnetsOf({ addresses }: Link): readonly string[] {
  return [...new Set((addresses ?? []).filter(text => !isLinkLocal(text)).map(subnetOf))];
}
