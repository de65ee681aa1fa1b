/** One link as it is; what differs from that when the form is filled in is asked for. */
import { type Inventory, type Link, masterOf, namespaceOf } from '../../inventory/model.js';
import { linkReference } from '../../manage/reference.js';
import { lackingOf, mtuOf, wordsOf } from './entries.js';
import { addressField, namespaceField } from './fields.js';
import type { Filled, FormSpec, Values } from './model.js';
import { bridgeNames } from './names.js';
import { linkLabel } from './reference.js';

/** The kernel makes these itself. */
const LINK_LOCAL = /^fe[89ab]/i;

/** What the form starts with. */
export function linkValues(inventory: Inventory, link: Link): Values {
  return {
    link: linkReference(inventory, link),
    title: linkLabel(inventory, link),
    state: link.adminUp ? 'up' : 'down',
    name: link.name,
    mtu: String(link.mtu),
    addresses: (link.addresses ?? []).filter(text => !LINK_LOCAL.test(text)).join(' '),
    mac: link.mac ?? '',
    bridge: masterOf(inventory, link)?.name ?? '',
    give: 'no',
    namespace: namespaceOf(inventory, link).name,
  };
}

export const EDIT_LINK: FormSpec = {
  title: ({ title }) => `edit ${title}`,
  fields: [
    { id: 'state', label: 'state', about: 'set up or down', choices: ['up', 'down'] },
    { id: 'name', label: 'name', about: 'another name' },
    { id: 'mtu', label: 'MTU', about: 'bytes' },
    addressField('addresses', 'addresses', 'add one, or take one away; blanks between'),
    { id: 'mac', label: 'MAC', about: 'such as 02:00:00:00:00:01' },
    { id: 'bridge', label: 'bridge', about: 'the one it is a port of; empty: none', completions: bridgeNames },
    { id: 'give', label: 'to bridge', about: 'gives its addresses and their routes to the bridge', choices: ['no', 'yes'] },
    namespaceField('namespace', 'namespace', 'another one moves it there'),
  ],
  propose: () => ({}),
  intent: filled => {
    const { shown, initial } = filled;
    const mtu = mtuOf(changed(filled, 'mtu'));
    const lacking = lackingOf([
      [shown('name'), 'a name'],
      [shown('mtu'), 'an MTU'],
      [shown('namespace'), 'a namespace'],
      ...(initial.mac === '' ? [] : [[shown('mac'), 'a MAC'] as const]),
    ]);
    if (lacking !== null) return lacking;
    if (typeof mtu === 'object') return mtu;
    const gives = changed(filled, 'give') === 'yes';
    if (gives && shown('bridge') === '') return { lacking: 'it is a port of no bridge, so there is none to give addresses to' };
    const before = wordsOf(initial.addresses ?? '');
    const after = wordsOf(shown('addresses'));
    const state = changed(filled, 'state');
    const bridge = changed(filled, 'bridge');
    const change = {
      up: state === undefined ? undefined : state === 'up',
      mtu,
      mac: changed(filled, 'mac'),
      rename: changed(filled, 'name'),
      move: changed(filled, 'namespace'),
      attach: bridge || undefined,
      detach: bridge === '' ? true : undefined,
      addAddresses: after.filter(text => !before.includes(text)),
      removeAddresses: before.filter(text => !after.includes(text)),
      moveAddressTo: gives ? shown('bridge') : undefined,
    };
    const same = Object.values(change).every(value => value === undefined || (Array.isArray(value) && value.length === 0));
    return same ? { lacking: 'nothing is changed yet' } : { kind: 'set-link', link: initial.link ?? '', ...change };
  },
};

/** undefined: as it was. */
function changed({ shown, initial }: Filled, id: string): string | undefined {
  return shown(id) === initial[id] ? undefined : shown(id);
}
