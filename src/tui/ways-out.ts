/** Every way out of the screen: signals, errors nobody caught, a terminal that goes away. */
import type { EventEmitter } from 'node:events';
import os from 'node:os';
import { reasonOf } from '../core/errors.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** What the terminal sends for Ctrl-C and Ctrl-\. */
const FROM_KEYS: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);
const FAILURE = 1;
/** Cleaning up may not keep a person waiting longer. */
const PATIENCE_MS = 3000;

/** The process, as far as leaving it goes. */
export interface Host {
  readonly events: EventEmitter;
  exit(status: number): void;
  /** Called last, when the process exits. */
  releaseTerminal(): void;
  readonly stderr: { write(text: string): unknown };
}

export interface WaysOutOptions {
  readonly host: Host;
  /** Gives the terminal back; synchronous, and harmless when called again. */
  readonly restore: () => void;
  /** What may not be left half done: waited for as long as it takes, before `onExit`. */
  readonly finish: () => Promise<void>;
  readonly onExit: (() => Promise<void>) | undefined;
}

export interface WaysOut {
  /** The terminal has gone away: as if the kernel had sent SIGHUP. */
  gone(): void;
  /** Keys that interrupt are meant for a program that has the terminal, and not for the screen. */
  lendKeys(on: boolean): void;
  /** Stops listening; for a person who quits. */
  dispose(): void;
}

function statusOf(signal: NodeJS.Signals): number {
  return 128 + os.constants.signals[signal];
}

export function watchWaysOut({ host, restore, finish, onExit }: WaysOutOptions): WaysOut {
  let leaving = false;
  let lent = false;

  const cleaned = async (): Promise<void> => {
    try {
      await onExit?.();
    } catch (thrown) {
      host.stderr.write(`vethtop: cleaning up failed: ${reasonOf(thrown)}\n`);
    }
  };

  const patience = (): Promise<void> =>
    new Promise(resolve => {
      setTimeout(resolve, PATIENCE_MS).unref();
    });

  /** Once, in order: the terminal, what there is to say, the rest. A second signal doesn't wait. */
  const leave = (status: number, message: string | null): void => {
    restore();
    if (message !== null) host.stderr.write(message);
    if (leaving) {
      host.exit(status);
      return;
    }
    leaving = true;
    void finish()
      .then(() => Promise.race([cleaned(), patience()]))
      .then(() => host.exit(status));
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    if (!lent || !FROM_KEYS.has(signal)) leave(statusOf(signal), null);
  };
  const onError = (thrown: unknown): void => {
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    leave(FAILURE, `vethtop: unexpected error: ${text}\n`);
  };
  const onProcessExit = (): void => {
    restore();
    host.releaseTerminal();
  };

  const listeners: readonly (readonly [event: string, listener: (thrown: NodeJS.Signals) => void])[] = [
    ...SIGNALS.map(signal => [signal, onSignal] as const),
    ['uncaughtException', onError],
    ['unhandledRejection', onError],
    ['exit', onProcessExit],
  ];
  for (const [event, listener] of listeners) host.events.on(event, listener);
  return {
    gone: () => leave(statusOf('SIGHUP'), null),
    lendKeys: on => {
      lent = on;
    },
    dispose: () => {
      for (const [event, listener] of listeners) host.events.off(event, listener);
    },
  };
}
