/**
 * A throw-away Linux host for kernel tests: network, mount and pid namespaces of its own, a tmpfs on /run, `lo` up.
 * It ends, with every process inside it, on `dispose()` and also when the test process is killed.
 */
import { type ChildProcess, spawn as spawnChild } from 'node:child_process';
import { execa } from 'execa';
import { ensureBuilt } from './build.js';
import { HostProcess } from './host-process.js';
import { CLI, ROOT } from './paths.js';
import { isRunning } from './processes.js';
import { until } from './until.js';

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  /** null when a signal ended it, or the time was up. */
  readonly exitCode: number | null;
}

export interface ExecOptions {
  readonly input?: string;
  /** Added to the test's own environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default 60,000. What runs is killed then, and `exitCode` is null. */
  readonly timeoutMs?: number;
  /** Default: the checkout's root. */
  readonly cwd?: string;
}

/**
 * Pid 1 of the host. It says its pid as the outside sees it (/proc is still the outer one then), and it is a shell and
 * not `sleep`, so that orphans are reaped: a zombie would look like a process that is left.
 */
const INIT = `
read -r outer _ </proc/self/stat
mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/netns
ip link set lo up
echo "$outer"
exec </dev/null >/dev/null
while :; do sleep infinity & wait; done
`;

export class PrivateHost implements AsyncDisposable {
  /** Pid 1 of the host, as the outside sees it: `/proc/<pid>/ns/net` is the host's root namespace. */
  readonly pid: number;
  readonly #wrapper: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(pid: number, wrapper: ChildProcess, ended: Promise<void>) {
    this.pid = pid;
    this.#wrapper = wrapper;
    this.#ended = ended;
  }

  /** @throws Error with the stderr of `unshare` when the host can't be made (not root, no namespaces allowed). */
  static async create(): Promise<PrivateHost> {
    const unshare = ['unshare', '-n', '-m', '-p', '--kill-child=KILL', '--propagation', 'private'];
    const wrapper = spawnChild('setpriv', ['--pdeathsig', 'KILL', ...unshare, 'bash', '-euc', INIT], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    wrapper.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    wrapper.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    let over = false;
    const ended = new Promise<void>(resolve => {
      const finish = () => {
        over = true;
        resolve();
      };
      wrapper.once('close', finish).once('error', finish);
    });
    const pid = await until(() => over || /^(\d+)\n/.exec(stdout)?.[1], { what: 'a private host', intervalMs: 2 });
    if (pid === true) throw new Error(`a private host could not be made: ${stderr.trim() || 'unshare did not start'}`);
    return new PrivateHost(Number(pid), wrapper, ended);
  }

  /** Runs a program inside to its end, whatever its exit status. Output is kept byte for byte. */
  async exec(file: string, args: readonly string[] = [], options: ExecOptions = {}): Promise<ExecResult> {
    const [nsenter, ...rest] = this.entering(file, args, options.cwd);
    const result = await execa(nsenter, rest, {
      reject: false,
      stripFinalNewline: false,
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
      ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? null };
  }

  /**
   * Runs a bash script inside (`-euo pipefail`) and gives its stdout.
   * @throws Error with the script's stderr when it fails.
   */
  async sh(script: string, options: ExecOptions = {}): Promise<string> {
    const { stdout, stderr, exitCode } = await this.exec('bash', ['-euo', 'pipefail', '-c', script], options);
    if (exitCode !== 0)
      throw new Error(`the script ended with ${exitCode ?? 'a signal or a timeout'}: ${stderr.trim()}\n${script}`);
    return stdout;
  }

  /** Starts a program inside that goes on running. It ends with the host, or with the test process, at the latest. */
  spawn(
    file: string,
    args: readonly string[] = [],
    options: Omit<ExecOptions, 'timeoutMs' | 'input'> = {},
  ): Promise<HostProcess> {
    return HostProcess.start(this.entering(file, args, options.cwd), options.env);
  }

  /** `node dist/cli.js args` inside, to its end; dist/ is built first where it is out of date. */
  async vethtop(args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    await ensureBuilt();
    return this.exec(process.execPath, [CLI, ...args], options);
  }

  /** `node dist/cli.js args` inside, going on. */
  async spawnVethtop(args: readonly string[], options: Omit<ExecOptions, 'timeoutMs' | 'input'> = {}): Promise<HostProcess> {
    await ensureBuilt();
    return this.spawn(process.execPath, [CLI, ...args], options);
  }

  /**
   * The command line that runs a program inside. The program is killed when nsenter, which only waits for it, is killed.
   * `-r` and `env -C`, since entering a mount namespace leaves a chroot and the working folder behind.
   */
  entering(file: string, args: readonly string[] = [], cwd = ROOT): readonly [string, ...string[]] {
    const enter = ['-t', String(this.pid), '-n', '-m', '-p', '-r', '--'];
    return ['nsenter', ...enter, 'setpriv', '--pdeathsig', 'KILL', 'env', '-C', cwd, file, ...args];
  }

  /** Kills everything inside and waits until the last process is gone. May be called again. */
  async dispose(): Promise<void> {
    // Through unshare's --kill-child, not by pid: after the end the number could be somebody else's.
    this.#wrapper.kill('SIGKILL');
    await this.#ended;
    await until(() => !isRunning(this.pid), { what: `the private host ${this.pid} to end` });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
