import { execIn, inPlace, type Place } from '../place.js';
import { IMPLIED, type Step, undoneBy } from './model.js';

export interface SysctlSpec {
  readonly place: Place;
  /** With slashes, as under /proc/sys, where a part contains a dot (`net/ipv4/conf/eth0.5/forwarding`); with dots otherwise. */
  readonly key: string;
  readonly value: string;
  readonly previous: string | null;
}

/** A namespace has `net.*` keys of its own, which go with it. */
export function setSysctl({ place, key, value, previous }: SysctlSpec): Step {
  const assign = (text: string) => execIn(place, 'sysctl', '-q', '-w', `${key}=${text}`);
  return {
    change: { kind: 'set-sysctl', place, key, value, previous },
    title: `set ${key} to ${value}${inPlace(place)}`,
    command: assign(value),
    inverse: previous === null ? IMPLIED : undoneBy(assign(previous)),
  };
}
