/** `vethtop ns --json`. */
import type { Handle, Inventory, LinkKey } from '../inventory/model.js';
import {
  type InventoryDocument,
  inventoryDocument,
  type LinkDocument,
  linkDocument,
  type NamespaceReference,
  namespaceReference,
} from './documents.js';
import { type KeptAlive, keptAliveBy } from './kept-alive.js';
import { namespacesWithLinks } from './namespaces.js';

export interface NamespaceDocument extends NamespaceReference {
  readonly isHost: boolean;
  readonly handles: readonly Handle[];
  readonly keptAliveBy: readonly KeptAlive[];
  /** `pairId`: the pair that the link is an end of. */
  readonly links: readonly (LinkDocument & { readonly pairId: string | null })[];
}

export interface NsDocument extends InventoryDocument {
  readonly namespaces: readonly NamespaceDocument[];
}

/** `generatedAtMs`: milliseconds since the epoch. */
export function nsDocument(inventory: Inventory, generatedAtMs: number): NsDocument {
  const pairIds = new Map<LinkKey, string>();
  for (const { id, a, b } of inventory.pairs) {
    pairIds.set(a.key, id);
    if (b !== null) pairIds.set(b.key, id);
  }
  return {
    ...inventoryDocument(inventory, generatedAtMs),
    namespaces: namespacesWithLinks(inventory).map(({ namespace, links }) => ({
      ...namespaceReference(namespace),
      isHost: namespace.isHost,
      handles: namespace.handles,
      keptAliveBy: keptAliveBy(namespace),
      links: links.map(link => ({ ...linkDocument(inventory, link), pairId: pairIds.get(link.key) ?? null })),
    })),
  };
}
