/** Attributes of a link that is there. `previous`: see `Change`. */
import { inPlace, ipIn } from '../place.js';
import { IMPLIED, type Inverse, type LinkAt, type Step, undoneBy } from './model.js';

export function setUp({ place, link }: LinkAt, up: boolean, previous: boolean | null): Step {
  return {
    change: { kind: 'set-up', place, link, up, previous },
    title: `set ${link}${inPlace(place)} ${upWord(up)}`,
    command: setLink({ place, link }, upWord(up)),
    inverse: restoring(previous, before => setLink({ place, link }, upWord(before))),
  };
}

export function setMtu({ place, link }: LinkAt, mtu: number, previous: number | null): Step {
  return {
    change: { kind: 'set-mtu', place, link, mtu, previous },
    title: `set the MTU of ${link}${inPlace(place)} to ${mtu}`,
    command: setLink({ place, link }, 'mtu', String(mtu)),
    inverse: restoring(previous, before => setLink({ place, link }, 'mtu', String(before))),
  };
}

export function setMac({ place, link }: LinkAt, mac: string, previous: string | null): Step {
  return {
    change: { kind: 'set-mac', place, link, mac, previous },
    title: `set the MAC of ${link}${inPlace(place)} to ${mac}`,
    command: setLink({ place, link }, 'address', mac),
    inverse: restoring(previous, before => setLink({ place, link }, 'address', before)),
  };
}

/** Kernels before 6.2 refuse it while the link is up. */
export function renameLink({ place, link }: LinkAt, to: string): Step {
  return {
    change: { kind: 'rename-link', place, link, to },
    title: `rename ${link}${inPlace(place)} to ${to}`,
    command: setLink({ place, link }, 'name', to),
    inverse: undoneBy(setLink({ place, link: to }, 'name', link)),
  };
}

function setLink({ place, link }: LinkAt, ...words: readonly string[]) {
  return ipIn(place, 'link', 'set', 'dev', link, ...words);
}

function upWord(up: boolean): string {
  return up ? 'up' : 'down';
}

function restoring<T>(previous: T | null, commandFor: (before: T) => ReturnType<typeof setLink>): Inverse {
  return previous === null ? IMPLIED : undoneBy(commandFor(previous));
}
