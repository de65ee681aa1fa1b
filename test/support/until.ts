import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  /** What is waited for: completes the sentence "timed out waiting for …". A function is called when the time is up. */
  readonly what: string | (() => string);
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Asks until the answer is neither `undefined`, `null` nor `false`, and gives that answer.
 * @throws Error naming `what` when `timeoutMs` (default 10,000) has passed; whatever `ask` throws.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  { what, timeoutMs = 10_000, intervalMs = 20 }: UntilOptions,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isAnswer(answer)) return answer;
    if (performance.now() >= deadline) {
      throw new Error(`timed out after ${timeoutMs} ms waiting for ${typeof what === 'string' ? what : what()}`);
    }
    await sleep(intervalMs);
  }
}

function isAnswer<T>(answer: T): answer is Exclude<T, false | null | undefined> {
  return answer !== undefined && answer !== null && answer !== false;
}
