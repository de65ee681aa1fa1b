/** The traffic workers of a lab: one process in each namespace that serves or sends. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { errnoOf, reasonOf, VethtopError } from '../../core/errors.js';
import type { Topology } from '../topology.js';
import { type FlowConfig, GO, LISTENING, type WorkerConfig } from '../traffic/config.js';
import { namespacePath } from './namespace-identity.js';
import { identifyProcess, type ProcessIdentity } from './process-identity.js';

/** Longer than anybody looks at a lab; a worker that was forgotten ends nevertheless. */
const LIFETIME_MS = 6 * 3_600_000;
const WORKER = fileURLToPath(new URL('../traffic-worker.js', import.meta.url));
/** A worker needs little; without a bound V8 takes more before it collects. */
const NODE_OPTIONS = ['--max-old-space-size=32', '--max-semi-space-size=1'];

export interface WorkerEvents {
  /** Called at once, before the worker does anything. */
  readonly onStart: (worker: ProcessIdentity) => void;
  /** Called when one ends although nobody asked it to. */
  readonly onEnd: (namespace: string, why: string) => void;
}

/** Pure: what the worker of each namespace is to do. */
export function workerConfigs({ servers, traffic }: Topology): readonly WorkerConfig[] {
  const names = new Set([...servers.map(({ namespace }) => namespace), ...traffic.map(({ from }) => from)]);
  const flows = traffic.map(({ from, ...flow }, index) => ({ from, flow: { ...flow, index } satisfies FlowConfig }));
  return [...names].map(name => ({
    namespace: name,
    servers: servers.flatMap(({ namespace, ...server }) => (namespace === name ? [server] : [])),
    flows: flows.flatMap(({ from, flow }) => (from === name ? [flow] : [])),
    lifetimeMs: LIFETIME_MS,
  }));
}

/**
 * Starts every worker, waits until all their servers listen, and lets the packets flow.
 * @throws VethtopError when one can't be started; the others are left to the caller.
 */
export async function startWorkers(topology: Topology, events: WorkerEvents): Promise<void> {
  const children = await Promise.all(workerConfigs(topology).map(config => startWorker(config, events)));
  for (const child of children) child.stdin.write(`${GO}\n`);
}

async function startWorker(config: WorkerConfig, { onStart, onEnd }: WorkerEvents): Promise<ChildProcessWithoutNullStreams> {
  const { namespace } = config;
  // nsenter and not `ip netns exec`: that one makes a mount namespace, whose copy of /run/netns would keep the others alive.
  const args = [`--net=${namespacePath(namespace)}`, process.execPath, ...NODE_OPTIONS, WORKER];
  const child = spawn('nsenter', args, { stdio: 'pipe', cwd: '/' });
  // The worker is gone; `exit` tells of it.
  child.stdin.on('error', () => {});
  const identity = child.pid === undefined ? null : identifyProcess(child.pid);
  if (identity !== null) onStart(identity);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    said = `${said}${text}`.slice(-1_000);
  });
  const listening = once(createInterface({ input: child.stdout }), 'line');
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', error => reject(startFailure(namespace, errnoOf(error), reasonOf(error))));
    child.once('exit', (code, signal) => {
      const why = said.trim() || `it ended with ${signal ?? `exit status ${code}`}`;
      onEnd(namespace, why);
      reject(startFailure(namespace, undefined, why));
    });
  });
  child.stdin.write(`${JSON.stringify(config)}\n`);
  // The race is over when it listens; its end is then told by onEnd alone.
  ended.catch(() => {});
  const [line] = await Promise.race([listening, ended]);
  if (line !== LISTENING) throw startFailure(namespace, undefined, `it said ${JSON.stringify(line)}`);
  return child;
}

function startFailure(namespace: string, errno: string | undefined, why: string): VethtopError {
  const missing = errno === 'ENOENT';
  return new VethtopError({
    code: missing ? 'dependency' : 'failure',
    what: `the traffic worker in ${namespace} could not be started`,
    why: missing ? 'nsenter is not installed or not in PATH' : why,
    ...(missing ? { next: 'install util-linux (scripts/run does)' } : {}),
  });
}
