/** What is particular to a link or a port, in a few words. Facts that the kernel did not tell are left out. */
import type { LinkDetails, PortDetails } from '../inventory/link-details.js';

type Words = readonly (string | null)[];

const when = (fact: boolean | null, text: string): string | null => (fact === true ? text : null);
const unless = (fact: boolean | null, text: string): string | null => (fact === false ? text : null);
const named = (name: string, value: string | number | null): string | null => (value === null ? null : `${name} ${value}`);

function linkWords(details: LinkDetails): Words {
  switch (details.kind) {
    case 'bridge':
      return [when(details.stp, 'STP'), when(details.vlanFiltering, 'VLAN filtering')];
    case 'vlan':
      return [named('id', details.id), details.protocol === '802.1ad' ? details.protocol : null];
    case 'vxlan':
    case 'geneve':
      return [named('VNI', details.vni), named('to', details.remote), named('UDP port', details.port)];
    case 'vrf':
      return [named('table', details.table)];
    case 'macvlan':
    case 'macvtap':
    case 'ipvlan':
    case 'ipvtap':
    case 'bond':
      return [named('mode', details.mode)];
  }
}

function portWords(port: PortDetails): Words {
  switch (port.kind) {
    case 'bridge':
      return [
        port.state,
        when(port.isolated, 'isolated'),
        when(port.locked, 'locked'),
        when(port.hairpin, 'hairpin'),
        unless(port.learning, 'no learning'),
        unless(port.unicastFlood, 'no flooding'),
      ];
    case 'vrf':
      return [named('table', port.table)];
    case 'bond':
      return [port.state, unless(port.miiUp, 'link down')];
  }
}

function joined(words: Words): string | null {
  const told = words.filter(word => word !== null);
  return told.length === 0 ? null : told.join(', ');
}

/** `VNI 100, to 10.0.0.2, UDP port 4789`; null where there is nothing to tell. */
export function linkFacts(details: LinkDetails | undefined): string | null {
  return details === undefined ? null : joined(linkWords(details));
}

/** `forwarding, isolated`; null where there is nothing to tell. */
export function portFacts(port: PortDetails | undefined): string | null {
  return port === undefined ? null : joined(portWords(port));
}
