/** `vethtop ns --json`. */
import type { Handle, Inventory, LinkKey } from '../inventory/model.js';
import {
  type InventoryDocument,
  inventoryDocument,
  isoTime,
  type LinkDocument,
  linkDocument,
  type NamespaceReference,
  namespaceReference,
} from './documents.js';
import { type KeptAlive, keptAliveBy } from './kept-alive.js';
import { namespacesWithLinks } from './namespaces.js';

/** A handle as it is shown: without the bytes of its path. */
function handleDocument(handle: Handle): Handle {
  if (!('rawPath' in handle)) return handle;
  const { rawPath: _, ...shown } = handle;
  return shown;
}

export interface NamespaceDocument extends NamespaceReference {
  readonly isHost: boolean;
  /** When vethtop saw it first, ISO 8601; null: it was there before vethtop started. */
  readonly firstSeenAt: string | null;
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
      firstSeenAt: namespace.firstSeenAt === undefined ? null : isoTime(namespace.firstSeenAt),
      handles: namespace.handles.map(handleDocument),
      keptAliveBy: keptAliveBy(namespace),
      links: links.map(link => ({ ...linkDocument(inventory, link), pairId: pairIds.get(link.key) ?? null })),
    })),
  };
}
