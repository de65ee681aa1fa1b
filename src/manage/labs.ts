/** Labs as the rest of the program sees them: list, start, stop. A keeper process does the work and outlives a killed vethtop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { VethtopError } from '../core/errors.js';
import { sanitise } from '../core/text.js';
import { labFile } from './lab/files.js';
import { type KeeperMessage, parseKeeperMessage, STOP } from './lab/protocol.js';
import { removeDeadLabs } from './lab/removal.js';

export { type LabSummary, listLabs } from './lab/files.js';

const KEEPER = fileURLToPath(new URL('./keeper.js', import.meta.url));

export interface LabProgress {
  /** Steps that are done, of `total`. */
  readonly done: number;
  readonly total: number;
  /** What is being done now. */
  readonly text: string;
}

export interface StartLabOptions {
  readonly onProgress?: (progress: LabProgress) => void;
  /** Things that a person should know and that don't stop the lab. */
  readonly onNote?: (text: string) => void;
  /** Stops the building; what was made is removed. */
  readonly signal?: AbortSignal;
  /** Where the labs' files are; the built-in ones otherwise. */
  readonly folder?: string;
}

export interface RunningLab {
  readonly name: string;
  readonly title: string;
  readonly namespaces: readonly string[];
  /**
   * Removes the lab; every call gives the same promise.
   * @throws VethtopError when something stays, with what and why.
   */
  stop(): Promise<void>;
}

/**
 * Builds a lab and starts its traffic. It does not keep this process alive.
 * @throws VethtopError `not-found`, `privilege`, `refused` when it is there already, `dependency`, or what failed; nothing is left then.
 */
export async function startLab(name: string, options: StartLabOptions = {}): Promise<RunningLab> {
  const file = await labFile(name, options.folder);
  if (process.geteuid?.() !== 0) {
    throw new VethtopError({
      code: 'privilege',
      what: `lab ${name} needs root`,
      why: 'it makes namespaces',
      next: 'run it with sudo',
    });
  }
  const keeper = new Keeper(name, file, options);
  const abort = () => keeper.askToStop();
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();
  try {
    const { title, namespaces } = await keeper.ready;
    let stopping: Promise<void> | null = null;
    const stop = () => {
      stopping ??= keeper.stop();
      return stopping;
    };
    return { name, title, namespaces, stop };
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

type Ready = Extract<KeeperMessage, { type: 'ready' }>;

class Keeper {
  readonly ready: Promise<Ready>;
  readonly #child: ChildProcess;
  readonly #requests: Writable & { ref?: () => void; unref?: () => void };
  readonly #messages: Readable & { ref?: () => void; unref?: () => void };
  /** Resolves with the last message; null when the keeper was killed. */
  readonly #end: Promise<KeeperMessage | null>;

  constructor(name: string, file: string, options: StartLabOptions) {
    // In a session of its own, so that neither a terminal's signals nor a kill of vethtop's group reach it. Node opens pipes with
    // close-on-exec: no other child of ours gets hold of this one's, and the keeper sees its end when we die.
    const child = spawn(process.execPath, [KEEPER, name, file], { detached: true, stdio: ['pipe', 'pipe', 'ignore'], cwd: '/' });
    this.#child = child;
    this.#requests = child.stdin;
    this.#messages = child.stdout;
    // It is gone; `close` tells of it.
    child.stdin.on('error', () => {});
    let last: KeeperMessage | null = null;
    this.#end = new Promise(resolve => {
      child.once('close', () => resolve(last?.type === 'removed' || last?.type === 'failed' ? last : null));
      child.once('error', () => resolve(null));
    });
    this.ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        const message = parseKeeperMessage(line);
        last = message ?? last;
        if (message === null) options.onNote?.(`the keeper said something unexpected: ${sanitise(line)}`);
        else if (message.type === 'progress') options.onProgress?.(message);
        else if (message.type === 'note') options.onNote?.(message.text);
        else if (message.type === 'ready') resolve(message);
      });
      // Settled already, unless it ended before its time.
      this.#end.then(message => reject(buildFailure(name, message)));
    });
    this.ready.then(
      () => this.#hold(false),
      () => {},
    );
  }

  askToStop(): void {
    this.#requests.write(`${STOP}\n`);
  }

  async stop(): Promise<void> {
    this.#hold(true);
    this.askToStop();
    const message = await this.#end;
    const remains = message?.type === 'removed' ? message.remains : await removeDeadLabs();
    if (remains.length === 0) return;
    throw new VethtopError({
      code: 'failure',
      what: 'the lab could not be removed completely',
      why: remains.join('; '),
      next: 'the next lab that is started tries again',
    });
  }

  /** Whether the keeper keeps this process alive. */
  #hold(hold: boolean): void {
    for (const part of [this.#child, this.#requests, this.#messages]) {
      if (hold) part.ref?.();
      else part.unref?.();
    }
  }
}

function buildFailure(name: string, message: KeeperMessage | null): VethtopError {
  if (message?.type === 'failed') return new VethtopError(message);
  if (message?.type === 'removed') return new VethtopError({ code: 'failure', what: `lab ${name} was stopped` });
  return new VethtopError({
    code: 'failure',
    what: `lab ${name} could not be built`,
    why: 'its keeper was killed or could not be started',
    next: 'start it again: that also removes what may be left',
  });
}
