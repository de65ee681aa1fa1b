/** One direction of a pair: what its transmitting end sent, by the probe and by the kernel. */
import type { Counters, LinkKey } from '../inventory/model.js';
import type { Counted } from './link-ledger.js';
import type { DirectionRate } from './model.js';
import { isNew, type MutableTiming, NO_REPORT_YET, rateAfter, stepOn, type Timing } from './timing.js';

export type Source = 'probe' | 'kernel';

interface Meter {
  packetsPerSecond: number | null;
  bytesPerSecond: number | null;
  /** Whether this source has said anything about the link. */
  said: boolean;
  /** What this tick adds to the totals. */
  addedPackets: number;
  addedBytes: number;
}

/** What the kernel's counters of one link were when they were last read. */
interface KernelBase {
  readonly linkKey: LinkKey;
  txPackets: number;
  txBytes: number;
}

export interface DirectionState {
  readonly probe: Meter;
  readonly kernel: Meter;
  kernelBase: KernelBase | null;
  kernelTiming: MutableTiming;
  packets: number | null;
  bytes: number | null;
}

const createMeter = (): Meter => ({ packetsPerSecond: null, bytesPerSecond: null, said: false, addedPackets: 0, addedBytes: 0 });

function add(meter: Meter, packets: number, bytes: number): void {
  meter.said = true;
  meter.addedPackets = packets;
  meter.addedBytes = bytes;
}

function sayNothing(meter: Meter): void {
  meter.said = false;
  meter.addedPackets = 0;
  meter.addedBytes = 0;
}

export function createDirection(): DirectionState {
  return {
    probe: createMeter(),
    kernel: createMeter(),
    kernelBase: null,
    kernelTiming: { ...NO_REPORT_YET },
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
    sayNothing(meter);
    return;
  }
  const packets = timing.step === 'none' ? 0 : counted.packets;
  const bytes = timing.step === 'none' ? 0 : counted.bytes;
  setRates(meter, timing, packets, bytes, counted.unknown);
  add(meter, packets + counted.earlierPackets, bytes + counted.earlierBytes);
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
    direction.kernelTiming = { ...NO_REPORT_YET };
  }
  const readAtMs = counters !== null && monotonicMs !== null && isNew(direction.kernelTiming, monotonicMs) ? monotonicMs : null;
  stepOn(direction.kernelTiming, readAtMs, false);
  const base = direction.kernelBase;
  if (counters === null || readAtMs === null) {
    setRates(meter, direction.kernelTiming, 0, 0, false);
    if (base === null) sayNothing(meter);
    else add(meter, 0, 0);
    return;
  }
  // Deleted and made again under the same ifindex, or reset by its driver: count on from here.
  const restarted = base !== null && (counters.txPackets < base.txPackets || counters.txBytes < base.txBytes);
  const packets = base === null || restarted ? 0 : counters.txPackets - base.txPackets;
  const bytes = base === null || restarted ? 0 : counters.txBytes - base.txBytes;
  setRates(meter, direction.kernelTiming, packets, bytes, restarted);
  add(meter, packets, bytes);
  if (base === null) direction.kernelBase = { linkKey, txPackets: counters.txPackets, txBytes: counters.txBytes };
  else {
    base.txPackets = counters.txPackets;
    base.txBytes = counters.txBytes;
  }
}

/** The direction as its source says; totals grow by what that source counted in this tick. */
export function settleDirection(direction: DirectionState, source: Source): DirectionRate {
  const meter = direction[source];
  if (meter.said) {
    direction.packets = (direction.packets ?? 0) + meter.addedPackets;
    direction.bytes = (direction.bytes ?? 0) + meter.addedBytes;
  }
  return {
    packetsPerSecond: meter.packetsPerSecond,
    bytesPerSecond: meter.bytesPerSecond,
    packets: direction.packets,
    bytes: direction.bytes,
  };
}
