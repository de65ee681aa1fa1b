import type { Command } from '../command.js';
import { inPlace, ipIn, netnsWord, type Place, samePlace } from '../place.js';
import { type EndSpec, type Step, undoneBy } from './model.js';

/** Both ends are made where they belong, in one go: nothing shows up in the host on the way, and no name clashes there. */
export function addPair(a: EndSpec, b: EndSpec): Step {
  // The host has no name for `netns`, so an end that belongs there is made by a command that runs there.
  const [here, there] = b.place.kind === 'host' ? [b, a] : [a, b];
  return {
    change: { kind: 'add-pair', a, b },
    title: `add pair ${endTitle(a)} ↔ ${endTitle(b)}`,
    command: ipIn(here.place, 'link', 'add', 'name', here.name, ...endWords(here), 'type', 'veth', ...peerWords(here, there)),
    inverse: undoneBy(deletion(here.place, here.name)),
  };
}

export function deleteLink(place: Place, link: string): Step {
  return {
    change: { kind: 'delete-link', place, link },
    title: `delete link ${link}${inPlace(place)}`,
    command: deletion(place, link),
    inverse: { kind: 'none', why: `link ${link} is gone` },
  };
}

export function deletion(place: Place, link: string): Command {
  return ipIn(place, 'link', 'del', 'dev', link);
}

function peerWords(here: EndSpec, there: EndSpec): readonly string[] {
  const words = ['peer', 'name', there.name, ...endWords(there)];
  return samePlace(here.place, there.place) || there.place.kind === 'host' ? words : [...words, 'netns', netnsWord(there.place)];
}

function endWords({ mtu, mac }: EndSpec): readonly string[] {
  return [...(mac === undefined ? [] : ['address', mac]), ...(mtu === undefined ? [] : ['mtu', String(mtu)])];
}

function endTitle({ name, place }: EndSpec): string {
  return `${name}${inPlace(place)}`;
}
