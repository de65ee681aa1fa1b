import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is true. @throws Error naming `what` when the time is up. */
export async function until(ask, what, timeoutMs = 30_000) {
  const deadline = performance.now() + timeoutMs;
  while (!(await ask())) {
    if (performance.now() >= deadline) throw new Error(`timed out waiting for ${typeof what === 'string' ? what : what()}`);
    await sleep(20);
  }
}
