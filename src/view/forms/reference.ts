/** Names that mean exactly one link or namespace, whatever others are called. Pure. */
import { type Inventory, type Link, type Namespace, namespaceOf } from '../../inventory/model.js';

/** For `resolveLink`: the raw name, which is unique in its namespace, and the inode of that. */
export function linkReference(inventory: Inventory, link: Link): string {
  const { inum, name } = namespaceOf(inventory, link);
  return `${link.rawName}@${inum ?? name}`;
}

/** For `resolveNamespace`: the name where only one has it. */
export function namespaceReference(inventory: Inventory, { name, inum }: Namespace): string {
  const same = [...inventory.namespaces.values()].filter(other => other.name === name);
  return same.length === 1 || inum === null ? name : String(inum);
}

/** For a person: `eth0@red`, and a link of the host without it. */
export function linkLabel(inventory: Inventory, link: Link): string {
  const { name, isHost } = namespaceOf(inventory, link);
  return isHost ? link.name : `${link.name}@${name}`;
}

/** The namespace that vethtop runs in, which is meant where none is named. */
export function ownNamespace(inventory: Inventory): Namespace | null {
  return [...inventory.namespaces.values()].find(({ handles }) => handles.some(({ kind }) => kind === 'self')) ?? null;
}
