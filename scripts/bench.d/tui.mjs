// What the screen costs, inside a private host (scripts/bench tui): 1,000 pairs on a bridge, each with a few packets a second,
// vethtop in tmux on them; and the time from a key to its picture with 2,000 rows that all change.
//   [--pairs 1000] [--seconds 20] [--write]   --write puts the table into docs/benchmarks.md
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = path.dirname(path.dirname(import.meta.dirname));
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
const PAIRS = Number(values.pairs);
const SECONDS = Number(values.seconds);
const TICKS_PER_SECOND = 100;
const BROADCASTS_PER_SECOND = 5;

/** Looking at the screen costs as much as drawing it. */
const POLL_MS = 40;
/** A thousand new links flood their bridge with neighbour discovery for a while. */
const SETTLE_MS = 10_000;

const sleep = delayMs => new Promise(resolve => setTimeout(resolve, delayMs));

function must(file, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Every pair is a port of one bridge: a broadcast crosses them all. */
function buildHost() {
  const numbers = Array.from({ length: PAIRS }, (_, index) => index);
  const batch = lines => must('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` });
  batch(['link add br0 type bridge', 'addr add 10.0.0.1/8 broadcast 10.255.255.255 dev br0', 'link set br0 up']);
  batch(numbers.map(number => `netns add ns${number}`));
  batch(
    numbers.flatMap(number => [
      `link add p${number} type veth peer name eth0 netns ns${number}`,
      `link set p${number} master br0 up`,
    ]),
  );
  for (const number of numbers) must('ip', ['-n', `ns${number}`, 'link', 'set', 'eth0', 'up']);
}

function cpuTicks(pid) {
  const fields = fs
    .readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function residentMiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function until(what, ask, timeoutMs = 60_000) {
  const begun = performance.now();
  for (;;) {
    if (ask()) return performance.now() - begun;
    if (performance.now() - begun > timeoutMs) throw new Error(`no ${what} within ${timeoutMs} ms`);
    await sleep(POLL_MS);
  }
}

async function measureProgram() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vethtop-bench-'));
  const tmux = ['-u', '-S', path.join(folder, 'socket'), '-f', '/dev/null'];
  const env = { ...process.env, HOME: folder, LANG: 'C.UTF-8' };
  const screen = () => spawnSync('tmux', [...tmux, 'capture-pane', '-p', '-t', 's'], { encoding: 'utf8' }).stdout ?? '';
  const ping = spawn('ping', ['-q', '-b', '-i', String(1 / BROADCASTS_PER_SECOND), '10.255.255.255'], { stdio: 'ignore' });
  try {
    must('tmux', [...tmux, 'new-session', '-d', '-s', 'wait', 'sleep', 'infinity'], { env });
    const begun = performance.now();
    const profile = values.keep === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.keep}`];
    must(
      'tmux',
      [...tmux, 'new-session', '-d', '-s', 's', '-x', '120', '-y', '36', process.execPath, ...profile, `${ROOT}/dist/cli.js`],
      { env },
    );
    await until('frame', () => screen().includes(`Pairs ${PAIRS}`));
    const firstFrameMs = performance.now() - begun;
    await until('rates', () => /● (tracepoint|kprobe|fentry)/.test(screen()) && /TRAFFIC +\d/.test(screen()));
    const firstRatesMs = performance.now() - begun;
    const pid = Number(must('tmux', [...tmux, 'display-message', '-p', '-t', 's', '#{pane_pid}']));
    await sleep(3000);
    const ticks = cpuTicks(pid);
    const from = performance.now();
    await sleep(SECONDS * 1000);
    const core = (cpuTicks(pid) - ticks) / TICKS_PER_SECOND / ((performance.now() - from) / 1000);
    const rss = residentMiB(pid);
    if (values.keep !== undefined) {
      must('tmux', [...tmux, 'send-keys', '-t', 's', 'q']);
      await sleep(3000);
    }
    return { firstFrameMs, firstRatesMs, core, rss };
  } finally {
    ping.kill();
    spawnSync('tmux', [...tmux, 'kill-server']);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const keys = must(process.execPath, [path.join(import.meta.dirname, 'tui-keys.mjs')]).trim();
buildHost();
await sleep(SETTLE_MS);
const { firstFrameMs, firstRatesMs, core, rss } = await measureProgram();
const lines = [
  `Linux ${os.release()}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? ''}, Node ${process.version}; ${SECONDS} s.`,
  '',
  '| what | must reach | measured |',
  '| --- | --- | --- |',
  `| start → first full frame, ${PAIRS} pairs | ≤ 500 ms | ${firstFrameMs.toFixed(0)} ms |`,
  `| start → first eBPF rates | ≤ 3 s | ${(firstRatesMs / 1000).toFixed(1)} s |`,
  `| node's CPU, ${PAIRS} pairs all changing, 1 s | ≤ 6 % of a core | ${(core * 100).toFixed(1)} % |`,
  `| RSS | ≤ 120 MB | ${rss.toFixed(0)} MiB |`,
  keys,
];
console.log(lines.join('\n'));
if (values.write) {
  const file = `${ROOT}/docs/benchmarks.md`;
  const [start, end] = ['<!-- tui -->', '<!-- /tui -->'];
  const old = fs.readFileSync(file, 'utf8');
  const [from, to] = [old.indexOf(start), old.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${file} has no section ${start}`);
  fs.writeFileSync(file, `${old.slice(0, from + start.length)}\n${lines.join('\n')}\n${old.slice(to)}`);
}
