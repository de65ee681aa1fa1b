/** `vethtop drops --json`: one object a line. */
import type { Inventory } from '../inventory/model.js';
import type { Depth, DropClass, Flavour, ProbeState } from '../probes/model.js';
import type { RateFrame } from '../rates/model.js';
import { isoTime, SCHEMA_VERSION } from './documents.js';
import { type DropRow, type DropSelection, dropRows } from './drops-rows.js';

export interface DropDocument {
  /** null: the packet had no device when it was freed. `name` is null for a link that is not known. */
  readonly link: {
    readonly inum: number;
    readonly ifindex: number;
    readonly name: string | null;
    readonly namespace: string | null;
    readonly kind: string | null;
  } | null;
  /** null: the link is no end of a pair. */
  readonly pair: { readonly id: string; readonly end: 'a' | 'b' } | null;
  readonly reason: string;
  readonly function: string;
  readonly class: DropClass;
  readonly cause: string | null;
  readonly hint: string | null;
  /** null: unknown, in the first report and after a gap. */
  readonly perSecond: number | null;
  readonly total: number;
}

export interface DropsLine {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly at: string;
  readonly intervalMs: number | null;
  readonly flavour: Flavour;
  readonly depth: Depth;
  /** Something was not counted in this interval. */
  readonly gap: boolean;
  readonly drops: readonly DropDocument[];
  readonly probe: Pick<ProbeState, 'status' | 'restarts' | 'lost' | 'gapMs'>;
}

export function dropsLine(frame: RateFrame, inventory: Inventory, selection: DropSelection): DropsLine {
  const { status, restarts, lost, gapMs } = frame.probe;
  return {
    schemaVersion: SCHEMA_VERSION,
    at: isoTime(frame.at),
    intervalMs: frame.intervalMs,
    flavour: frame.flavour,
    depth: frame.depth,
    gap: frame.gap,
    drops: dropRows(frame, inventory, selection).map(dropDocument),
    probe: { status, restarts, lost, gapMs },
  };
}

function dropDocument({ link, perSecond, ...row }: DropRow): DropDocument {
  return {
    link:
      link === null
        ? null
        : { inum: link.inum, ifindex: link.ifindex, name: link.name, namespace: link.namespace, kind: link.kind },
    ...row,
    perSecond: perSecond === null ? null : Math.round(perSecond * 1000) / 1000,
  };
}
