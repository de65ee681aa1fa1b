/** Links and namespaces as forms speak of them. Pure. */
import { type Inventory, type Link, type Namespace, namespaceOf } from '../../inventory/model.js';

/** For a person: `eth0@red`, and a link of the host without it. */
export function linkLabel(inventory: Inventory, link: Link): string {
  const { name, isHost } = namespaceOf(inventory, link);
  return isHost ? link.name : `${link.name}@${name}`;
}

/** The namespace that vethtop runs in, which is meant where none is named. */
export function ownNamespace(inventory: Inventory): Namespace | null {
  return [...inventory.namespaces.values()].find(({ handles }) => handles.some(({ kind }) => kind === 'self')) ?? null;
}
