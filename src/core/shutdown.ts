/** Ending in order: what was started is stopped on every way out, and a signal gives exit status 128+n. */
import os from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Cleaning up may not keep a person waiting: what hangs is left to its own death signal. */
const PATIENCE_MS = 3000;

function afterMs(delayMs: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, delayMs).unref();
  });
}

/**
 * Runs `task` and then `cleanUp`, whatever happens. A signal aborts the task's signal, cleans up and ends the process;
 * a second one ends it at once.
 */
export async function withCleanUp<T>(
  task: (signal: AbortSignal) => Promise<T>,
  cleanUp: (signalled: boolean) => Promise<void>,
): Promise<T> {
  const controller = new AbortController();
  let cleaning: Promise<void> | null = null;
  const cleanOnce = (): Promise<void> => {
    cleaning ??= Promise.race([cleanUp(controller.signal.aborted), afterMs(PATIENCE_MS)]);
    return cleaning;
  };
  const onSignal = (name: NodeJS.Signals): void => {
    const status = 128 + os.constants.signals[name];
    if (controller.signal.aborted) process.exit(status);
    controller.abort();
    cleanOnce().finally(() => process.exit(status));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await task(controller.signal);
  } finally {
    await cleanOnce();
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
