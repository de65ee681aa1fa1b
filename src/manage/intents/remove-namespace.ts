import type { Inventory, Link, Namespace } from '../../inventory/model.js';
import { ownerProblems } from '../checks.js';
import type { HostFacts } from '../facts/model.js';
import type { Problem } from '../problem.js';
import { linksIn, linkText, peerOf, resolveNamespace } from '../resolve.js';
import { endEffects, endProblems, lostEffects, processesIn } from './deletion.js';
import { isFallback, leadingOut, namespaceDeletion, namespaceNeeds } from './namespace-deletion.js';
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
    return namespaceNeeds(namespace, inventory);
  },
  propose: ({ name }, facts) => {
    const { namespace, place } = resolveNamespace(facts.inventory, name);
    const title = `delete namespace ${namespace.name}`;
    if (place.kind !== 'named') return nothing(title, [unnamed(namespace)]);
    const links = linksIn(facts.inventory, namespace.nsid);
    const outside = leadingOut(facts.inventory, namespace.nsid).flatMap(link => peerOf(facts.inventory, link) ?? []);
    const steps = namespaceDeletion(facts, namespace, place.name);
    return {
      plan: { title, steps },
      effects: [
        ...linkEffects(facts, links),
        ...outside.flatMap(peer => endEffects(facts, peer)),
        ...survivors(namespace),
        ...lostEffects(steps),
      ],
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
