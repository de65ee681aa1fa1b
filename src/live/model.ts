/** The running whole that a screen or a stream looks at: inventory kept current, probes supervised, rates computed. */
import type { Inventory } from '../inventory/model.js';
import type { Depth } from '../probes/model.js';
import type { RateFrame } from '../rates/model.js';

export type LiveEventKind =
  | 'pair-added'
  | 'pair-removed'
  | 'namespace-added'
  | 'namespace-removed'
  | 'link-changed'
  | 'probe'
  | 'warning';

/** One line of the events pane. */
export interface LiveEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: LiveEventKind;
  readonly text: string;
  /** The pair it is about, if one. */
  readonly pairId?: string;
}

export interface LiveState {
  readonly hostName: string;
  readonly kernelRelease: string;
  readonly intervalMs: number;
  readonly inventory: Inventory;
  /** null until the first report. */
  readonly frame: RateFrame | null;
  /** Newest last; bounded. */
  readonly events: readonly LiveEvent[];
}

export interface Live {
  state(): LiveState;
  /** Called after each change of state; returns the unsubscriber. */
  subscribe(listener: (state: LiveState) => void): () => void;
  setIntervalMs(intervalMs: number): void;
  setDepth(depth: Depth): void;
  stop(): Promise<void>;
}
