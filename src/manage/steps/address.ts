import { inPlace, ipIn } from '../place.js';
import { type LinkAt, type Step, undoneBy } from './model.js';

/** @param address with its prefix length: `10.254.1.1/24`. */
export function addAddress({ place, link }: LinkAt, address: string): Step {
  return {
    change: { kind: 'add-address', place, link, address },
    title: `give ${link}${inPlace(place)} the address ${address}`,
    command: ipIn(place, 'addr', 'add', address, 'dev', link),
    inverse: undoneBy(ipIn(place, 'addr', 'del', address, 'dev', link)),
  };
}

export function deleteAddress({ place, link }: LinkAt, address: string): Step {
  return {
    change: { kind: 'delete-address', place, link, address },
    title: `take the address ${address} from ${link}${inPlace(place)}`,
    command: ipIn(place, 'addr', 'del', address, 'dev', link),
    inverse: undoneBy(ipIn(place, 'addr', 'add', address, 'dev', link)),
  };
}
