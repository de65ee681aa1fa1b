import { isIPv6 } from 'node:net';
import { execIn, inPlace, type Place } from '../place.js';
import { type Step, undoneBy } from './model.js';

export interface MasqueradeSpec {
  readonly place: Place;
  /** Sources that leave under the address of `via`: `10.254.2.0/24`. */
  readonly subnet: string;
  /** The link they leave by. Must not contain a double quote: nft has no way to write one. */
  readonly via: string;
}

/** A table of its own, made in one transaction; `create` fails where a table of that name is there already. */
export function addMasquerade({ place, subnet, via }: MasqueradeSpec): Step {
  const table = masqueradeTable(subnet);
  const family = familyOf(subnet);
  const transaction = [
    `create table ${table}`,
    `add chain ${table} postrouting { type nat hook postrouting priority 100; }`,
    `add rule ${table} postrouting ${family} saddr ${subnet} oifname "${via}" masquerade`,
  ].join('; ');
  return {
    change: { kind: 'add-masquerade', place, subnet, via },
    title: `let ${subnet} leave by ${via}${inPlace(place)} under its address`,
    command: execIn(place, 'nft', transaction),
    inverse: undoneBy(execIn(place, 'nft', `delete table ${table}`)),
  };
}

/** `ip vethtop_masquerade_10_254_2_0_24`: family and name. */
export function masqueradeTable(subnet: string): string {
  return `${familyOf(subnet)} vethtop_masquerade_${subnet.replace(/[^0-9a-f]/gi, '_')}`;
}

function familyOf(subnet: string): string {
  return isIPv6(subnet.replace(/\/\d+$/, '')) ? 'ip6' : 'ip';
}
