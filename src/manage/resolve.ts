/** From what a person types to namespaces and links of the inventory, and how commands reach them. Pure. */
import path from 'node:path';
import { VethtopError } from '../core/errors.js';
import { findLinks, nearMatches, parseLinkReference } from '../inventory/find.js';
import { handlePath } from '../inventory/handles/source.js';
import { type Handle, type Inventory, type Link, linkKey, type Namespace, namespaceOf } from '../inventory/model.js';
import { peerPointer } from '../inventory/pairs.js';
import { HOST, type Place } from './place.js';
import type { LinkAt } from './steps/model.js';

export interface NamespaceTarget {
  readonly namespace: Namespace;
  readonly place: Place;
}

export interface LinkTarget extends NamespaceTarget {
  readonly link: Link;
  readonly at: LinkAt;
}

const NAMED_FOLDERS: ReadonlySet<string> = new Set(['/run/netns', '/var/run/netns']);

/** Most lasting first: a name outlives a process. */
const PLACERS: readonly ((handle: Handle) => Place | null)[] = [
  handle => (handle.kind === 'self' ? HOST : null),
  handle =>
    handle.kind === 'named' && NAMED_FOLDERS.has(path.dirname(handle.path))
      ? { kind: 'named', name: path.basename(handle.path) }
      : null,
  handle => (handle.kind === 'mount' || handle.kind === 'named' ? { kind: 'path', path: handle.path } : null),
  handle => (handle.kind === 'socket' || handle.kind === 'self' ? null : { kind: 'path', path: handlePath(handle) }),
];

/** How commands reach a namespace; null where nothing names it. */
export function placeOfNamespace({ handles }: Namespace): Place | null {
  for (const placer of PLACERS) {
    for (const handle of handles) {
      const place = placer(handle);
      if (place !== null) return place;
    }
  }
  return null;
}

/** @throws VethtopError `refused`: a hidden namespace. */
export function reachable(namespace: Namespace): NamespaceTarget {
  const place = placeOfNamespace(namespace);
  if (place !== null) return { namespace, place };
  throw new VethtopError({
    code: 'refused',
    what: `namespace ${namespace.name} can't be entered or changed`,
    why: 'it is hidden: no name, process or open file of it is to be found here, only a peer or a socket tells of it',
    next: 'its links can be read (`vethtop ns`), and a pair with one end there can be deleted from the other end',
  });
}

export function findNamespaces(inventory: Inventory, wanted: string): readonly Namespace[] {
  const all = [...inventory.namespaces.values()];
  const byName = all.filter(({ name }) => name === wanted);
  if (byName.length > 0) return byName;
  const pid = /^pid:(\d+)$/.exec(wanted)?.[1];
  if (pid !== undefined) return all.filter(({ handles }) => handles.some(one => one.kind === 'process' && `${one.pid}` === pid));
  return all.filter(({ inum, owner }) => `${inum}` === wanted || owner?.name === wanted || owner?.id === wanted);
}

/** @throws VethtopError `not-found` with near matches, `usage` when several have that name, `refused` when it is hidden. */
export function resolveNamespace(inventory: Inventory, wanted: string): NamespaceTarget {
  const [namespace, second] = findNamespaces(inventory, wanted);
  if (namespace === undefined) throw noNamespace(inventory, wanted);
  if (second !== undefined) {
    throw new VethtopError({
      code: 'usage',
      what: `${wanted} names several namespaces`,
      next: `say which by its inode: ${namespace.inum} or ${second.inum}`,
    });
  }
  return reachable(namespace);
}

export function noNamespace(inventory: Inventory, wanted: string): VethtopError {
  const near = nearMatches(
    wanted,
    [...inventory.namespaces.values()].map(({ name }) => name),
  );
  return new VethtopError({
    code: 'not-found',
    what: `there is no namespace ${wanted}`,
    next: near.length > 0 ? `did you mean ${near.join(', ')}?` : 'list them with `vethtop ns`; `vethtop add ns` makes one',
  });
}

/** The namespace that vethtop runs in is meant where none is named, then any in which there is just one. */
export function resolveLink(inventory: Inventory, text: string): LinkTarget {
  const reference = parseLinkReference(text);
  if (reference.namespace !== null && findNamespaces(inventory, reference.namespace).length === 0) {
    // A name may contain an @.
    const whole = findLinks(inventory, { name: text, namespace: null });
    if (whole.length !== 1) throw noNamespace(inventory, reference.namespace);
  }
  const links = preferred(inventory, findLinks(inventory, reference), reference.name);
  const [link, second] = links;
  if (link === undefined) {
    const near = nearMatches(
      reference.name,
      [...inventory.links.values()].map(({ name }) => name),
    );
    throw new VethtopError({
      code: 'not-found',
      what: `there is no link ${text}`,
      next: near.length > 0 ? `did you mean ${near.join(', ')}?` : 'list all pairs with `vethtop ls`',
    });
  }
  if (second !== undefined) {
    throw new VethtopError({
      code: 'usage',
      what: `${text} names ${links.length} links`,
      next: `say which: ${links
        .slice(0, 5)
        .map(one => linkText(inventory, one))
        .join(', ')}`,
    });
  }
  return targetOf(inventory, link);
}

/** A name is meant before an ifindex, and the host's link before another's. */
function preferred(inventory: Inventory, links: readonly Link[], name: string): readonly Link[] {
  const named = links.filter(link => link.name === name || link.rawName === name || link.altNames.includes(name));
  const found = named.length > 0 ? named : links;
  const here = found.filter(link => namespaceOf(inventory, link).handles.some(({ kind }) => kind === 'self'));
  return here.length === 1 ? here : found;
}

/** @throws VethtopError `refused` when its namespace is hidden. */
export function targetOf(inventory: Inventory, link: Link): LinkTarget {
  const { namespace, place } = reachable(namespaceOf(inventory, link));
  return { link, namespace, place, at: { place, link: commandName(link) } };
}

/**
 * The name for commands. Bytes that are no UTF-8 can't be an argument of a program that Node starts: `ip` takes `if7` for the
 * link with ifindex 7 where no link is called so (ll_idx_a2n of iproute2).
 */
export function commandName(link: Link): string {
  const bytes = Buffer.from(link.rawName, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : `if${link.ifindex}`;
}

export function linkText(inventory: Inventory, link: Link): string {
  const { name, isHost } = namespaceOf(inventory, link);
  return isHost ? link.name : `${link.name}@${name}`;
}

export function peerOf(inventory: Inventory, link: Link): Link | null {
  if (link.kind !== 'veth') return null;
  const pointer = peerPointer(link);
  return pointer.kind === 'at' ? (inventory.links.get(linkKey(pointer.nsid, pointer.ifindex)) ?? null) : null;
}

export function linksIn(inventory: Inventory, nsid: number): readonly Link[] {
  return [...inventory.links.values()].filter(link => link.nsid === nsid);
}

export function portsOf(inventory: Inventory, master: Link): readonly Link[] {
  return linksIn(inventory, master.nsid).filter(link => link.master === master.ifindex);
}

/** The link of that name or altname in a namespace. */
export function linkNamed(inventory: Inventory, nsid: number, name: string): Link | null {
  return linksIn(inventory, nsid).find(link => commandName(link) === name || link.altNames.includes(name)) ?? null;
}
