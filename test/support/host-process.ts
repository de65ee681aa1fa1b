import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { errnoOf } from '../../src/core/errors.js';
import { childrenOf } from './processes.js';
import { type UntilOptions, until } from './until.js';

export interface Ended {
  /** null when a signal ended the program. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A long-running program inside a private host. */
export class HostProcess {
  /** Of the program itself (not of nsenter), as the outside sees it. */
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly #output: { stdout: string; stderr: string };
  #end: Ended | null = null;

  private constructor(pid: number, output: { stdout: string; stderr: string }, ended: Promise<Ended>) {
    this.pid = pid;
    this.#output = output;
    this.ended = ended.then(end => {
      this.#end = end;
      return end;
    });
  }

  /** @param command a line of `PrivateHost.entering()`: nsenter forks once, and that child becomes the program. */
  static async start(
    command: readonly [string, ...string[]],
    env?: Readonly<Record<string, string | undefined>>,
  ): Promise<HostProcess> {
    const [file, ...args] = command;
    const nsenter = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const output = { stdout: '', stderr: '' };
    collect(nsenter.stdout, text => {
      output.stdout += text;
    });
    collect(nsenter.stderr, text => {
      output.stderr += text;
    });
    let over = false;
    const ended = endOf(nsenter).then(end => {
      over = true;
      return end;
    });
    const parent = nsenter.pid;
    if (parent === undefined) throw new Error(`${file} could not be started`);
    const pid = await until(() => over || childrenOf(parent)[0], { what: `${command.join(' ')} to start`, intervalMs: 2 });
    // Already over: nobody can be signalled any more, and the output is complete.
    return new HostProcess(pid === true ? 0 : pid, output, ended);
  }

  /** All that was printed so far. */
  get stdout(): string {
    return this.#output.stdout;
  }

  get stderr(): string {
    return this.#output.stderr;
  }

  get running(): boolean {
    return this.#end === null;
  }

  /** The complete lines printed so far, without the one being written. */
  lines(): readonly string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  /** Sends a signal to the program itself, unless it is over. */
  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    if (this.#end !== null || this.pid === 0) return;
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      // It has ended, and nobody has seen that yet.
      if (errnoOf(error) !== 'ESRCH') throw error;
    }
  }

  /** Sends a signal (SIGTERM if none is named) and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.kill(signal);
    return this.ended;
  }

  /** Waits for an answer from `ask`, as `until` does, but fails at once, with the program's stderr, when the program ends first. */
  async until<T>(ask: (process: this) => T | Promise<T>, options: UntilOptions): Promise<Exclude<T, false | null | undefined>> {
    return until(async () => {
      const wasOver = !this.running;
      const answer = await ask(this);
      if (wasOver && (answer === undefined || answer === null || answer === false)) {
        throw new Error(
          `the program ended with ${this.#end?.exitCode ?? this.#end?.signal} before its time: ${this.stderr.trim()}`,
        );
      }
      return answer;
    }, options);
  }
}

function collect(stream: Readable, take: (text: string) => void): void {
  stream.setEncoding('utf8').on('data', take);
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // nsenter ends itself with the signal that ended the program.
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal })).once('error', reject);
  });
}
