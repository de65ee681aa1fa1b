import { type Inventory, type Link, type Namespace, namespaceOf } from '../../inventory/model.js';
import { ownerProblems } from '../checks.js';
import type { Command } from '../command.js';
import { type HostFacts, NO_NEEDS, stateOf } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { linksIn, linkText, peerOf, portsOf, resolveNamespace } from '../resolve.js';
import { freshLink, type LinkState } from '../state/link-state.js';
import { recreateBridge, recreatePair } from '../state/recreate.js';
import { restoreLink } from '../state/restore.js';
import { type Inverse, undoneBy } from '../steps/model.js';
import { addNamespace, deleteNamespace } from '../steps/namespace.js';
import { endEffects, endProblems, pairDeletion, processesIn } from './deletion.js';
import { nothing, type Planner } from './proposal.js';

export interface RemoveNamespace {
  readonly kind: 'remove-namespace';
  readonly name: string;
}

/** Processes that are named in a message; the rest are counted. */
const SHOWN_PROCESSES = 3;

export const removeNamespaceIntent: Planner<RemoveNamespace> = {
  needs: ({ name }, inventory: Inventory) => {
    const { namespace } = resolveNamespace(inventory, name);
    const peers = linksIn(inventory, namespace.nsid).flatMap(link => peerOf(inventory, link)?.nsid ?? []);
    return { ...NO_NEEDS, nsids: new Set([namespace.nsid, ...peers]) };
  },
  propose: ({ name }, facts) => {
    const { namespace, place } = resolveNamespace(facts.inventory, name);
    const title = `delete namespace ${namespace.name}`;
    if (place.kind !== 'named') return nothing(title, [unnamed(namespace)]);
    const links = linksIn(facts.inventory, namespace.nsid);
    const leading = links.filter(link => (peerOf(facts.inventory, link)?.nsid ?? namespace.nsid) !== namespace.nsid);
    const outside = leading.flatMap(link => peerOf(facts.inventory, link) ?? []);
    const kept = links.filter(link => !leading.includes(link));
    return {
      plan: {
        title,
        // The kernel takes a namespace apart some time after its name is gone: pairs that lead out go before it.
        steps: [
          ...leading.map(link => pairDeletion(facts, link)),
          { ...deleteNamespace(place.name), inverse: inverseOf(facts, place.name, kept) },
        ],
      },
      effects: [...linkEffects(facts, links), ...outside.flatMap(peer => endEffects(facts, peer)), ...survivors(namespace)],
      notes: [],
      problems: [
        ...processProblems(namespace),
        ...ownerProblems(facts, namespace.nsid, 'deleting it'),
        ...outside.flatMap(peer => endProblems(facts, peer)),
      ],
    };
  },
};

function unnamed({ name, isHost, handles, owner }: Namespace): Problem {
  if (isHost) return { what: "the host itself can't be deleted", forcible: false };
  const pids = handles.flatMap(handle => ('pid' in handle ? [handle.pid] : []));
  const path = handles.flatMap(handle => (handle.kind === 'mount' ? [handle.path] : []))[0];
  return {
    what: `namespace ${name} has no name in /run/netns to delete`,
    why: 'it goes with the last thing that holds it',
    next:
      path !== undefined
        ? `it is mounted on ${path}${owner === null ? '' : `: remove ${owner.kind}:${owner.name} with its own tools`}`
        : `it is held by process${pids.length === 1 ? '' : 'es'} ${[...new Set(pids)].slice(0, 5).join(', ')}`,
    forcible: false,
  };
}

function processProblems(namespace: Namespace): readonly Problem[] {
  const processes = processesIn(namespace);
  if (processes.length === 0) return [];
  const names = processes.slice(0, SHOWN_PROCESSES).map(({ pid, comm }) => `${comm ?? '?'}[${pid}]`);
  const more = processes.length > SHOWN_PROCESSES ? ', …' : '';
  return [
    {
      what: `namespace ${namespace.name} holds ${processes.length} process${processes.length === 1 ? '' : 'es'}`,
      why: `${names.join(', ')}${more}; the namespace would live on without a name until they end`,
      next: 'end them first',
      forcible: true,
    },
  ];
}

