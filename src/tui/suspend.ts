/** Ctrl-Z: the whole foreground group stops, as the terminal itself would have done it, and goes on with SIGCONT. */

/** A process without a shell to go back to can't stop: then it goes on after this. */
const UNSTOPPED_MS = 300;

export function stopProcessGroup(): Promise<void> {
  return new Promise(resolve => {
    const goOn = (): void => {
      process.off('SIGCONT', goOn);
      clearTimeout(timer);
      resolve();
    };
    process.once('SIGCONT', goOn);
    // Also keeps the event loop alive while nothing else does.
    const timer = setTimeout(goOn, UNSTOPPED_MS);
    // After this turn, so that the last bytes are out.
    setImmediate(() => process.kill(0, 'SIGTSTP'));
  });
}
