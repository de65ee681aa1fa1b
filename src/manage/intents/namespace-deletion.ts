/** The steps that delete a namespace, and what makes it again with all that was in it. Pure. */
import { type Inventory, type Link, type LinkKey, type Namespace, namespaceOf } from '../../inventory/model.js';
import type { Command } from '../command.js';
import { type HostFacts, type Needs, NO_NEEDS, stateOf } from '../facts/model.js';
import { linksIn, peerOf, portsOf } from '../resolve.js';
import { freshLink, type LinkState } from '../state/link-state.js';
import { settingsCommands } from '../state/namespace-state.js';
import { recreateBridge, recreatePair } from '../state/recreate.js';
import { restoreLink } from '../state/restore.js';
import { type Inverse, type Step, undoneBy } from '../steps/model.js';
import { addNamespace, deleteNamespace } from '../steps/namespace.js';
import { keepsMtu, lostWith, pairDeletion } from './deletion.js';

/** Said before and after, so that what was undone is not taken for all that was there. */
const BROUGHT_BACK = 'links, addresses, routes, neighbours set by hand, sysctls and nft rules';

/** MTU of `lo` (loopback_setup). */
const LOOPBACK_MTU = 65_536;

export function namespaceNeeds({ nsid }: Namespace, inventory: Inventory): Needs {
  const links = linksIn(inventory, nsid).filter(({ loopback }) => !loopback);
  const peers = links.flatMap(link => peerOf(inventory, link) ?? []);
  return {
    ...NO_NEEDS,
    nsids: new Set([nsid, ...peers.map(peer => peer.nsid)]),
    devices: new Set([...links, ...peers].map(({ key }) => key)),
    settings: new Set([nsid]),
  };
}

/** Ends in it whose other end is elsewhere. */
export function leadingOut(inventory: Inventory, nsid: number): readonly Link[] {
  return linksIn(inventory, nsid).filter(link => (peerOf(inventory, link)?.nsid ?? nsid) !== nsid);
}

/**
 * The kernel takes a namespace apart some time after its name is gone: pairs that lead out go before it.
 * @param gone links that earlier steps delete.
 */
export function namespaceDeletion(
  facts: HostFacts,
  { nsid }: Namespace,
  name: string,
  gone: ReadonlySet<LinkKey> = new Set(),
): readonly Step[] {
  const leading = leadingOut(facts.inventory, nsid).filter(({ key }) => !gone.has(key));
  const deleted = new Set(gone);
  const pairs = leading.map(link => {
    const step = pairDeletion(facts, link, new Set(deleted));
    for (const end of [link, peerOf(facts.inventory, link)]) if (end !== null) deleted.add(end.key);
    return step;
  });
  const kept = linksIn(facts.inventory, nsid).filter(({ key }) => !deleted.has(key));
  const irreparable = (facts.settings.get(nsid)?.irreparable ?? []).map(what => `${what}, of namespace ${name}`);
  const own = [...irreparable, `what was in namespace ${name} beside ${BROUGHT_BACK}: connections, tc filters, BPF programs …`];
  const { lost: withLinks = [] } = lostWith(...kept.flatMap(link => stateOf(facts, nsid, link.ifindex) ?? []));
  return [...pairs, { ...deleteNamespace(name), inverse: inverseOf(facts, nsid, name, kept), lost: [...own, ...withLinks] }];
}

/** Tunnel devices that a loaded module puts into every namespace: there again in a new one. */
export function isFallback({ kind, name }: Link): boolean {
  return (
    kind !== null &&
    ['sit', 'ipip', 'gre', 'gretap', 'erspan', 'ip6tnl', 'ip6gre', 'vti', 'vti6'].includes(kind) &&
    name.endsWith('0')
  );
}

/** Pairs and bridges are made again; what else was in it can't be. */
function inverseOf(facts: HostFacts, nsid: number, name: string, links: readonly Link[]): Inverse {
  const rest = links.filter(link => !link.loopback && !isFallback(link) && link.kind !== 'veth' && link.kind !== 'bridge');
  if (rest.length > 0) return { kind: 'none', why: `${rest.map(link => link.name).join(', ')} can't be made again` };
  const stateFor = (link: Link): LinkState | undefined => stateOf(facts, link.nsid, link.ifindex);
  const settings = facts.settings.get(nsid);
  const commands: Command[] = [addNamespace(name).command, ...(settings === undefined ? [] : settingsCommands(settings))];
  for (const link of links.filter(({ loopback }) => loopback)) {
    const state = stateFor(link);
    if (state !== undefined) commands.push(...restoreLink(freshLoopback(state), state));
  }
  const done = new Set<LinkKey>();
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
    const free = (state: LinkState): LinkState => ({ ...state, master: null, portWords: [] });
    commands.push(...recreatePair(free(a), free(b)));
  }
  for (const bridge of links.filter(({ kind }) => kind === 'bridge')) {
    const state = stateFor(bridge);
    const ports = portsOf(facts.inventory, bridge).filter(port => links.includes(port));
    if (state !== undefined)
      commands.push(
        ...recreateBridge(
          state,
          ports.flatMap(port => stateFor(port) ?? []),
          keepsMtu(facts, bridge),
        ),
      );
  }
  return undoneBy(...commands);
}

function freshLoopback(state: LinkState): LinkState {
  const addresses = state.addresses.filter(({ text }) => text === '127.0.0.1/8' || text === '::1/128');
  return { ...freshLink(state, LOOPBACK_MTU), addresses };
}
