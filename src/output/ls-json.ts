/** `vethtop ls --json`. */
import type { Inventory, Pair } from '../inventory/model.js';
import { type InventoryDocument, inventoryDocument, type PairDocument, pairDocument } from './documents.js';

export interface LsDocument extends InventoryDocument {
  readonly pairs: readonly PairDocument[];
}

/** `pairs`: those to show, in their order. `generatedAtMs`: milliseconds since the epoch. */
export function lsDocument(inventory: Inventory, generatedAtMs: number, pairs: readonly Pair[] = inventory.pairs): LsDocument {
  return { ...inventoryDocument(inventory, generatedAtMs), pairs: pairs.map(pair => pairDocument(inventory, pair)) };
}
