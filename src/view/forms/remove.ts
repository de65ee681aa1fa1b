/** Deleting: no fields, only the plan with its blast radius. */
import type { Inventory } from '../../inventory/model.js';
import { linkReference, namespaceReference } from '../../manage/reference.js';
import type { Doomed } from '../subject.js';
import type { FormSpec, Values } from './model.js';
import { linkLabel } from './reference.js';

/** What the form starts with. */
export function doomedValues(inventory: Inventory, doomed: Doomed): Values {
  switch (doomed.kind) {
    case 'namespace':
      return { what: 'namespace', name: namespaceReference(inventory, doomed.namespace), title: doomed.namespace.name };
    case 'bridge':
      return { what: 'bridge', name: linkReference(inventory, doomed.link), title: linkLabel(inventory, doomed.link) };
    case 'pair': {
      // Either end will do, but one in a hidden namespace can't be reached.
      const reachable = [doomed.a, ...(doomed.b === null ? [] : [doomed.b])];
      const link = reachable.find(({ nsid }) => inventory.namespaces.get(nsid)?.hidden === false) ?? doomed.a;
      const title = reachable.map(end => linkLabel(inventory, end)).join(' and ');
      return { what: 'pair', name: linkReference(inventory, link), title };
    }
  }
}

export const REMOVE: FormSpec = {
  title: ({ what, title }) => `delete ${what} ${title}`,
  fields: [],
  propose: () => ({}),
  intent: ({ initial: { what, name = '' } }) => {
    if (what === 'namespace') return { kind: 'remove-namespace', name };
    return what === 'bridge' ? { kind: 'remove-bridge', link: name, restorePorts: false } : { kind: 'remove-pair', link: name };
  },
};
