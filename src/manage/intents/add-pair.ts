import type { Inventory } from '../../inventory/model.js';
import { canonical } from '../addresses.js';
import { addressProblems, ipv6MtuProblems, macProblems, mtuProblems, newLinkProblems, ownerProblems } from '../checks.js';
import { NO_NEEDS } from '../facts/model.js';
import { samePlace } from '../place.js';
import type { Problem } from '../problem.js';
import { DEFAULT_MTU } from '../state/link-state.js';
import { addAddress } from '../steps/address.js';
import { setUp } from '../steps/link.js';
import type { LinkAt } from '../steps/model.js';
import { addPair } from '../steps/pair.js';
import type { Planner } from './proposal.js';
import { creation, creationProblems, newLinkAt } from './where.js';

export interface NewEnd {
  /** `veth0@ns1`; without a namespace where vethtop runs. */
  readonly link: string;
  /** With prefix lengths. */
  readonly addresses: readonly string[];
  readonly mac?: string | undefined;
}

export interface AddPair {
  readonly kind: 'add-pair';
  readonly a: NewEnd;
  readonly b: NewEnd;
  readonly mtu?: number | undefined;
  readonly up: boolean;
  /** Namespaces that are not there are made. */
  readonly createNamespaces: boolean;
}

export const addPairIntent: Planner<AddPair> = {
  needs: (intent, inventory) => {
    ends(intent, inventory);
    return NO_NEEDS;
  },
  propose: (intent, facts) => {
    const [a, b] = ends(intent, facts.inventory);
    const { mtu } = intent;
    const made = [a, b];
    const spec = (end: typeof a) => ({ place: end.place, name: end.link, mtu, mac: end.mac });
    const steps = [
      ...creation(made),
      addPair(spec(a), spec(b)),
      ...made.flatMap(end => {
        const at: LinkAt = { place: end.place, link: end.link };
        const valid = addressProblems(end.addresses).length === 0;
        return [
          ...(valid ? end.addresses.map(text => addAddress(at, canonical(text))) : []),
          ...(intent.up ? [setUp(at, true, null)] : []),
        ];
      }),
    ];
    const same: readonly Problem[] =
      a.link === b.link && samePlace(a.place, b.place)
        ? [{ what: `both ends would be called ${a.link} in the same namespace`, next: 'choose two names', forcible: false }]
        : [];
    const problems = [
      ...creationProblems(facts.inventory, made),
      ...made.flatMap(end => [
        ...newLinkProblems(facts.inventory, end.nsid, end.link),
        ...addressProblems(end.addresses),
        ...macProblems(end.mac),
        ...ipv6MtuProblems(mtu ?? DEFAULT_MTU, end.addresses),
        ...(end.nsid === null ? [] : ownerProblems(facts, end.nsid, 'adding a link')),
      ]),
      ...same,
      ...mtuProblems(mtu),
      ...sharedAddress(a.addresses, b.addresses),
    ];
    return {
      plan: { title: `add pair ${intent.a.link} ↔ ${intent.b.link}`, steps },
      effects: [],
      notes: intent.up ? [] : ['both ends stay down'],
      problems,
    };
  },
};

function ends({ a, b, createNamespaces }: AddPair, inventory: Inventory) {
  const end = (one: NewEnd) => ({ ...newLinkAt(inventory, one.link, createNamespaces), addresses: one.addresses, mac: one.mac });
  return [end(a), end(b)] as const;
}

function sharedAddress(a: readonly string[], b: readonly string[]): readonly Problem[] {
  if (addressProblems([...a]).length > 0 || addressProblems([...b]).length > 0) return [];
  const [clash] = addressProblems([...a, ...b]);
  return clash === undefined
    ? []
    : [{ what: clash.what.replace('is given twice', 'is given to both ends'), next: 'give each end its own', forcible: true }];
}
