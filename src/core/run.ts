/** Running a program to its end, without a shell. The one place that starts short-lived processes. */
import { errnoOf, reasonOf, VethtopError } from './errors.js';

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** null when a signal ended it. */
  readonly exitCode: number | null;
}

/** In the environment of what is started here, so that another vethtop knows it (manage/helpers.ts). */
const HELPER = { name: 'VETHTOP_HELPER', value: '1' } as const;
export const HELPER_MARK = `${HELPER.name}=${HELPER.value}`;

export interface RunOptions {
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs `file` with `args` and gives what it printed, whatever its exit status.
 * @throws VethtopError `dependency` when the program is not installed, `failure` when it can't be started or times out.
 */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { execa } = await import('execa');
  const result = await execa(file, args, {
    reject: false,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    env: { ...options.env, [HELPER.name]: HELPER.value },
  });
  if (result.failed && result.exitCode === undefined && result.signal === undefined) {
    const missing = errnoOf(result.cause) === 'ENOENT';
    throw new VethtopError({
      code: missing ? 'dependency' : 'failure',
      what: `${file} could not be started`,
      why: missing ? 'it is not installed or not in PATH' : reasonOf(result.cause ?? result),
      ...(missing ? { next: `install it (scripts/run does), or add its folder to PATH` } : {}),
      cause: result.cause,
    });
  }
  if (result.timedOut) {
    throw new VethtopError({ code: 'failure', what: `${file} did not end in ${options.timeoutMs} ms`, why: 'timed out' });
  }
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? null };
}
