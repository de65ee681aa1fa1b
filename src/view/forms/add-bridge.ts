import { lackingOf, mtuOf, wordsOf } from './entries.js';
import { addressField, MTU_FIELD, namespaceField, YES_NO } from './fields.js';
import type { FormSpec } from './model.js';
import { freeLinkName, portNames } from './names.js';
import { ownNamespace } from './reference.js';

export const ADD_BRIDGE: FormSpec = {
  title: () => 'new bridge',
  fields: [
    { id: 'name', label: 'name', about: 'the name of the link' },
    namespaceField('namespace', 'in', 'its namespace; one that is not there is made'),
    addressField('addresses', 'addresses'),
    { id: 'ports', label: 'ports', about: 'links of the same namespace, with blanks between', completions: portNames },
    MTU_FIELD,
    { id: 'stp', label: 'STP', about: 'spanning tree', choices: ['no', 'yes'] },
    { id: 'vlans', label: 'VLANs', about: 'VLAN filtering', choices: ['no', 'yes'] },
    { id: 'up', label: 'up', about: 'whether it is set up', choices: YES_NO },
  ],
  propose: (values, { inventory }) => {
    const namespace = values.namespace ?? ownNamespace(inventory)?.name ?? 'host';
    return { namespace, name: freeLinkName(inventory, namespace, 'br'), stp: 'no', vlans: 'no', up: 'yes' };
  },
  intent: ({ shown }) => {
    const mtu = mtuOf(shown('mtu'));
    const lacking = lackingOf([
      [shown('name'), 'a name'],
      [shown('namespace'), 'a namespace'],
    ]);
    if (lacking !== null) return lacking;
    if (typeof mtu === 'object') return mtu;
    return {
      kind: 'add-bridge',
      link: `${shown('name')}@${shown('namespace')}`,
      addresses: wordsOf(shown('addresses')),
      ports: wordsOf(shown('ports')),
      mtu,
      stp: shown('stp') === 'yes',
      vlanFiltering: shown('vlans') === 'yes',
      up: shown('up') === 'yes',
      createNamespaces: true,
    };
  },
};
