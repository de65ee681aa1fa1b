import { lackingOf, mtuOf, wordsOf } from './entries.js';
import { addressField, MTU_FIELD, namespaceField, YES_NO } from './fields.js';
import type { FormSpec } from './model.js';
import { freeLinkName } from './names.js';
import { ownNamespace } from './reference.js';

const WHERE = 'its namespace; one that is not there is made';

export const ADD_PAIR: FormSpec = {
  title: () => 'new pair',
  fields: [
    { id: 'nameA', label: 'end A', about: 'the name of the link' },
    namespaceField('namespaceA', '  in', WHERE),
    addressField('addressesA', '  addresses'),
    { id: 'nameB', label: 'end B', about: 'the name of the link' },
    namespaceField('namespaceB', '  in', WHERE),
    addressField('addressesB', '  addresses'),
    { ...MTU_FIELD, about: 'of both ends; 1500 where it is empty' },
    { id: 'up', label: 'up', about: 'whether both ends are set up', choices: YES_NO },
  ],
  propose: (values, { inventory, here }) => {
    const own = ownNamespace(inventory)?.name ?? 'host';
    const namespaceA = values.namespaceA ?? own;
    const namespaceB = values.namespaceB ?? here ?? own;
    const nameA = values.nameA ?? freeLinkName(inventory, namespaceA, 'veth');
    const inside = namespaceB === own ? 'veth' : 'eth';
    const nameB = freeLinkName(inventory, namespaceB, inside, namespaceA === namespaceB ? [nameA] : []);
    return { namespaceA, namespaceB, nameA, nameB, up: 'yes' };
  },
  intent: ({ shown }) => {
    const mtu = mtuOf(shown('mtu'));
    const lacking = lackingOf([
      [shown('nameA'), 'a name for end A'],
      [shown('namespaceA'), 'a namespace for end A'],
      [shown('nameB'), 'a name for end B'],
      [shown('namespaceB'), 'a namespace for end B'],
    ]);
    if (lacking !== null) return lacking;
    if (typeof mtu === 'object') return mtu;
    const end = (side: 'A' | 'B') => ({
      link: `${shown(`name${side}`)}@${shown(`namespace${side}`)}`,
      addresses: wordsOf(shown(`addresses${side}`)),
    });
    return { kind: 'add-pair', a: end('A'), b: end('B'), mtu, up: shown('up') === 'yes', createNamespaces: true };
  },
};
