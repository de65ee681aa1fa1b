/**
 * What all JSON documents share. Field names are camelCase with units in them; times are ISO 8601; unknown is null.
 * Fields may be added; none is renamed or removed within a schema version.
 */
import type { LinkDetails, PortDetails } from '../inventory/link-details.js';
import {
  type Counters,
  type Inventory,
  type Link,
  masterOf,
  type Namespace,
  namespaceOf,
  type Pair,
} from '../inventory/model.js';
import { lowerOf } from '../inventory/uplink.js';
import type { Owner } from '../owners/model.js';

export const SCHEMA_VERSION = 1;

export interface PartialDocument {
  readonly source: string;
  readonly why: string;
  readonly next: string | null;
}

/** How every document about the inventory begins. */
export interface InventoryDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly generatedAt: string;
  /** What could not be read; empty when the picture is whole. */
  readonly partial: readonly PartialDocument[];
}

export interface NamespaceReference {
  readonly inum: number | null;
  readonly name: string;
  readonly hidden: boolean;
  readonly owner: Owner | null;
}

export interface LinkDocument {
  readonly ifindex: number;
  readonly name: string;
  readonly altNames: readonly string[];
  /** `veth`, `bridge`, …; `physical` and `loopback` where the kernel names no kind. */
  readonly kind: string;
  /** What is particular to its kind, by that kind's names; null: nothing. */
  readonly details: LinkDetails | null;
  readonly mac: string | null;
  readonly mtu: number;
  readonly adminUp: boolean;
  readonly operState: Link['operState'];
  readonly carrier: boolean | null;
  /** null: not read. */
  readonly addresses: readonly string[] | null;
  readonly master: { readonly name: string; readonly kind: string } | null;
  /** What is particular to a port of its master's kind; null: nothing. */
  readonly port: PortDetails | null;
  /** The link that it is stacked on: of a VLAN, macvlan or tunnel. `namespace`: as shown. */
  readonly lower: { readonly name: string; readonly ifindex: number; readonly namespace: string } | null;
  /** null: not read. */
  readonly counters: Counters | null;
}

export interface EndDocument extends LinkDocument {
  readonly namespace: NamespaceReference;
}

export interface PairDocument {
  readonly id: string;
  readonly certainty: Pair['certainty'];
  /** Why the other end is not known exactly; only there when it isn't. */
  readonly why?: string;
  readonly a: EndDocument;
  readonly b: EndDocument | null;
}

/** `generatedAtMs`: milliseconds since the epoch. */
export function inventoryDocument(inventory: Inventory, generatedAtMs: number): InventoryDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    generatedAt: isoTime(generatedAtMs),
    partial: inventory.partial.map(({ source, why, next }) => ({ source, why, next: next ?? null })),
  };
}

export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function kindOf(link: Link): string {
  return link.kind ?? (link.loopback ? 'loopback' : 'physical');
}

export function namespaceReference({ inum, name, hidden, owner }: Namespace): NamespaceReference {
  return { inum, name, hidden, owner };
}

export function linkDocument(inventory: Inventory, link: Link): LinkDocument {
  const { ifindex, name, altNames, details, mac, mtu, adminUp, operState, carrier, addresses, port, counters } = link;
  const master = masterOf(inventory, link);
  return {
    ifindex,
    name,
    altNames,
    kind: kindOf(link),
    details: details ?? null,
    mac,
    mtu,
    adminUp,
    operState,
    carrier,
    addresses,
    master: master === null ? null : { name: master.name, kind: kindOf(master) },
    port: port ?? null,
    lower: lowerDocument(inventory, link),
    counters,
  };
}

function lowerDocument(inventory: Inventory, link: Link): LinkDocument['lower'] {
  const lower = lowerOf(inventory, link);
  if (lower === null) return null;
  return { name: lower.name, ifindex: lower.ifindex, namespace: namespaceOf(inventory, lower).name };
}

function endDocument(inventory: Inventory, link: Link): EndDocument {
  return { ...linkDocument(inventory, link), namespace: namespaceReference(namespaceOf(inventory, link)) };
}

export function pairDocument(inventory: Inventory, pair: Pair): PairDocument {
  const { id, certainty } = pair;
  const a = endDocument(inventory, pair.a);
  if (pair.certainty === 'exact') return { id, certainty, a, b: endDocument(inventory, pair.b) };
  return { id, certainty, why: pair.why, a, b: null };
}

/** A document on one line: NDJSON. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document)}\n`;
}
