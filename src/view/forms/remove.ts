/** Deleting: the plan with its blast radius; for a bridge, also what its ports get. */
import type { Inventory } from '../../inventory/model.js';
import type { Removal } from '../../manage/intents/remove-several.js';
import { linkReference, namespaceReference } from '../../manage/reference.js';
import type { Doomed } from '../subject.js';
import type { FormSpec, Values } from './model.js';
import { linkLabel } from './reference.js';

interface Named {
  readonly removal: Removal;
  readonly title: string;
}

function named(inventory: Inventory, doomed: Doomed): Named {
  switch (doomed.kind) {
    case 'namespace': {
      const name = namespaceReference(inventory, doomed.namespace);
      return { removal: { kind: 'remove-namespace', name }, title: `namespace ${doomed.namespace.name}` };
    }
    case 'bridge': {
      const link = linkReference(inventory, doomed.link);
      return {
        removal: { kind: 'remove-bridge', link, restorePorts: false },
        title: `bridge ${linkLabel(inventory, doomed.link)}`,
      };
    }
    case 'pair': {
      // Either end will do, but one in a hidden namespace can't be reached.
      const ends = [doomed.a, ...(doomed.b === null ? [] : [doomed.b])];
      const link = ends.find(({ nsid }) => inventory.namespaces.get(nsid)?.hidden === false) ?? doomed.a;
      const title = `pair ${ends.map(end => linkLabel(inventory, end)).join(' and ')}`;
      return { removal: { kind: 'remove-pair', link: linkReference(inventory, link) }, title };
    }
  }
}

/** What the form starts with: each thing once. */
export function doomedValues(inventory: Inventory, doomed: readonly Doomed[]): Values {
  const all = [...new Map(doomed.map(one => named(inventory, one)).map(one => [JSON.stringify(one), one])).values()];
  const [only] = all;
  const title = all.length === 1 && only !== undefined ? only.title : `${all.length} things`;
  return { title, ...Object.fromEntries(all.flatMap(({ removal }, index) => entriesOf(removal, index))) };
}

function entriesOf(removal: Removal, index: number): readonly (readonly [string, string])[] {
  const name = removal.kind === 'remove-namespace' ? removal.name : removal.link;
  return [
    [`kind${index}`, removal.kind],
    [`name${index}`, name],
  ];
}

function removalsOf(initial: Values): readonly Removal[] {
  const found: Removal[] = [];
  for (let index = 0; ; index += 1) {
    const name = initial[`name${index}`];
    const kind = initial[`kind${index}`];
    if (name === undefined) return found;
    if (kind === 'remove-namespace') found.push({ kind, name });
    else if (kind === 'remove-bridge') found.push({ kind, link: name, restorePorts: false });
    else found.push({ kind: 'remove-pair', link: name });
  }
}

const title = (initial: Values): string => `delete ${initial.title}`;

export const REMOVE: FormSpec = {
  title,
  fields: [],
  propose: () => ({}),
  intent: ({ initial }) => {
    const [only, ...more] = removalsOf(initial);
    if (only === undefined) return { lacking: 'there is nothing to delete' };
    return more.length === 0 ? only : { kind: 'remove-several', removals: [only, ...more] };
  },
};

export const REMOVE_BRIDGE: FormSpec = {
  title,
  fields: [
    {
      id: 'restore',
      label: 'restore ports',
      about: 'gives its addresses and routes to the port that leads out',
      choices: ['no', 'yes'],
    },
  ],
  propose: () => ({ restore: 'no' }),
  intent: ({ initial, shown }) => {
    const link = initial.name0 ?? '';
    return { kind: 'remove-bridge', link, restorePorts: shown('restore') === 'yes' };
  },
};
