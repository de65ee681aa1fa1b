/** Which findings speak of what a person asked about. */
import { VethtopError } from '../core/errors.js';
import { findLinks, nearMatches, parseLinkReference } from '../inventory/find.js';
import type { Inventory, LinkKey } from '../inventory/model.js';
import type { Finding } from './model.js';

/** What one word means: links, namespaces, or both. */
interface Meaning {
  readonly links: ReadonlySet<LinkKey>;
  readonly nsids: ReadonlySet<number>;
}

function meaningOf(inventory: Inventory, text: string): Meaning {
  const links = findLinks(inventory, parseLinkReference(text)).map(({ key }) => key);
  const namespaces = [...inventory.namespaces.values()].filter(
    ({ name, inum, owner }) => name === text || `${inum}` === text || owner?.name === text,
  );
  if (links.length === 0 && namespaces.length === 0) throw notFound(inventory, text);
  return { links: new Set(links), nsids: new Set(namespaces.map(({ nsid }) => nsid)) };
}

function notFound(inventory: Inventory, text: string): VethtopError {
  const names = [
    ...[...inventory.links.values()].map(({ name }) => name),
    ...[...inventory.namespaces.values()].map(({ name }) => name),
  ];
  const near = nearMatches(text, names);
  return new VethtopError({
    code: 'not-found',
    what: `there is no link, namespace or bridge ${text}`,
    next: near.length === 0 ? 'list them with `vethtop ls` and `vethtop ns`' : `did you mean ${near.join(', ')}?`,
  });
}

/**
 * Findings about any of the words; all of them without words. A link's other end and its bridge count as the link.
 * @throws VethtopError `not-found` for a word that names nothing.
 */
export function selectFindings(findings: readonly Finding[], inventory: Inventory, words: readonly string[]): readonly Finding[] {
  if (words.length === 0) return findings;
  const meanings = words.map(word => meaningOf(inventory, word));
  return findings.filter(({ subject }) =>
    meanings.some(
      ({ links, nsids }) =>
        subject.links.some(key => links.has(key)) ||
        nsids.has(subject.nsid) ||
        subject.links.some(key => nsids.has(inventory.links.get(key)?.nsid ?? -1)),
    ),
  );
}
