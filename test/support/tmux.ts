/** A terminal for end-to-end tests: a program in a tmux of its own, outside or inside a private host. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './paths.js';
import type { PrivateHost } from './private-host.js';
import { until } from './until.js';

export interface TmuxOptions {
  readonly cols: number;
  readonly rows: number;
  /** Program and arguments, run without a shell, in the checkout's root. */
  readonly command: readonly [string, ...string[]];
  readonly inHost?: PrivateHost;
  readonly env?: Readonly<Record<string, string>>;
  /** TERM inside; default what tmux users have. */
  readonly term?: string;
}

const SESSION = 's';

/** The command run by a shell that prints the exit status: what tmux 3.3a itself says of it is empty now and then. */
export function sayingItsEnd(command: readonly string[]): [string, ...string[]] {
  return ['sh', '-c', '"$@"; echo "ended with $?"', 'sh', ...command];
}

export class Tmux implements AsyncDisposable {
  readonly rows: number;
  readonly #server: ChildProcess;
  readonly #folder: string;
  readonly #call: (args: readonly string[]) => Promise<string>;

  private constructor(rows: number, server: ChildProcess, folder: string, call: (args: readonly string[]) => Promise<string>) {
    this.rows = rows;
    this.#server = server;
    this.#folder = folder;
    this.#call = call;
  }

  /** @throws Error with what tmux printed when the terminal can't be opened. */
  static async start({ cols, rows, command, inHost, env = {}, term = 'tmux-256color' }: TmuxOptions): Promise<Tmux> {
    const folder = await mkdtemp(join(tmpdir(), 'vethtop-tmux-'));
    const tmux = ['tmux', '-u', '-S', join(folder, 'socket'), '-f', '/dev/null'];
    const place = (line: readonly [string, ...string[]]): readonly [string, ...string[]] =>
      inHost === undefined ? ['setpriv', '--pdeathsig', 'KILL', ...line] : inHost.entering(line[0], line.slice(1));
    const outer = { TMUX: undefined, TMUX_PANE: undefined, NO_COLOR: undefined };

    // In the foreground (-D), so that it dies with the test process.
    const [file, ...rest] = place(['tmux', ...tmux.slice(1), '-D']);
    const server = spawn(file, rest, { cwd: ROOT, stdio: 'ignore', env: { ...process.env, ...outer } });
    const call = async (args: readonly string[]): Promise<string> => {
      const [program, ...line] = place(['tmux', ...tmux.slice(1), ...args]);
      const result = await execa(program, line, { reject: false, stdin: 'ignore', stripFinalNewline: false, env: outer });
      if (result.failed) throw new Error(`tmux ${args[0]} failed: ${result.stderr.trim() || result.shortMessage}`);
      return result.stdout;
    };
    const terminal = new Tmux(rows, server, folder, call);
    try {
      // remain-on-exit: the screen that a program leaves behind can be looked at; without a line of tmux's own on it (from 3.3 on).
      const kept = { 'remain-on-exit': 'on', 'remain-on-exit-format': '' };
      const settings = { 'default-terminal': term, 'escape-time': '0', status: 'off', ...kept };
      const set = Object.entries(settings).flatMap(([name, value]) => ['set-option', '-gq', name, value, ';']);
      const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
      const size = ['-x', String(cols), '-y', String(rows)];
      await terminal.#untilServed();
      await call([...set, 'new-session', '-d', '-s', SESSION, '-c', ROOT, ...size, ...variables, ...command]);
    } catch (thrown) {
      await terminal.stop();
      throw thrown;
    }
    return terminal;
  }

  /** Presses keys by tmux's names: `Enter`, `C-c`, `PageDown`, `a`, … A word that is no key's name is typed. */
  async send(...keys: readonly string[]): Promise<void> {
    await this.#call(['send-keys', '-t', SESSION, '--', ...keys]);
  }

  /** Types a text, whatever it holds. */
  async type(text: string): Promise<void> {
    await this.#call(['send-keys', '-t', SESSION, '-l', '--', text]);
  }

  /** What the screen shows: a string for each row, without the blanks at its end. */
  async capture(): Promise<readonly string[]> {
    return this.#rows([]);
  }

  /** The same with SGR escape sequences. */
  async captureAnsi(): Promise<readonly string[]> {
    return this.#rows(['-e']);
  }

  async alternateOn(): Promise<boolean> {
    return (await this.ask('alternate_on')) === '1';
  }

  /** Waits for the end of a program started by `sayingItsEnd`, and that its status is this one. */
  async untilEnded(status: number): Promise<void> {
    await this.until(/^ended with \d+$/m);
    if (!(await this.capture()).includes(`ended with ${status}`)) {
      throw new Error(`not status ${status}:\n${(await this.capture()).join('\n')}`);
    }
  }

  /** Whether the program has ended. */
  async ended(): Promise<boolean> {
    return (await this.ask('pane_dead')) === '1';
  }

  /** Values of tmux's formats (`cursor_flag`, `mouse_any_flag`, `pane_pid`, …), joined with a blank. */
  async ask(...formats: readonly string[]): Promise<string> {
    const text = await this.#call(['display-message', '-p', '-t', SESSION, formats.map(name => `#{${name}}`).join(' ')]);
    return text.replace(/\n$/, '');
  }

  /** Writes to the terminal past the program that has it, as others on the same terminal can. */
  async scribble(text: string): Promise<void> {
    await writeFile(await this.ask('pane_tty'), text);
  }

  async resize(cols: number, rows: number): Promise<void> {
    await this.#call(['resize-window', '-t', SESSION, '-x', String(cols), '-y', String(rows)]);
  }

  /** Waits until the screen shows the text, and gives the screen. */
  async until(wanted: string | RegExp, timeoutMs = 15_000): Promise<readonly string[]> {
    let rows: readonly string[] = [];
    await until(
      async () => {
        rows = await this.capture();
        const screen = rows.join('\n');
        return typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
      },
      { what: () => `${wanted} on the screen:\n${rows.join('\n')}`, timeoutMs, intervalMs: 40 },
    );
    return rows;
  }

  /** Ends the program, the terminal and its server. May be called again. */
  async stop(): Promise<void> {
    if (this.#server.exitCode === null && this.#server.signalCode === null) {
      const ended = new Promise(resolve => this.#server.once('close', resolve));
      // An orderly end hangs up on the program; where the server doesn't answer, it is killed.
      await this.#call(['kill-server']).catch(() => this.#server.kill('SIGKILL'));
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #untilServed(): Promise<void> {
    const asked = () => this.#call(['show-options', '-s', 'escape-time']).catch(() => null);
    await until(asked, { what: 'the tmux server' });
  }

  async #rows(options: readonly string[]): Promise<readonly string[]> {
    const text = await this.#call(['capture-pane', '-p', '-t', SESSION, ...options]);
    return text.replace(/\n$/, '').split('\n');
  }
}
