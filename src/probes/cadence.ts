/** How often the program reports, and how many of its reports make one sample. Pure. */

export interface Cadence {
  readonly frameIntervalMs: number;
  readonly framesPerSample: number;
}

/** Reports are at most this far apart, whatever the interval: packed totals (xmit.bt) must not wrap twice between two. */
const LONGEST_FRAME_MS = 1000;
const SHORTEST_FRAME_MS = 50;

export function cadenceFor(intervalMs: number): Cadence {
  const wholeMs = Math.max(SHORTEST_FRAME_MS, Math.round(intervalMs));
  const framesPerSample = Math.ceil(wholeMs / LONGEST_FRAME_MS);
  return { frameIntervalMs: Math.round(wholeMs / framesPerSample), framesPerSample };
}

/** Silence after which a program is taken to be stuck. */
export function stallMs({ frameIntervalMs }: Pick<Cadence, 'frameIntervalMs'>): number {
  return Math.max(5000, frameIntervalMs * 5);
}
