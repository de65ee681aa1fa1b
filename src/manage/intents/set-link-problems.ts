/** What stands in the way of changing a link. Pure. */
import { type Link, masterOf } from '../../inventory/model.js';
import { canonical, hostOf } from '../addresses.js';
import { smallPortProblems } from '../bridge-mtu.js';
import {
  addressProblems,
  carrierProblems,
  clashProblems,
  ipv6MtuProblems,
  macProblems,
  mtuProblems,
  newLinkProblems,
  ownerProblems,
  portLimitProblems,
  portProblems,
  segmentOf,
} from '../checks.js';
import type { HostFacts } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { type LinkTarget, linkText, type NamespaceTarget } from '../resolve.js';
import type { LinkState } from '../state/link-state.js';
import { IPV6_MIN_MTU } from '../state/losses.js';
import type { SetLink, Targets } from './set-link-model.js';

export function problemsOf(
  intent: SetLink,
  facts: HostFacts,
  { target, to, bridge, receiver }: Targets,
  state: LinkState,
): readonly Problem[] {
  const { inventory } = facts;
  const { link } = target;
  const moves = to !== null && to.namespace.nsid !== link.nsid;
  const nsid = to?.namespace.nsid ?? link.nsid;
  const name = intent.rename ?? state.name;
  const renames = intent.rename !== undefined && intent.rename !== state.name;
  const cuts = intent.up === false || moves || bridge !== null || intent.removeAddresses.length > 0;
  const kept = state.addresses.map(({ text }) => text).filter(text => !intent.removeAddresses.includes(text));
  return [
    ...mtuProblems(intent.mtu),
    ...macProblems(intent.mac),
    ...addressProblems(intent.addAddresses),
    ...(intent.mtu === undefined ? [] : ipv6MtuProblems(intent.mtu, [...kept, ...intent.addAddresses])),
    ...(intent.mtu === undefined && state.mtu < IPV6_MIN_MTU ? ipv6MtuProblems(state.mtu, intent.addAddresses) : []),
    ...missingAddresses(intent, state, link.name),
    ...(renames || moves ? newLinkProblems(inventory, nsid, name) : []),
    // It gets its new name before it leaves.
    ...(renames && moves ? newLinkProblems(inventory, link.nsid, name) : []),
    ...receiverProblems(intent, target.link, receiver?.link ?? null),
    ...(receiver === null ? [] : ipv6MtuProblems(receiver.link.mtu, [...kept, ...intent.addAddresses])),
    ...(moves ? moveProblems(facts, target, to) : []),
    ...(renames ? renameProblems(intent, facts, link) : []),
    ...(link.loopback && (renames || intent.mac !== undefined) ? [loopback()] : []),
    ...(bridge === null ? [] : bridgeProblems(facts, link, bridge, moves ? nsid : null)),
    ...bridgeMtuProblems(facts, intent, link, bridge ?? (moves ? null : masterOf(inventory, link))),
    ...(intent.detach === true && state.master === null
      ? [{ what: `${linkText(inventory, link)} is no port`, forcible: false }]
      : []),
    ...(intent.detach === true && intent.attach !== undefined
      ? [{ what: 'a link is attached to a bridge or detached, not both', forcible: false, code: 'usage' as const }]
      : []),
    ...clashProblems(
      inventory,
      segmentOf(inventory, link).filter(({ key }) => key !== link.key),
      intent.addAddresses,
    ),
    ...(cuts ? carrierProblems(facts, link, 'changing') : []),
    ...ownerProblems(facts, link.nsid, 'changing a link'),
    ...(moves ? ownerProblems(facts, nsid, 'moving a link there') : []),
  ];
}

function missingAddresses({ removeAddresses }: SetLink, state: LinkState, name: string): readonly Problem[] {
  return removeAddresses.flatMap((text): readonly Problem[] => {
    const [problem] = addressProblems([text]);
    if (problem !== undefined) return [problem];
    if (state.addresses.some(address => address.text === canonical(text))) return [];
    const near = state.addresses.find(address => hostOf(address.text) === hostOf(text))?.text;
    return [
      {
        what: `${name} has no address ${text}`,
        ...(near === undefined ? {} : { next: `it has ${near}` }),
        code: 'not-found',
        forcible: false,
      },
    ];
  });
}

function moveProblems(facts: HostFacts, { link }: LinkTarget, to: NamespaceTarget): readonly Problem[] {
  const text = linkText(facts.inventory, link);
  const immovable = facts.immovable.get(link.key) ?? null;
  const local: readonly Problem[] =
    immovable === null
      ? []
      : [
          {
            what: `${text} can't leave its namespace`,
            why: `the kernel keeps links of this kind where they were made: ${immovable.feature}`,
            next: 'make one there instead',
            forcible: false,
          },
        ];
  const unnamed: readonly Problem[] =
    to.place.kind === 'host' && !facts.hostIsPid1
      ? [
          {
            what: `${text} can't be moved to the host`,
            why: "ip names a namespace by a file or a process, and pid 1's can't be read here",
            forcible: false,
          },
        ]
      : [];
  return [...local, ...unnamed];
}

/** Before 6.2 the kernel renames no link that is up (dev_change_name). */
function renameProblems(intent: SetLink, { kernel: [major, minor], inventory }: HostFacts, link: Link): readonly Problem[] {
  const can = major > 6 || (major === 6 && minor >= 2) || !link.adminUp || intent.up === false;
  if (can) return [];
  return [
    {
      what: `${linkText(inventory, link)} is up, and this kernel renames only links that are down`,
      next: 'set it down as well',
      option: '--down',
      forcible: false,
    },
  ];
}

/** @param bridge of which it is a port afterwards. */
function bridgeMtuProblems(
  facts: HostFacts,
  { mtu, detach, attach }: SetLink,
  link: Link,
  bridge: Link | null,
): readonly Problem[] {
  const staysOrComes = mtu !== undefined || attach !== undefined;
  if (bridge?.kind !== 'bridge' || detach === true || !staysOrComes) return [];
  return smallPortProblems(facts, bridge, { text: linkText(facts.inventory, link), mtu: mtu ?? link.mtu });
}

/** @param nsid where the link moves to first, if it does. */
function bridgeProblems(facts: HostFacts, link: Link, bridge: Link, nsid: number | null): readonly Problem[] {
  if (bridge.kind !== 'bridge')
    return [
      {
        what: `${linkText(facts.inventory, bridge)} is no bridge`,
        why: `its kind is ${bridge.kind ?? 'physical'}`,
        forcible: false,
      },
    ];
  if (link.master === bridge.ifindex && nsid === null) return [];
  const arrived = nsid === null ? link : { ...link, nsid, master: null };
  return [...portProblems(facts.inventory, arrived, bridge), ...portLimitProblems(facts.inventory, bridge, 1)];
}

function receiverProblems({ rename: name, move: to }: SetLink, link: Link, receiver: Link | null): readonly Problem[] {
  if (receiver === null) return [];
  const self = receiver.key === link.key;
  const exclusive = to !== undefined ? 'moves to another namespace' : self && name !== undefined ? 'gets another name' : null;
  return [
    ...(self ? [{ what: `${link.name} can't give its address to itself`, forcible: false }] : []),
    ...(exclusive === null
      ? []
      : [{ what: `a link that ${exclusive} can't give its addresses away at once`, forcible: false, code: 'usage' as const }]),
  ];
}

function loopback(): Problem {
  return { what: 'the loopback keeps its name and address', forcible: false };
}
