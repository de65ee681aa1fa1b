/** Where links are read from, whoever answers: the observer or a plain socket. */
import type { Link } from '../inventory/model.js';
import { type CountersOf, decodeLink } from './link-message.js';
import type { DecodeLink, Read } from './reader.js';

export interface LinkReadOptions {
  readonly counters: boolean;
  /** Only links of this kind. */
  readonly kind?: string;
}

/** A link by its place in the observer's id space. */
export interface LinkAt {
  readonly nsid: number;
  readonly ifindex: number;
}

/** Where links are read from. */
export interface LinkSource {
  /** `host`: every namespace that is adopted. `own`: only the namespace of this process. */
  readonly scope: 'host' | 'own';
  /** The ids of the namespaces open at `fds`, in their order; the fds may be closed afterwards. */
  adopt(fds: readonly number[]): Read<number>[];
  /** The id of the namespace open at `fd` if it has one already: because it was adopted, or the kernel told of a peer there. */
  idOf(fd: number): number | null;
  /** false: this source may not read the links of that namespace. */
  canRead(nsid: number): boolean;
  links(nsid: number, options: LinkReadOptions): Read<Link[]>;
  /** Single links, in the order of the places. */
  singleLinks(places: readonly LinkAt[], counters: boolean): Read<Link>[];
  /** Reads the counters of all links of a kind into what `countersOf` gives. */
  countersOfKind(nsid: number, kind: string, countersOf: CountersOf): Read<null>;
  /** A reading of the counters of single links that can be repeated; `countersOf` gets the index of the place. Links that are gone are passed over. */
  countersReader(places: readonly LinkAt[]): (countersOf: CountersOf) => void;
  addresses(nsid: number, ifindex?: number): Read<Map<number, string[]>>;
  /** Netlink requests made so far. */
  requests(): number;
  close(): void;
}

/** Links get the id of the namespace that was asked. */
export function labelled(nsid: number): DecodeLink<Link> {
  return (buffer, start, end) => decodeLink(buffer, start, end, nsid);
}

export function labelledAs(places: readonly LinkAt[]): (index: number, buffer: Buffer, start: number, end: number) => Link {
  return (index, buffer, start, end) => decodeLink(buffer, start, end, places[index]?.nsid ?? 0);
}
