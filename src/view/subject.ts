/** What a row is about, for keys that change the host or enter a namespace. */
import type { Finding } from '../doctor/model.js';
import type { Inventory, Link, Namespace } from '../inventory/model.js';
import { namespaceOf } from '../inventory/model.js';
import type { EndText, Row } from './rows.js';

export type Doomed =
  | { readonly kind: 'pair'; readonly a: Link; readonly b: Link | null }
  | { readonly kind: 'namespace'; readonly namespace: Namespace }
  | { readonly kind: 'bridge'; readonly link: Link };

export interface Subject {
  /** What would be deleted; null: nothing that can be. */
  readonly doomed: Doomed | null;
  /** What can be edited. */
  readonly links: readonly Link[];
  readonly namespace: Namespace | null;
  /** What the doctor says of it, where the row is a finding. */
  readonly finding?: Finding;
}

/** @param near the end that is meant; otherwise the one away from the host, where somebody's container is. */
export function pairSubject(inventory: Inventory, { a, b }: Row, near: EndText = b ?? a): Subject {
  return {
    doomed: { kind: 'pair', a: a.link, b: b?.link ?? null },
    links: [a.link, ...(b === null ? [] : [b.link])],
    namespace: namespaceOf(inventory, near.link),
  };
}

export function namespaceSubject(inventory: Inventory, namespace: Namespace): Subject {
  const links = [...inventory.links.values()].filter(({ nsid }) => nsid === namespace.nsid);
  return { doomed: { kind: 'namespace', namespace }, links, namespace };
}

export function linkSubject(inventory: Inventory, link: Link): Subject {
  return {
    doomed: link.kind === 'bridge' ? { kind: 'bridge', link } : null,
    links: [link],
    namespace: namespaceOf(inventory, link),
  };
}
