/** One entry of a topology file against the host. Pure. */
import type { Link } from '../../inventory/model.js';
import type { HostFacts } from '../facts/model.js';
import { type Where, whereIs } from '../intents/where.js';
import type { Problem } from '../problem.js';
import { linkNamed } from '../resolve.js';
import type { Step } from '../steps/model.js';
import type { Topology } from '../topology.js';

/** What one entry lacks. */
export interface Part {
  readonly steps: readonly Step[];
  readonly problems?: readonly Problem[];
  readonly notes?: readonly string[];
}

export interface Context {
  readonly topology: Topology;
  readonly facts: HostFacts;
  readonly where: (namespace: string | undefined) => Where;
  /** The link of that name, if it is there. */
  readonly link: (namespace: string | undefined, name: string) => Link | null;
}

export function contextOf(topology: Topology, facts: HostFacts): Context {
  const where = (name: string | undefined): Where => whereIs(facts.inventory, name ?? null, true);
  const link = (namespace: string | undefined, name: string): Link | null => {
    const { nsid } = where(namespace);
    return nsid === null ? null : linkNamed(facts.inventory, nsid, name);
  };
  return { topology, facts, where, link };
}

export function conflict(what: string, why?: string): Part {
  return {
    steps: [],
    problems: [
      { what, ...(why === undefined ? {} : { why }), next: 'change the file, or remove what is in its way', forcible: false },
    ],
  };
}
