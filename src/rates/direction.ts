/** One direction of a pair: what its transmitting end sent, by the probe and by the kernel. */
import type { Counters, LinkKey } from '../inventory/model.js';
import type { Counted } from './link-ledger.js';
import type { DirectionRate } from './model.js';
import { isNew, NO_REPORT_YET, rateAfter, step, type Timing } from './timing.js';

export type Source = 'probe' | 'kernel';

interface Meter {
  packetsPerSecond: number | null;
  bytesPerSecond: number | null;
  /** What this tick adds to the totals; null while this source has never said anything about the link. */
  added: { readonly packets: number; readonly bytes: number } | null;
}

/** What the kernel's counters of one link were when they were last read. */
interface KernelBase {
  readonly linkKey: LinkKey;
  readonly txPackets: number;
  readonly txBytes: number;
}

export interface DirectionState {
  readonly probe: Meter;
  readonly kernel: Meter;
  kernelBase: KernelBase | null;
  kernelTiming: Timing;
  packets: number | null;
  bytes: number | null;
}

const createMeter = (): Meter => ({ packetsPerSecond: null, bytesPerSecond: null, added: null });

export function createDirection(): DirectionState {
  return {
    probe: createMeter(),
    kernel: createMeter(),
    kernelBase: null,
    kernelTiming: NO_REPORT_YET,
    packets: null,
    bytes: null,
  };
}

function setRates(meter: Meter, timing: Timing, packets: number, bytes: number, unknown: boolean): void {
  meter.packetsPerSecond = rateAfter(timing, meter.packetsPerSecond, packets, unknown);
  meter.bytesPerSecond = rateAfter(timing, meter.bytesPerSecond, bytes, unknown);
}

/** `counted`: null where the probe can't know this link, or doesn't count packets. */
export function meterProbe(direction: DirectionState, timing: Timing, counted: Counted | null): void {
  const meter = direction.probe;
  if (counted === null || timing.lastMs === null) {
    meter.packetsPerSecond = null;
    meter.bytesPerSecond = null;
    meter.added = null;
    return;
  }
  const packets = timing.step === 'none' ? 0 : counted.packets;
  const bytes = timing.step === 'none' ? 0 : counted.bytes;
  setRates(meter, timing, packets, bytes, counted.unknown);
  meter.added = { packets: packets + counted.earlierPackets, bytes: bytes + counted.earlierBytes };
}

/** `counters`: null where this tick has not read them. */
export function meterKernel(
  direction: DirectionState,
  linkKey: LinkKey,
  monotonicMs: number | null,
  counters: Counters | null,
): void {
  const meter = direction.kernel;
  if (direction.kernelBase !== null && direction.kernelBase.linkKey !== linkKey) {
    direction.kernelBase = null;
    direction.kernelTiming = NO_REPORT_YET;
  }
  const readAtMs = counters !== null && monotonicMs !== null && isNew(direction.kernelTiming, monotonicMs) ? monotonicMs : null;
  direction.kernelTiming = step(direction.kernelTiming, readAtMs, false);
  const base = direction.kernelBase;
  if (counters === null || readAtMs === null) {
    setRates(meter, direction.kernelTiming, 0, 0, false);
    meter.added = base === null ? null : { packets: 0, bytes: 0 };
    return;
  }
  // Deleted and made again under the same ifindex, or reset by its driver: count on from here.
  const restarted = base !== null && (counters.txPackets < base.txPackets || counters.txBytes < base.txBytes);
  const packets = base === null || restarted ? 0 : counters.txPackets - base.txPackets;
  const bytes = base === null || restarted ? 0 : counters.txBytes - base.txBytes;
  setRates(meter, direction.kernelTiming, packets, bytes, restarted);
  meter.added = { packets, bytes };
  direction.kernelBase = { linkKey, txPackets: counters.txPackets, txBytes: counters.txBytes };
}

/** The direction as its source says; totals grow by what that source counted in this tick. */
export function settleDirection(direction: DirectionState, source: Source): DirectionRate {
  const meter = direction[source];
  if (meter.added !== null) {
    direction.packets = (direction.packets ?? 0) + meter.added.packets;
    direction.bytes = (direction.bytes ?? 0) + meter.added.bytes;
  }
  return {
    packetsPerSecond: meter.packetsPerSecond,
    bytesPerSecond: meter.bytesPerSecond,
    packets: direction.packets,
    bytes: direction.bytes,
  };
}
