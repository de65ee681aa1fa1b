/** What is set beside the links: sysctls, routes, nft tables, queueing disciplines. Pure. */
import { factKey, stateOf } from '../facts/model.js';
import type { Where } from '../intents/where.js';
import type { Step } from '../steps/model.js';
import { addQueue } from '../steps/queue.js';
import { addRoute } from '../steps/route.js';
import { setSysctl } from '../steps/sysctl.js';
import type { Topology } from '../topology.js';
import type { Context, Part } from './model.js';

export function sysctlPart({ namespace, key, value }: Topology['sysctls'][number], { facts, where }: Context): Part {
  const { place, nsid } = where(namespace);
  const previous = nsid === null ? null : (facts.sysctls.get(factKey(nsid, key)) ?? null);
  return { steps: previous === String(value) ? [] : [setSysctl({ place, key, value: String(value), previous })] };
}

export function routePart({ namespace, to, via, dev }: Topology['routes'][number], { facts, where }: Context): Part {
  const { place, nsid } = where(namespace);
  const states = nsid === null ? [] : [...(facts.states.get(nsid)?.values() ?? [])];
  const isThere = states.some(
    ({ name, routes }) =>
      (dev === undefined || dev === name) &&
      routes.some(route => route.to.at(-1) === shortPrefix(to) && (via === undefined || route.via === via)),
  );
  return { steps: isThere ? [] : [addRoute(place, { to, via, dev })] };
}

/** `ip` shows a host's route without its length. */
function shortPrefix(to: string): string {
  return to.replace(/(?<=:.*)\/128$|(?<=^[\d.]+)\/32$/, '');
}

export function queuePart({ namespace, optional, ...queue }: Topology['queues'][number], { facts, where, link }: Context): Part {
  const found = link(namespace, queue.link);
  const qdisc = found === null ? null : (stateOf(facts, found.nsid, found.ifindex)?.qdisc ?? null);
  if (qdisc === 'tbf') return { steps: [] };
  const step = addQueue({ place: where(namespace).place, ...queue });
  return { steps: [{ ...step, ...(optional === undefined ? {} : { optional }) }] };
}

interface TableEntry {
  readonly namespace?: string | undefined;
  readonly optional?: string | undefined;
}

export function tablePart(
  { facts, where }: Context,
  { namespace, optional }: TableEntry,
  table: string,
  step: (place: Where['place']) => Step,
): Part {
  const { place, nsid } = where(namespace);
  if (nsid !== null && facts.tables.has(factKey(nsid, table))) return { steps: [] };
  return { steps: [{ ...step(place), ...(optional === undefined ? {} : { optional }) }] };
}
