/** Calls `send` as often as a flow's wave says, in small bursts on a coarse timer: a handful of wake-ups a second. */
import { packetsDue, type Wave } from './schedule.js';

const TICK_MS = 100;
/** After a pause (the machine slept, the process was stopped) nobody wants the packets of the meantime. */
const LATE_MS = 500;

/** Stops with the process. */
export function pace(wave: Wave, send: () => void): void {
  const startMs = performance.now();
  let sent = 0;
  let lastMs = 0;
  setInterval(() => {
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs - lastMs > LATE_MS) sent = packetsDue(wave, elapsedMs - TICK_MS);
    lastMs = elapsedMs;
    const due = packetsDue(wave, elapsedMs);
    for (; sent < due; sent++) send();
  }, TICK_MS);
}
