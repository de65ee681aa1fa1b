/** Names that mean exactly one link or namespace, whatever others are called: for `resolveLink` and `resolveNamespace`. Pure. */
import { type Inventory, type Link, type Namespace, namespaceOf } from '../inventory/model.js';

/** The raw name, which is unique in its namespace, and the inode of that. */
export function linkReference(inventory: Inventory, link: Link): string {
  const { inum, name } = namespaceOf(inventory, link);
  return `${link.rawName}@${inum ?? name}`;
}

/** The name where only one has it. */
export function namespaceReference(inventory: Inventory, { name, inum }: Namespace): string {
  const same = [...inventory.namespaces.values()].filter(other => other.name === name);
  return same.length === 1 || inum === null ? name : String(inum);
}
