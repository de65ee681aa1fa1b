import { lackingOf } from './entries.js';
import type { FormSpec } from './model.js';
import { bridgeNames, uplinkNames } from './names.js';

export const UPLINK: FormSpec = {
  title: () => 'a way out for a bridge',
  fields: [
    { id: 'bridge', label: 'bridge', about: 'BRIDGE or BRIDGE@NAMESPACE', completions: bridgeNames },
    { id: 'via', label: 'by', about: 'the link that packets leave by, in the namespace of the bridge', completions: uplinkNames },
    { id: 'masquerade', label: 'masquerade', about: 'packets leave under the address of that link', choices: ['yes', 'no'] },
  ],
  propose: (_, { inventory }) => ({
    bridge: bridgeNames(inventory)[0] ?? '',
    via: uplinkNames(inventory)[0] ?? '',
    masquerade: 'yes',
  }),
  intent: ({ shown }) =>
    lackingOf([
      [shown('bridge'), 'a bridge'],
      [shown('via'), 'a link to leave by'],
    ]) ?? { kind: 'uplink', bridge: shown('bridge'), via: shown('via'), masquerade: shown('masquerade') === 'yes' },
};
