/** Finding links by what a person types: `eth0`, `eth0@blue`, `42@host`. Pure. */
import { VethtopError } from '../core/errors.js';
import { type Inventory, type Link, type Namespace, namespaceOf, type Pair } from './model.js';

export interface LinkReference {
  readonly name: string;
  readonly namespace: string | null;
}

/** Splits at the last `@`, so that a link's name may contain one. */
export function parseLinkReference(text: string): LinkReference {
  const at = text.lastIndexOf('@');
  return at === -1 ? { name: text, namespace: null } : { name: text.slice(0, at), namespace: text.slice(at + 1) };
}

function isNamespace(namespace: Namespace, wanted: string): boolean {
  return namespace.name === wanted || `${namespace.inum}` === wanted || namespace.owner?.name === wanted;
}

function isLink(link: Link, wanted: string): boolean {
  return link.name === wanted || link.rawName === wanted || link.altNames.includes(wanted) || `${link.ifindex}` === wanted;
}

/** Links of that name (or altname, or ifindex), host first. */
export function findLinks(inventory: Inventory, { name, namespace }: LinkReference): Link[] {
  const found: Link[] = [];
  for (const link of inventory.links.values()) {
    if (isLink(link, name) && (namespace === null || isNamespace(namespaceOf(inventory, link), namespace))) found.push(link);
  }
  return found.sort((x, y) => Number(namespaceOf(inventory, y).isHost) - Number(namespaceOf(inventory, x).isHost));
}

/** Whether a reference means this link. */
export function isEnd(inventory: Inventory, link: Link, text: string): boolean {
  const { name, namespace } = parseLinkReference(text);
  return isLink(link, name) && (namespace === null || isNamespace(namespaceOf(inventory, link), namespace));
}

/** Edit distance (Levenshtein), for near matches among short names. */
export function editDistance(x: string, y: string): number {
  let row = Array.from({ length: y.length + 1 }, (_, index) => index);
  for (let i = 1; i <= x.length; i++) {
    const next = [i];
    for (let j = 1; j <= y.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (x[i - 1] === y[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[y.length] ?? 0;
}

/** Candidates that a person may have meant: a common start, or few typing errors. */
export function nearMatches(wanted: string, candidates: Iterable<string>, most = 5): string[] {
  const scored: { readonly text: string; readonly score: number }[] = [];
  for (const text of new Set(candidates)) {
    const distance = editDistance(wanted.toLowerCase(), text.toLowerCase());
    if (distance <= Math.max(2, wanted.length / 3) || (wanted.length >= 3 && text.toLowerCase().includes(wanted.toLowerCase()))) {
      scored.push({ text, score: distance });
    }
  }
  return scored
    .sort((x, y) => x.score - y.score || x.text.localeCompare(y.text))
    .slice(0, most)
    .map(({ text }) => text);
}

function didYouMean(matches: readonly string[]): string {
  return matches.length === 0 ? 'list all pairs with `vethtop ls`' : `did you mean ${matches.join(', ')}?`;
}

/**
 * The one pair that a reference names.
 * @throws VethtopError `not-found` with near matches; `usage` when several links have that name.
 */
export function findPair(inventory: Inventory, text: string): Pair {
  const reference = parseLinkReference(text);
  const links = findLinks(inventory, reference);
  if (links.length === 0) throw notFound(inventory, reference, text);
  const veths = links.filter(link => link.kind === 'veth');
  const [first] = links;
  if (veths.length === 0 && first !== undefined) {
    throw new VethtopError({
      code: 'not-found',
      what: `${text} is no veth`,
      why: `its kind is ${first.kind ?? (first.loopback ? 'loopback' : 'physical')}`,
      next: 'list all pairs with `vethtop ls`',
    });
  }
  const pairs = inventory.pairs.filter(({ a, b }) => veths.includes(a) || (b !== null && veths.includes(b)));
  const [pair, second] = pairs;
  if (pair === undefined) throw notFound(inventory, reference, text);
  const inHost = veths.filter(link => namespaceOf(inventory, link).isHost);
  if (second !== undefined && (reference.namespace !== null || inHost.length !== 1)) {
    const names = veths.slice(0, 8).map(link => `${link.name}@${namespaceOf(inventory, link).name}`);
    throw new VethtopError({
      code: 'usage',
      what: `${text} names ${veths.length} links`,
      why: `${names.join(', ')}${veths.length > names.length ? ', …' : ''}`,
      next: `say which: vethtop peer ${names[0]}`,
    });
  }
  if (second === undefined) return pair;
  return pairs.find(({ a, b }) => inHost[0] === a || inHost[0] === b) ?? pair;
}

function notFound(inventory: Inventory, { name, namespace }: LinkReference, text: string): VethtopError {
  const namespaces = [...inventory.namespaces.values()];
  if (namespace !== null && !namespaces.some(one => isNamespace(one, namespace))) {
    return new VethtopError({
      code: 'not-found',
      what: `there is no namespace ${namespace}`,
      next: didYouMean(
        nearMatches(
          namespace,
          namespaces.map(one => one.name),
        ),
      ),
    });
  }
  const names = [...inventory.links.values()]
    .filter(({ kind }) => kind === 'veth')
    .flatMap(link => [link.name, ...link.altNames]);
  return new VethtopError({ code: 'not-found', what: `there is no link ${text}`, next: didYouMean(nearMatches(name, names)) });
}
