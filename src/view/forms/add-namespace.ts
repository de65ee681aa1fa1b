import { lackingOf } from './entries.js';
import type { FormSpec } from './model.js';
import { freeNamespaceName } from './names.js';

export const ADD_NAMESPACE: FormSpec = {
  title: () => 'new namespace',
  fields: [{ id: 'name', label: 'name', about: 'a file of this name will be in /run/netns' }],
  propose: (_, { inventory }) => ({ name: freeNamespaceName(inventory) }),
  intent: ({ shown }) => lackingOf([[shown('name'), 'a name']]) ?? { kind: 'add-namespace', name: shown('name') },
};
