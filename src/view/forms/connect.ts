import { lackingOf, mtuOf, wordsOf } from './entries.js';
import { addressField, MTU_FIELD, namespaceField } from './fields.js';
import type { FormSpec } from './model.js';
import { bridgeNames, freeNamespaceName } from './names.js';

/** What is left empty is chosen when the host is looked at: names, the next free address, the bridge's MTU. */
export const CONNECT: FormSpec = {
  title: () => 'connect a namespace to a bridge',
  fields: [
    namespaceField('namespace', 'namespace', 'one that is not there is made'),
    { id: 'bridge', label: 'bridge', about: 'BRIDGE or BRIDGE@NAMESPACE', completions: bridgeNames },
    { id: 'name', label: 'link', about: 'the name of the end inside' },
    addressField('addresses', 'addresses', 'of the end inside; the next free one of the subnet is proposed'),
    { id: 'gateway', label: 'gateway', about: "an address, or none; the bridge's own is proposed" },
    { id: 'portName', label: 'port', about: 'the name of the end on the bridge' },
    { ...MTU_FIELD, about: "the bridge's is proposed" },
  ],
  propose: (_, { inventory, here }) => ({
    namespace: here ?? freeNamespaceName(inventory),
    bridge: bridgeNames(inventory)[0] ?? '',
  }),
  intent: ({ shown, typed }) => {
    const mtu = mtuOf(typed('mtu'));
    const lacking = lackingOf([
      [shown('namespace'), 'a namespace'],
      [shown('bridge'), 'a bridge'],
    ]);
    if (lacking !== null) return lacking;
    if (typeof mtu === 'object') return mtu;
    return {
      kind: 'connect',
      namespace: shown('namespace'),
      bridge: shown('bridge'),
      name: typed('name'),
      portName: typed('portName'),
      addresses: wordsOf(typed('addresses') ?? ''),
      gateway: typed('gateway'),
      mtu,
      createNamespaces: true,
    };
  },
};
