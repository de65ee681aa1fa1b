import type { Command } from '../command.js';
import { inPlace, ipIn, netnsWord, type Place } from '../place.js';
import { type LinkAt, type Step, undoneBy } from './model.js';

/** The kernel takes the link down on the way and drops its master, addresses and routes. */
export function moveLink({ place, link }: LinkAt, to: Place): Step {
  return {
    change: { kind: 'move-link', place, link, to },
    title: `move ${link}${inPlace(place)} to ${to.kind === 'host' ? 'the host' : inPlace(to).slice(' in '.length)}`,
    command: moveCommand({ place, link }, to),
    inverse: undoneBy(moveCommand({ place: to, link }, place)),
  };
}

/**
 * The host is where pid 1 is: the kernel looks that up without opening anything (get_net_ns_by_pid), and `ip` has no other
 * word for it.
 */
export function moveCommand({ place, link }: LinkAt, to: Place): Command {
  return ipIn(place, 'link', 'set', 'dev', link, 'netns', to.kind === 'host' ? '1' : netnsWord(to));
}
