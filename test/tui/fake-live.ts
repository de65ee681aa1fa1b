/** A Live whose states a test sets by hand. */
import type { Live, LiveState } from '../../src/live/model.js';
import type { Depth } from '../../src/probes/model.js';

export class FakeLive implements Live {
  #state: LiveState;
  readonly #listeners = new Set<(state: LiveState) => void>();

  constructor(state: LiveState) {
    this.#state = state;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  state(): LiveState {
    return this.#state;
  }

  set(state: LiveState): void {
    this.#state = { ...state, intervalMs: this.#state.intervalMs };
    for (const listener of this.#listeners) listener(this.#state);
  }

  subscribe(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setIntervalMs(intervalMs: number): void {
    this.#state = { ...this.#state, intervalMs };
    for (const listener of this.#listeners) listener(this.#state);
  }

  depth: Depth | null = null;

  setDepth(depth: Depth): void {
    this.depth = depth;
  }

  async stop(): Promise<void> {}
}
