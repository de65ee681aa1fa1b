/**
 * The probe's totals of each link, and whose they are.
 *
 * inums and ifindexes are recycled, and a probe sees a link before the inventory does. So what is counted between two
 * samples goes to the pair that has the link now; while no pair has it, it is kept for the first that comes; and what
 * arrives with the sample in which a pair has vanished dies with that pair.
 */
import type { LinkTotals, ProbeKey } from '../probes/model.js';

interface Entry {
  raw: LinkTotals;
  /** Highest `xmitPackets - xmitFailed` so far: the two are read one after the other, so the difference may waver. */
  delivered: number;
  packets: number;
  bytes: number;
  /** Nothing can be said about the last interval: the totals went back, or the link is missing from the sample. */
  unknown: boolean;
  /** What the last claim found unclaimed. */
  earlierPackets: number;
  earlierBytes: number;
  pairId: string | null;
  claimedAtTick: number;
  unclaimedPackets: number;
  unclaimedBytes: number;
}

export type LinkLedger = Map<ProbeKey, Entry>;

/** What an end transmitted between the last two samples, and before its pair was known. */
export interface Counted {
  readonly packets: number;
  readonly bytes: number;
  readonly unknown: boolean;
  readonly earlierPackets: number;
  readonly earlierBytes: number;
}

export const NOTHING_COUNTED: Counted = { packets: 0, bytes: 0, unknown: false, earlierPackets: 0, earlierBytes: 0 };

function createEntry(): Entry {
  return {
    raw: { xmitPackets: 0, xmitBytes: 0, xmitFailed: 0 },
    delivered: 0,
    packets: 0,
    bytes: 0,
    unknown: false,
    earlierPackets: 0,
    earlierBytes: 0,
    pairId: null,
    claimedAtTick: -1,
    unclaimedPackets: 0,
    unclaimedBytes: 0,
  };
}

function wentBack(from: LinkTotals, to: LinkTotals): boolean {
  return to.xmitPackets < from.xmitPackets || to.xmitBytes < from.xmitBytes;
}

function count(entry: Entry, totals: LinkTotals): void {
  const before = entry.raw;
  entry.raw = totals;
  const delivered = Math.max(0, totals.xmitPackets - totals.xmitFailed);
  if (wentBack(before, totals)) {
    entry.delivered = delivered;
    entry.unknown = true;
    return;
  }
  // Failures of long ago that were forgotten (probes/tally.ts) say nothing about this interval.
  if (totals.xmitFailed < before.xmitFailed) entry.delivered = Math.max(0, before.xmitPackets - totals.xmitFailed);
  const handed = totals.xmitPackets - before.xmitPackets;
  const bytes = totals.xmitBytes - before.xmitBytes;
  entry.packets = Math.max(0, delivered - entry.delivered);
  // The bytes of failed packets are not reported apart: they are taken to be of the interval's mean size.
  entry.bytes = handed === 0 ? bytes : Math.round((bytes * entry.packets) / handed);
  entry.delivered = Math.max(delivered, entry.delivered);
  entry.unknown = false;
}

/** Takes in a new sample. */
export function countLinks(ledger: LinkLedger, links: ReadonlyMap<ProbeKey, LinkTotals>): void {
  for (const entry of ledger.values()) {
    entry.packets = 0;
    entry.bytes = 0;
    entry.unknown = true;
  }
  // forEach, here and below: a loop over thousands of entries makes an array of each.
  links.forEach((totals, key) => {
    let entry = ledger.get(key);
    if (entry === undefined) {
      entry = createEntry();
      ledger.set(key, entry);
    }
    count(entry, totals);
  });
}

/**
 * What link `key` counted for pair `pairId`, which has it in this tick; valid until the next claim of the link. A link that no
 * sample has named has sent nothing.
 */
export function claim(ledger: LinkLedger, key: ProbeKey, pairId: string, tick: number): Counted {
  const entry = ledger.get(key);
  if (entry === undefined) return NOTHING_COUNTED;
  entry.earlierPackets = entry.unclaimedPackets;
  entry.earlierBytes = entry.unclaimedBytes;
  entry.pairId = pairId;
  entry.claimedAtTick = tick;
  entry.unclaimedPackets = 0;
  entry.unclaimedBytes = 0;
  return entry;
}

/** After every pair has claimed its links in a tick with a new sample. */
export function settle(ledger: LinkLedger, links: ReadonlyMap<ProbeKey, LinkTotals>, tick: number): void {
  ledger.forEach((entry, key) => {
    if (entry.claimedAtTick === tick) return;
    if (entry.pairId === null) {
      entry.unclaimedPackets += entry.packets;
      entry.unclaimedBytes += entry.bytes;
      // Nobody's, and no longer reported: a link that is gone.
      if (!links.has(key)) ledger.delete(key);
    } else {
      entry.pairId = null;
    }
  });
}
