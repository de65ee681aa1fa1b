/**
 * The doctor's findings as the screen shows them: examined anew when the structure of the host changes, at most once a report, and
 * on a host with very many links less often.
 */
import { diagnose } from '../doctor/engine.js';
import type { Finding } from '../doctor/model.js';
import type { Inventory } from '../inventory/model.js';
import type { LiveState } from '../live/model.js';
import type { RateFrame } from '../rates/model.js';

/** From so many pairs on, the next examination waits so long for each: one takes some 30 µs a pair. */
const MANY_PAIRS = 200;
const WAIT_MS_A_PAIR = 5;

interface Examined {
  readonly frame: RateFrame;
  /** When the next one may be made, on the clock of reports. */
  readonly againAt: number;
  /** Made anew with every change of structure and only then. */
  readonly namespaces: Inventory['namespaces'];
  readonly findings: readonly Finding[];
  readonly byPair: ReadonlyMap<string, readonly Finding[]>;
}

let last: Examined | null = null;
const NONE: readonly Finding[] = [];

function examined({ inventory, frame }: LiveState): Examined | null {
  // The first picture doesn't wait for the doctor.
  if (frame === null) return null;
  if (last !== null && last.namespaces === inventory.namespaces) return last;
  if (last !== null && last.frame === frame) return last;
  if (last !== null && frame.at < last.againAt && frame.at > last.frame.at) return last;
  const findings = diagnose(inventory);
  const byPair = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { pairId } = finding.subject;
    if (pairId === null) continue;
    const own = byPair.get(pairId);
    if (own === undefined) byPair.set(pairId, [finding]);
    else own.push(finding);
  }
  const count = inventory.pairs.length;
  const againAt = frame.at + (count < MANY_PAIRS ? 0 : count * WAIT_MS_A_PAIR);
  last = { frame, againAt, namespaces: inventory.namespaces, findings, byPair };
  return last;
}

/** Null before the first report. */
export function findingsOf(live: LiveState): readonly Finding[] | null {
  return examined(live)?.findings ?? null;
}

/** Those about a pair or one of its ends. */
export function findingsAbout(live: LiveState, pairId: string): readonly Finding[] {
  return examined(live)?.byPair.get(pairId) ?? NONE;
}
