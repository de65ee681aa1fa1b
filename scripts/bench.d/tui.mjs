// What the screen costs, inside a private host (scripts/bench tui): 1,000 pairs on a bridge, each with a few packets a second,
// vethtop in tmux on them; and the time from a key to its picture with 2,000 rows that all change.
//   [--pairs 1000] [--seconds 20] [--write]   --write puts the table into docs/benchmarks.md
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildHost } from './host.mjs';
import { table, writeSection } from './report.mjs';

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
/** A thousand new links flood their bridge with neighbour discovery, and their own state settles up to 15 s later (ip monitor link). */
const SETTLE_MS = 20_000;
/** After the first: code is still being compiled in that one. */
const LATER_WINDOWS = 3;

const sleep = delayMs => new Promise(resolve => setTimeout(resolve, delayMs));

function must(file, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`);
  return stdout;
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

/** Cores used by the process in one window. */
async function coreOf(pid) {
  const ticks = cpuTicks(pid);
  const from = performance.now();
  await sleep(SECONDS * 1000);
  return (cpuTicks(pid) - ticks) / TICKS_PER_SECOND / ((performance.now() - from) / 1000);
}

const percent = core => (core * 100).toFixed(1);

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
    const first = await coreOf(pid);
    const later = [];
    for (let window = 0; window < LATER_WINDOWS; window++) later.push(await coreOf(pid));
    const rss = residentMiB(pid);
    if (values.keep !== undefined) {
      must('tmux', [...tmux, 'send-keys', '-t', 's', 'q']);
      await sleep(3000);
    }
    return { firstFrameMs, firstRatesMs, first, later: later.toSorted((one, other) => one - other), rss };
  } finally {
    ping.kill();
    spawnSync('tmux', [...tmux, 'kill-server']);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const keys = must(process.execPath, [path.join(import.meta.dirname, 'tui-keys.mjs')]).trim();
buildHost(0, PAIRS);
// Every pair is a port of one bridge: a broadcast crosses them all.
must('ip', ['addr', 'add', '10.0.0.1/8', 'broadcast', '10.255.255.255', 'dev', 'br0']);
await sleep(SETTLE_MS);
const { firstFrameMs, firstRatesMs, first, later, rss } = await measureProgram();
const text = [
  `Linux ${os.release()}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? ''}, Node ${process.version}; ${SECONDS} s, load average ${os
    .loadavg()[0]
    .toFixed(1)}.`,
  '',
  table(
    ['what', 'must reach', 'measured'],
    [
      [`start → first full frame, ${PAIRS} pairs`, '≤ 500 ms', `${firstFrameMs.toFixed(0)} ms`],
      ['start → first eBPF rates', '≤ 3 s', `${(firstRatesMs / 1000).toFixed(1)} s`],
      [
        `CPU of node, ${PAIRS} pairs all changing, 1 s`,
        '≤ 6 % of a core',
        `${percent(later[1])} % (${later.map(percent).join(', ')}; in the first ${SECONDS} s ${percent(first)})`,
      ],
      ['RSS', '≤ 120 MB', `${((rss * 2 ** 20) / 1e6).toFixed(0)} MB`],
      ['key → picture, 2,000 rows all changing', 'p99 ≤ 50 ms', keys],
    ],
  ),
].join('\n');
console.log(text);
if (values.write) writeSection(`${ROOT}/docs/benchmarks.md`, 'tui', text);
