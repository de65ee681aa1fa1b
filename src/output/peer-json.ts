/** `vethtop peer --json`. */
import { type Inventory, type Link, namespaceOf, type Pair } from '../inventory/model.js';
import { type InventoryDocument, inventoryDocument, kindOf, type PairDocument, pairDocument } from './documents.js';

export interface UplinkHop {
  /** Names, as shown. */
  readonly namespace: string;
  readonly link: string;
  readonly kind: string;
  readonly inum: number | null;
  readonly ifindex: number;
}

export interface PeerDocument extends InventoryDocument {
  /** Which end of `pair` was asked about. */
  readonly asked: 'a' | 'b';
  readonly pair: PairDocument;
  /** From the end that was asked about towards the world. */
  readonly uplinkPath: readonly UplinkHop[];
}

/** What `peer` was asked and what was found. */
export interface PeerAnswer {
  readonly pair: Pair;
  readonly asked: 'a' | 'b';
  readonly uplinkPath: readonly Link[];
}

/** `generatedAtMs`: milliseconds since the epoch. */
export function peerDocument(inventory: Inventory, generatedAtMs: number, { pair, asked, uplinkPath }: PeerAnswer): PeerDocument {
  return {
    ...inventoryDocument(inventory, generatedAtMs),
    asked,
    pair: pairDocument(inventory, pair),
    uplinkPath: uplinkPath.map(link => {
      const { inum, name } = namespaceOf(inventory, link);
      return { namespace: name, link: link.name, kind: kindOf(link), inum, ifindex: link.ifindex };
    }),
  };
}
