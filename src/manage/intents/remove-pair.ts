import type { Inventory } from '../../inventory/model.js';
import { NO_NEEDS } from '../facts/model.js';
import { linkText, peerOf, resolveLink } from '../resolve.js';
import { endEffects, endProblems, lostEffects, pairDeletion } from './deletion.js';
import { nothing, type Planner } from './proposal.js';

export interface RemovePair {
  readonly kind: 'remove-pair';
  /** Either end. */
  readonly link: string;
}

export const removePairIntent: Planner<RemovePair> = {
  needs: ({ link: text }, inventory: Inventory) => {
    const { link } = resolveLink(inventory, text);
    const peer = peerOf(inventory, link);
    const ends = [link, ...(peer === null ? [] : [peer])];
    return { ...NO_NEEDS, nsids: new Set(ends.map(({ nsid }) => nsid)), devices: new Set(ends.map(({ key }) => key)) };
  },
  propose: ({ link: text }, facts) => {
    const { link } = resolveLink(facts.inventory, text);
    const shown = linkText(facts.inventory, link);
    const title = `delete pair ${shown}`;
    if (link.kind !== 'veth')
      return nothing(title, [
        {
          what: `${shown} is no veth`,
          why: `its kind is ${link.kind ?? (link.loopback ? 'loopback' : 'physical')}`,
          forcible: false,
        },
      ]);
    const peer = peerOf(facts.inventory, link);
    const ends = [link, ...(peer === null ? [] : [peer])];
    const steps = [pairDeletion(facts, link)];
    return {
      plan: { title, steps },
      effects: [
        peer === null
          ? 'its other end, which is not to be seen from here, goes too'
          : `the other end, ${linkText(facts.inventory, peer)}, goes too`,
        ...ends.flatMap(end => endEffects(facts, end)),
        ...lostEffects(steps),
      ],
      notes: [],
      problems: ends.flatMap(end => endProblems(facts, end)),
    };
  },
};