function linkEffects(facts: HostFacts, links: readonly Link[]): readonly string[] {
  const { inventory } = facts;
  return links.flatMap(link => {
    if (link.loopback || isFallback(link)) return [];
    const peer = peerOf(inventory, link);
    if (link.kind === 'veth')
      return [peer === null ? `${link.name} goes` : `${link.name} goes, and with it ${linkText(inventory, peer)}`];
    return [link.kind === null ? `${link.name} is a physical link and returns to the host` : `${link.name} (${link.kind}) goes`];
  });
}

/** Handles other than processes that keep it alive without its name. */
function survivors({ handles }: Namespace): readonly string[] {
  const kept = handles.filter(({ kind }) => kind === 'mount' || kind === 'fd' || kind === 'foreign-mount' || kind === 'socket');
  return kept.length === 0
    ? []
    : [`it lives on, without a name, as long as ${kept.length} other handle${kept.length === 1 ? ' holds' : 's hold'} it`];
}

/** Tunnel devices that a loaded module puts into every namespace: there again in a new one. */
function isFallback({ kind, name }: Link): boolean {
  return (
    kind !== null &&
    ['sit', 'ipip', 'gre', 'gretap', 'erspan', 'ip6tnl', 'ip6gre', 'vti', 'vti6'].includes(kind) &&
    name.endsWith('0')
  );
}

/** Pairs and bridges are made again; what else was in it can't be. */
function inverseOf(facts: HostFacts, name: string, links: readonly Link[]): Inverse {
  const rest = links.filter(link => !link.loopback && !isFallback(link) && link.kind !== 'veth' && link.kind !== 'bridge');
  if (rest.length > 0) return { kind: 'none', why: `${rest.map(link => link.name).join(', ')} can't be made again` };
  const stateFor = (link: Link): LinkState | undefined => stateOf(facts, link.nsid, link.ifindex);
  const commands: Command[] = [addNamespace(name).command];
  for (const link of links.filter(({ loopback }) => loopback)) {
    const state = stateFor(link);
    if (state !== undefined)
      commands.push(
        ...restoreLink(
          { ...freshLink(state, 65_536), addresses: state.addresses.filter(({ text }) => isLoopbackAddress(text)) },
          state,
        ),
      );
  }
  const bridges = links.filter(({ kind }) => kind === 'bridge');
  const done = new Set<string>();
  const pairs: Command[] = [];
  for (const link of links.filter(({ kind }) => kind === 'veth')) {
    if (done.has(link.key)) continue;
    const peer = peerOf(facts.inventory, link);
    const a = stateFor(link);
    const b = peer === null ? undefined : stateFor(peer);
    if (peer === null || a === undefined || b === undefined)
      return {
        kind: 'none',
        why: `the other end of ${link.name} is in ${peer === null ? 'a hidden namespace' : namespaceOf(facts.inventory, peer).name}`,
      };
    done.add(peer.key);
    // A port's master is made after it, and takes it in then.
    const inside = (state: LinkState, one: Link): LinkState =>
      one.nsid === link.nsid ? { ...state, master: null, portWords: [] } : state;
    pairs.push(...recreatePair(inside(a, link), inside(b, peer)));
  }
  const made = bridges.flatMap(bridge => {
    const state = stateFor(bridge);
    if (state === undefined) return [];
    return recreateBridge(
      state,
      portsOf(facts.inventory, bridge)
        .filter(port => links.includes(port))
        .flatMap(port => stateFor(port) ?? []),
    );
  });
  return undoneBy(...commands, ...pairs, ...made);
}

function isLoopbackAddress(text: string): boolean {
  return text === '127.0.0.1/8' || text === '::1/128';
}
