/** What a change is about: the links and namespaces whose state tells whether it still stands. Pure. */
import { HOST, type Place, placeKey, placeOf } from '../place.js';
import type { Plan } from '../plan.js';
import { filterTable } from '../steps/filter.js';
import { masqueradeTable } from '../steps/masquerade.js';
import type { Change, ChangeKind, LinkAt } from '../steps/model.js';

export interface Subjects {
  /** Names in /run/netns. */
  readonly namespaces: readonly string[];
  readonly links: readonly LinkAt[];
  readonly sysctls: readonly { readonly place: Place; readonly key: string }[];
  readonly tables: readonly { readonly place: Place; readonly table: string }[];
}

type Part = Partial<Subjects>;
type ChangeOf<K extends ChangeKind> = { [P in K]: Extract<Change, { kind: P }> }[K];

function linkOnly({ place, link }: LinkAt): Part {
  return { links: [{ place, link }] };
}

const PARTS: { readonly [K in ChangeKind]: (change: ChangeOf<K>) => Part } = {
  'add-namespace': ({ name }) => ({ namespaces: [name] }),
  'delete-namespace': ({ name }) => ({ namespaces: [name] }),
  'add-pair': ({ a, b }) => ({
    links: [
      { place: a.place, link: a.name },
      { place: b.place, link: b.name },
    ],
  }),
  'add-bridge': ({ place, name }) => ({ links: [{ place, link: name }] }),
  'delete-link': ({ peer, ...link }) => ({
    links: [{ place: link.place, link: link.link }, ...(peer === undefined ? [] : [peer])],
  }),
  'set-up': linkOnly,
  'set-mtu': linkOnly,
  'set-mac': linkOnly,
  'rename-link': ({ place, link, to }) => ({
    links: [
      { place, link },
      { place, link: to },
    ],
  }),
  'move-link': ({ place, link, to }) => ({
    links: [
      { place, link },
      { place: to, link },
    ],
  }),
  'attach-port': linkOnly,
  'detach-port': linkOnly,
  'add-address': linkOnly,
  'delete-address': linkOnly,
  'set-bridge-vlans': linkOnly,
  'add-queue': linkOnly,
  'add-route': () => ({}),
  'set-sysctl': ({ place, key }) => ({ sysctls: [{ place, key }] }),
  'add-masquerade': ({ place, subnet }) => ({ tables: [{ place, table: masqueradeTable(subnet) }] }),
  'add-filter': ({ place, hook, port }) => ({ tables: [{ place, table: filterTable(hook, port) }] }),
  undo: ({ of }) => partOf(of),
};

/** Every kind, for those who try them all. */
export const CHANGE_KINDS: readonly string[] = Object.keys(PARTS);

function partOf<K extends ChangeKind>(change: ChangeOf<K>): Part {
  const kind: K = change.kind;
  return PARTS[kind](change);
}

/** Each once. */
export function subjectsOf({ steps }: Plan): Subjects {
  const parts = steps.map(({ change }) => partOf(change));
  const unique = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [
    ...new Map(items.map(item => [key(item), item])).values(),
  ];
  return {
    namespaces: unique(
      parts.flatMap(part => part.namespaces ?? []),
      name => name,
    ),
    links: unique(
      parts.flatMap(part => part.links ?? []),
      ({ place, link }) => `${placeKey(place)} ${link}`,
    ),
    sysctls: unique(
      parts.flatMap(part => part.sysctls ?? []),
      ({ place, key }) => `${placeKey(place)} ${key}`,
    ),
    tables: unique(
      parts.flatMap(part => part.tables ?? []),
      ({ place, table }) => `${placeKey(place)} ${table}`,
    ),
  };
}

/** Every place that has to be looked into. */
export function placesOf({ namespaces, links, sysctls, tables }: Subjects): readonly Place[] {
  const all = [...namespaces.map(placeOf), ...[...links, ...sysctls, ...tables].map(({ place }) => place), HOST];
  return [...new Map(all.map(place => [placeKey(place), place])).values()];
}
