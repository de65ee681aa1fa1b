/** What is measured: each has a name and starts something that is attached when `start` resolves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readHostFacts } from '../../dist/probes/capabilities.js';
import { ladder } from '../../dist/probes/ladder.js';
import { startProbes } from '../../dist/probes/supervisor.js';
import { withTracefs } from '../../dist/probes/tracefs.js';

const MARK = 'attached';
const REPORT = `interval:ms:50 /@attached == 0/ { @attached = 1; printf("${MARK}\\n"); }`;

async function startProcess(command, stream, mark) {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    stdio: ['ignore', stream === 'stdout' ? 'pipe' : 'ignore', stream === 'stderr' ? 'pipe' : 'ignore'],
  });
  let seen = '';
  await new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`${file} ended with ${code}: ${seen}`)));
    child.once('error', reject);
    child[stream].setEncoding('utf8').on('data', text => {
      if (seen.length < 4096) seen += text;
      if (seen.includes(mark)) resolve();
    });
  });
  return {
    pid: child.pid,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

export function script(name, tracefs, program) {
  const command = withTracefs(tracefs, ['bpftrace', '-B', 'line', '-e', `${program}\n${REPORT}`]);
  return { name, start: () => startProcess(command, 'stdout', MARK) };
}

function vethtop(name, options) {
  return {
    name,
    start: () =>
      new Promise((resolve, reject) => {
        const probes = startProbes({
          intervalMs: 1000,
          linkCount: 4,
          onSample: () => undefined,
          onState: ({ status, message }) => {
            if (status === 'live') resolve({ stop: () => probes.stop() });
            if (status === 'unavailable') reject(new Error(`${name}: ${message}`));
          },
          ...options,
        });
      }),
  };
}

const TYPES = readFileSync(new URL('../../probes/types.bt', import.meta.url), 'utf8');

export async function contenders() {
  const facts = await readHostFacts();
  const { order, whyNot } = ladder(facts);
  const { tracefs } = facts;
  const dev = TYPES;
  return {
    whyNot,
    tracefs,
    facts,
    all: [
      script('empty', tracefs, 'tracepoint:net:net_dev_start_xmit /args->len == 1/ { @never = 1; }'),
      ...order.flatMap(({ flavour }) => [
        vethtop(`full, ${flavour}`, { flavour, depth: 'full', retries: false }),
        vethtop(`full, ${flavour}, a qdisc on a veth`, { flavour, depth: 'full', retries: true }),
      ]),
      vethtop('light', { depth: 'light' }),
      {
        name: 'tcpdump',
        start: () =>
          startProcess(['ip', 'netns', 'exec', 'red', 'tcpdump', '-i', 'eth0', '-w', '/dev/null'], 'stderr', 'listening on'),
      },
      script(
        'printf per packet',
        tracefs,
        `${dev} tracepoint:net:net_dev_start_xmit { printf("%s %d\\n", str(args->name), args->len); }`,
      ),
    ],
  };
}
