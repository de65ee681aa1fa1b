/**
 * Packets that reach an end without its peer's transmit function: `bpf_redirect_peer` (Cilium), XDP_REDIRECT into a veth.
 * The kernel's counter of the receiving end moves and the probes' count of the sending end doesn't. Pure but for its own memory.
 */
import type { LinkKey } from '../inventory/model.js';

/** Ticks in a row that must agree: the two are not read at the same instant. */
const LASTING_TICKS = 3;
/** What may be missing of what the kernel counts. */
const TOLERATED_SHARE = 0.1;
/** Fewer packets prove nothing. */
const LEAST_PACKETS = 20;

export interface BypassState {
  base: { readonly linkKey: LinkKey; readonly received: number; readonly sent: number } | null;
  ticks: number;
  bypassed: boolean;
}

export function createBypass(): BypassState {
  return { base: null, ticks: 0, bypassed: false };
}

/** What one tick brought, as totals. */
export interface Passage {
  /** The receiving end. */
  readonly linkKey: LinkKey;
  /** Its rx_packets. */
  readonly received: number;
  /** What the probes saw its peer hand over. */
  readonly sent: number;
}

/** @param passage null: this tick can't be compared (a gap, no report, the probes don't count packets). */
export function meterBypass(state: BypassState, passage: Passage | null): boolean {
  const { base } = state;
  state.base = passage;
  if (passage === null || base === null || base.linkKey !== passage.linkKey) return state.bypassed;
  const received = passage.received - base.received;
  const unexplained = received - (passage.sent - base.sent);
  // A quiet link says nothing either way.
  if (received < LEAST_PACKETS) return state.bypassed;
  const strange = unexplained >= LEAST_PACKETS && unexplained > received * TOLERATED_SHARE;
  state.ticks = strange === state.bypassed ? 0 : state.ticks + 1;
  if (state.ticks >= LASTING_TICKS) {
    state.bypassed = strange;
    state.ticks = 0;
  }
  return state.bypassed;
}
