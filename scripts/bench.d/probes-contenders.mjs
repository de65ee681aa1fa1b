// What is measured: each has a name and starts something that is attached when `start` resolves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readHostFacts } from '../../dist/probes/capabilities.js';
import { ladder } from '../../dist/probes/ladder.js';
import { startProbes } from '../../dist/probes/supervisor.js';
import { withTracefs } from '../../dist/probes/tracefs.js';

const MARK = 'attached';
const ATTACHED = `interval:ms:50 /@attached == 0/ { @attached = 1; printf("${MARK}\\n"); }`;
const TYPES = readFileSync(new URL('../../probes/types.bt', import.meta.url), 'utf8');
const LONGEST_START_MS = 30_000;

/** Resolves when the process has printed `mark` on that stream. */
async function startProcess([file, ...args], stream, mark) {
  const pipe = name => (name === stream ? 'pipe' : 'ignore');
  const child = spawn(file, args, { stdio: ['ignore', pipe('stdout'), pipe('stderr')] });
  let seen = '';
  await new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`${file} was not ready in ${LONGEST_START_MS} ms: ${seen}`)),
      LONGEST_START_MS,
    );
    child.once('exit', code => reject(new Error(`${file} ended with ${code}: ${seen}`))).once('error', reject);
    child[stream].setEncoding('utf8').on('data', text => {
      // A program that prints a line per packet is read to the end, and forgotten.
      if (seen.length < 4096) seen += text;
      if (!seen.includes(mark)) return;
      clearTimeout(late);
      resolve();
    });
  });
  return {
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** A bpftrace program as a person would run it. */
export function script(name, tracefs, program) {
  const command = withTracefs(tracefs, ['bpftrace', '-B', 'line', '-e', `${TYPES}${program}\n${ATTACHED}`]);
  return { name, start: () => startProcess(command, 'stdout', MARK) };
}

function vethtop(name, options) {
  const start = () =>
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
    });
  return { name, start };
}

export async function contenders() {
  const facts = await readHostFacts();
  const { order, whyNot } = ladder(facts);
  const { tracefs } = facts;
  const tcpdump = ['ip', 'netns', 'exec', 'red', 'tcpdump', '-i', 'eth0', '-w', '/dev/null'];
  const all = [
    ...order.flatMap(({ flavour, retry }) => [
      vethtop(`vethtop full (${flavour})`, { flavour, depth: 'full', retries: false }),
      ...(retry.length === 0
        ? []
        : [vethtop(`vethtop full (${flavour}) where a veth has a queue`, { flavour, depth: 'full', retries: true })]),
    ]),
    vethtop('vethtop light', { depth: 'light' }),
    script('an empty probe (predicate false)', tracefs, 'tracepoint:net:net_dev_start_xmit /args->len == 1/ { @never = 1; }'),
    script(
      'count by namespace and link',
      tracefs,
      `tracepoint:net:net_dev_start_xmit {
        $dev = ((struct sk_buff *)args->skbaddr)->dev;
        @[(uint64)$dev->nd_net.net->ns.inum, (uint64)$dev->ifindex] = count();
      }`,
    ),
    { name: 'tcpdump -w /dev/null', start: () => startProcess(tcpdump, 'stderr', 'listening on') },
    script(
      'printf for each packet; its reader gets no CPU here and loses most',
      tracefs,
      'tracepoint:net:net_dev_start_xmit { printf("%s %d\\n", str(args->name), args->len); }',
    ),
  ];
  return { facts, whyNot, all };
}
