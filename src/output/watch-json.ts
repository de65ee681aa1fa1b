/** `vethtop watch --json`: one object a line. */
import { type Inventory, type Link, namespaceOf, type Pair } from '../inventory/model.js';
import type { Depth, Flavour, ProbeState } from '../probes/model.js';
import type { DirectionRate, DropRate, PairRate, RateFrame } from '../rates/model.js';
import { isoTime, SCHEMA_VERSION } from './documents.js';

export interface WatchEnd {
  readonly ifindex: number;
  readonly name: string;
  readonly inum: number | null;
  readonly namespace: string;
}

export interface WatchPair {
  readonly id: string;
  readonly a: WatchEnd;
  readonly b: WatchEnd | null;
  readonly source: PairRate['source'];
  readonly ab: DirectionRate;
  readonly ba: DirectionRate;
  /** Losses only; `drops` has every class. */
  readonly dropsPerSecond: number | null;
  readonly dropsTotal: number | null;
  readonly drops: readonly DropRate[];
  readonly kernel: PairRate['kernel'];
  /** Packets arrive that only the kernel's counters see: bpf_redirect_peer, XDP_REDIRECT. */
  readonly bypass: boolean;
}

export interface WatchLine {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly at: string;
  readonly intervalMs: number | null;
  readonly flavour: Flavour;
  readonly depth: Depth;
  /** Something was not counted in this interval. */
  readonly gap: boolean;
  readonly pairs: readonly WatchPair[];
  readonly otherDropsPerSecond: number | null;
  readonly probe: {
    readonly status: ProbeState['status'];
    readonly restarts: number;
    readonly lost: number;
    readonly gapMs: number;
    /** Of the BPF programs; null where it isn't measured. */
    readonly nsPerPacket: number | null;
    readonly corePercent: number | null;
  };
}

export interface WatchOptions {
  /** Those to show, in their order; all by default. */
  readonly pairs?: readonly Pair[];
}

/** Thousandths: what a timer's jitter leaves of a rate. */
function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}

function direction({ packetsPerSecond, bytesPerSecond, packets, bytes }: DirectionRate): DirectionRate {
  return { packetsPerSecond: round(packetsPerSecond), bytesPerSecond: round(bytesPerSecond), packets, bytes };
}

function end(inventory: Inventory, link: Link): WatchEnd {
  const { inum, name } = namespaceOf(inventory, link);
  return { ifindex: link.ifindex, name: link.name, inum, namespace: name };
}

function watchPair(inventory: Inventory, { id, a, b }: Pair, rate: PairRate): WatchPair {
  return {
    id,
    a: end(inventory, a),
    b: b === null ? null : end(inventory, b),
    source: rate.source,
    ab: direction(rate.ab),
    ba: direction(rate.ba),
    dropsPerSecond: round(rate.dropsPerSecond),
    dropsTotal: rate.dropsTotal,
    drops: rate.drops.map(drop => ({ ...drop, perSecond: round(drop.perSecond) })),
    kernel: {
      abPacketsPerSecond: round(rate.kernel.abPacketsPerSecond),
      baPacketsPerSecond: round(rate.kernel.baPacketsPerSecond),
    },
    bypass: rate.bypass ?? false,
  };
}

/** Pairs that are newer than the frame are left out. */
export function watchLine(frame: RateFrame, inventory: Inventory, options: WatchOptions = {}): WatchLine {
  const pairs = (options.pairs ?? inventory.pairs).flatMap(pair => {
    const rate = frame.pairs.get(pair.id);
    return rate === undefined ? [] : [watchPair(inventory, pair, rate)];
  });
  const { status, restarts, lost, gapMs, cost } = frame.probe;
  return {
    schemaVersion: SCHEMA_VERSION,
    at: isoTime(frame.at),
    intervalMs: frame.intervalMs,
    flavour: frame.flavour,
    depth: frame.depth,
    gap: frame.gap,
    pairs,
    otherDropsPerSecond: round(frame.otherDropsPerSecond),
    probe: {
      status,
      restarts,
      lost,
      gapMs,
      nsPerPacket: round(cost?.nsPerPacket ?? null),
      corePercent: round(cost?.corePercent ?? null),
    },
  };
}
