/** The frames of a running session, one after the other, for the commands that print them. */
import type { LiveState } from '../live/model.js';
import type { RateFrame } from '../rates/model.js';

/** Gives each new frame to `onFrame` until it says that is enough, or the signal comes. */
export function eachFrame(
  live: { state(): LiveState; subscribe(listener: (state: LiveState) => void): () => void },
  signal: AbortSignal,
  onFrame: (frame: RateFrame, state: LiveState) => Promise<'more' | 'enough'>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let last: number | null = null;
    let writing: Promise<void> = Promise.resolve();
    let ended = false;
    const unsubscribe = live.subscribe(state => {
      const { frame } = state;
      if (frame === null || frame.at === last) return;
      last = frame.at;
      writing = writing
        .then(async () => {
          // Frames that came while one was being written wait in line.
          if (!ended && (signal.aborted || (await onFrame(frame, state)) === 'enough')) end();
        })
        .catch(reject);
    });
    const end = (): void => {
      ended = true;
      unsubscribe();
      resolve();
    };
    signal.addEventListener('abort', end);
  });
}
