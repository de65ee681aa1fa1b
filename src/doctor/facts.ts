/** What rules ask of an inventory: an index of it, made once for all of them. */
import { handlePath } from '../inventory/handles/source.js';
import {
  type Inventory,
  type Link,
  type LinkKey,
  linkKey,
  masterOf,
  type Namespace,
  namespaceOf,
  type Pair,
} from '../inventory/model.js';
import { formatCommand } from '../manage/command.js';
import type { SetLink } from '../manage/intents/set-link-model.js';
import { HOST, ipIn, type Place } from '../manage/place.js';
import { linkReference } from '../manage/reference.js';
import type { Subject } from './model.js';
import { type Segment, segmentsOf } from './segments.js';

const NO_LINKS: readonly Link[] = [];
/** Handles that a file names. */
const OPENED_BY_PATH: ReadonlySet<string> = new Set(['mount', 'process', 'thread', 'fd', 'foreign-mount']);

export class Facts {
  readonly inventory: Inventory;
  readonly #links = new Map<number, Link[]>();
  readonly #ports = new Map<LinkKey, Link[]>();
  readonly #pairs = new Map<LinkKey, Pair>();
  /** Links that others are stacked on: VLANs, macvlans, … */
  readonly #lowers = new Set<LinkKey>();
  readonly segments: readonly Segment[];

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    for (const link of inventory.links.values()) {
      put(this.#links, link.nsid, link);
      if (link.master !== null) put(this.#ports, linkKey(link.nsid, link.master), link);
      if (link.kind !== 'veth' && link.lowerIfindex !== null) {
        this.#lowers.add(linkKey(link.lowerNsid ?? link.nsid, link.lowerIfindex));
      }
    }
    for (const pair of inventory.pairs) {
      this.#pairs.set(pair.a.key, pair);
      if (pair.b !== null) this.#pairs.set(pair.b.key, pair);
    }
    this.segments = segmentsOf(
      inventory,
      link => masterOf(inventory, link),
      link => this.#lowers.has(link.key),
    );
  }

  linksIn(nsid: number): readonly Link[] {
    return this.#links.get(nsid) ?? NO_LINKS;
  }

  portsOf(master: Link): readonly Link[] {
    return this.#ports.get(master.key) ?? NO_LINKS;
  }

  pairOf(link: Link): Pair | null {
    return this.#pairs.get(link.key) ?? null;
  }

  /** The other end, where it is known exactly. */
  peerOf(link: Link): Link | null {
    const pair = this.#pairs.get(link.key);
    if (pair === undefined || pair.certainty !== 'exact') return null;
    return pair.a.key === link.key ? pair.b : pair.a;
  }

  masterOf(link: Link): Link | null {
    return masterOf(this.inventory, link);
  }

  namespaceOf(link: Link): Namespace {
    return namespaceOf(this.inventory, link);
  }

  /** `eth0@blue` */
  name(link: Link): string {
    return `${link.name}@${this.namespaceOf(link).name}`;
  }

  /** A link as what a finding is about; it speaks of the other end and of their masters as well. */
  subject(link: Link, others: readonly Link[] = []): Subject {
    const spoken = [link, this.peerOf(link), ...others].filter(one => one !== null);
    const masters = spoken.slice(0, 2).map(one => this.masterOf(one));
    return {
      kind: link.kind === 'bridge' ? 'bridge' : 'link',
      text: this.name(link),
      links: [...spoken, ...masters.filter(master => master !== null)].map(({ key }) => key),
      nsid: link.nsid,
      pairId: this.pairOf(link)?.id ?? null,
    };
  }

  pairSubject(pair: Pair): Subject {
    return {
      kind: 'pair',
      text: pair.b === null ? this.name(pair.a) : `${this.name(pair.a)} and ${this.name(pair.b)}`,
      links: pair.b === null ? [pair.a.key] : [pair.a.key, pair.b.key],
      nsid: pair.a.nsid,
      pairId: pair.id,
    };
  }

  /** `ip ARGS` where the link is, as a person would type it; null where no command can be told how to get there. */
  ip(link: Link, ...args: readonly string[]): string | null {
    const place = this.#place(this.namespaceOf(link));
    return place === null ? null : formatCommand(ipIn(place, ...args));
  }

  /** A change of one link. */
  change(link: Link, change: Partial<Omit<SetLink, 'kind' | 'link'>>): SetLink {
    const reference = linkReference(this.inventory, link);
    return { kind: 'set-link', link: reference, addAddresses: [], removeAddresses: [], ...change };
  }

  /** The link as a change of another one names it. */
  reference(link: Link): string {
    return linkReference(this.inventory, link);
  }

  #place({ handles }: Namespace): Place | null {
    if (handles.some(({ kind }) => kind === 'self')) return HOST;
    const named = handles.find(handle => handle.kind === 'named');
    if (named?.kind === 'named') return { kind: 'named', name: named.path.slice(named.path.lastIndexOf('/') + 1) };
    const other = handles.find(({ kind }) => OPENED_BY_PATH.has(kind));
    return other === undefined ? null : { kind: 'path', path: handlePath(other) };
  }
}

function put<Key>(map: Map<Key, Link[]>, key: Key, link: Link): void {
  const links = map.get(key);
  if (links === undefined) map.set(key, [link]);
  else links.push(link);
}

/** The link's name as a command needs it; null for bytes that can't be written as text. */
export function commandName({ name, rawName }: Link): string | null {
  if (name === rawName) return name;
  const text = Buffer.from(rawName, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? null : text;
}

/** All of the commands, or none: half a fix is none. */
export function fixOf(...commands: readonly (string | null)[]): readonly string[] | null {
  const known = commands.filter(command => command !== null);
  return known.length === commands.length ? known : null;
}
