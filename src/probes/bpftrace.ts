/** One bpftrace process: started so that it can't outlive this one, its output decoded, its end awaited. */
import { execa } from 'execa';
import { sanitise } from '../core/text.js';
import { LineDecoder, type ProbeEvent } from './decode.js';
import { type Tracefs, withTracefs } from './tracefs.js';

export interface BpftraceOptions {
  readonly path: string;
  readonly program: string;
  readonly tracefs: Tracefs;
  /** Entries that each map has room for. */
  readonly mapCapacity: number;
  readonly onEvent: (event: ProbeEvent) => void;
}

export interface BpftraceEnd {
  /** One line for a person: what it said last, or how it ended. */
  readonly why: string;
  readonly signalled: boolean;
}

export interface Bpftrace {
  /** null: it could not be started. */
  readonly pid: number | null;
  /** Never rejects. */
  readonly ended: Promise<BpftraceEnd>;
  /** Asks it to print its maps once more and end; kills it after two seconds. */
  end(): void;
  /** Ends it at once. */
  kill(): void;
}

const STDERR_KEPT = 4096;
const GRACE_MS = 2000;
/** Not told to people: harmless without CAP_SYS_RESOURCE since kernel 5.11. */
const HARMLESS = /RLIMIT_MEMLOCK|^\s*$/;
/** Told only if nothing else is said: kprobes do without that file, fentry does not. */
const HINT = /available_filter_functions/;

export function startBpftrace({ path, program, tracefs, mapCapacity, onEvent }: BpftraceOptions): Bpftrace {
  const command = withTracefs(tracefs, [path, '-B', 'line', '-f', 'json', '-e', program]);
  // The signal is kept through every exec of the chain, and bpftrace is its last link: there is no fork between.
  const child = execa('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
    reject: false,
    buffer: false,
    stdin: 'ignore',
    forceKillAfterDelay: GRACE_MS,
    env: { BPFTRACE_MAP_KEYS_MAX: String(mapCapacity), BPFTRACE_MAX_MAP_KEYS: String(mapCapacity) },
  });
  const decoder = new LineDecoder();
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    for (const event of decoder.push(chunk)) onEvent(event);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-STDERR_KEPT);
  });
  const ended = child.then(result => {
    for (const event of decoder.end()) onEvent(event);
    if (result.exitCode === undefined && result.signal === undefined) {
      return { why: `bpftrace could not be started: ${sanitise(result.originalMessage ?? 'unknown error')}`, signalled: false };
    }
    const how =
      result.signal === undefined ? `bpftrace ended with status ${result.exitCode}` : `bpftrace was ended by ${result.signal}`;
    return { why: [how, lastWords(stderr)].filter(part => part !== '').join(': '), signalled: result.signal !== undefined };
  });
  return {
    pid: child.pid ?? null,
    ended,
    end: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The first line that says what is wrong: later ones mostly point into the program. */
export function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter(line => !HARMLESS.test(line));
  const telling = lines.filter(line => !HINT.test(line));
  const chosen = telling.find(line => /error|fatal|denied|not permitted/i.test(line)) ?? telling.at(-1) ?? lines.at(-1) ?? '';
  return sanitise(chosen.trim().slice(0, 300));
}
