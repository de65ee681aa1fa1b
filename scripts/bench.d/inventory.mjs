// What it costs to read a host: vethtop and others in turns, in the private host this runs in. Started by scripts/bench.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildHost, wrongPairs } from './host.mjs';
import { median, ratio, table, writeSection } from './report.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000,5000' },
    runs: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const sizes = values.sizes.split(',').map(Number);
const runs = Number(values.runs);
/** Where the watcher is measured: the size that the targets are stated for. */
const WATCHED = 1000;

/** Whole processes, with their output thrown away. */
const TOOLS = [
  { name: 'vethtop ls --json', command: [process.execPath, `${ROOT}dist/cli.js`, 'ls', '--json'] },
  { name: 'plotnetcfg -f json', command: ['plotnetcfg', '-f', 'json'] },
  { name: 'ip -all netns exec ip -j -d link', command: ['ip', '-all', 'netns', 'exec', 'ip', '-j', '-d', 'link'] },
  { name: 'lsns -t net -J', command: ['lsns', '-t', 'net', '-J'] },
].filter(({ command: [file] }) => spawnSync(file, ['--version']).error === undefined);

/** Nobody waits longer. */
const MOST_MS = 60_000;
/** What takes longer than this is measured once. */
const ONCE_MS = 10_000;

/** Milliseconds until the process has ended; infinite when it takes too long. */
function timed([file, ...args]) {
  const start = performance.now();
  const { status, error } = spawnSync(file, args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: MOST_MS,
    killSignal: 'SIGKILL',
  });
  if (error?.code === 'ETIMEDOUT') return Number.POSITIVE_INFINITY;
  if (error !== undefined || status !== 0) throw new Error(`${file} ended with ${error ?? status}`);
  return performance.now() - start;
}

function helper(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`${ROOT}scripts/bench.d/inventory-inside.mjs`, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function measureSize(pairs) {
  const wrong = wrongPairs(
    spawnSync(process.execPath, [`${ROOT}dist/cli.js`, 'ls', '--json'], { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout,
    pairs,
  );
  if (wrong.length > 0) throw new Error(`wrong pairs: ${wrong.slice(0, 5).join(', ')}`);
  const whole = new Map(TOOLS.map(({ name }) => [name, []]));
  const scans = [];
  for (let run = 0; run < runs; run++) {
    for (const { name, command } of TOOLS) {
      const times = whole.get(name);
      if (times.some(ms => ms > ONCE_MS)) continue;
      times.push(timed(command));
      console.error(`  ${name}: ${times.at(-1).toFixed(0)} ms`);
    }
    scans.push(helper('scan'));
  }
  return {
    whole: new Map([...whole].map(([name, all]) => [name, median(all)])),
    first: median(scans.map(({ first }) => first)),
    later: median(scans.map(({ later }) => later)),
    laterCpu: median(scans.map(({ laterCpu }) => laterCpu)),
  };
}

/** Changes made one after another, each in a namespace of its own; milliseconds from the end of `ip` to the picture that has it. */
async function measureChanges(count) {
  const watcher = spawn(process.execPath, [`${ROOT}scripts/bench.d/inventory-inside.mjs`, 'watch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = readline.createInterface({ input: watcher.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value);
  await next();
  const delays = [];
  let rescans = 0;
  for (let change = 0; change < count; change++) {
    const mtu = 1300 + change;
    spawnSync('ip', ['-n', `ns${change}`, 'link', 'set', 'eth0', 'mtu', String(mtu)]);
    const doneAt = Date.now();
    let seen = await next();
    while (!seen.mtus.includes(mtu)) seen = await next();
    delays.push(Math.max(0, seen.at - doneAt));
    rescans = seen.rescans;
  }
  watcher.kill();
  return { median: median(delays), most: Math.max(...delays), rescans };
}

function costTable(results) {
  const rows = results.flatMap(([size, { whole }]) => {
    const own = whole.get('vethtop ls --json');
    return [...whole].map(([name, ms]) => [
      size,
      name,
      ms === Number.POSITIVE_INFINITY ? `> ${MOST_MS / 1000} s` : `${ms.toFixed(0)} ms`,
      name.startsWith('vethtop') || ms === Number.POSITIVE_INFINITY ? '' : ratio(own, ms),
    ]);
  });
  return table(['namespaces', 'whole process', 'median', 'vethtop / it'], rows);
}

function scanTable(results) {
  const rows = results.map(([size, { first, later, laterCpu }]) => [
    size,
    `${first.toFixed(0)} ms`,
    `${later.toFixed(0)} ms`,
    `${laterCpu.toFixed(0)} ms`,
    `${((laterCpu * 1000) / size).toFixed(0)} µs`,
  ]);
  return table(['namespaces', 'first scan in a process', 'later scans', 'their CPU time', 'CPU time a namespace'], rows);
}

const results = [];
let watched = null;
let built = 0;
for (const size of sizes) {
  console.error(`${size} namespaces…`);
  buildHost(built, size);
  built = size;
  results.push([size, measureSize(size)]);
  if (size === WATCHED) watched = { idle: helper('idle'), changes: await measureChanges(30) };
}

const machine = `Linux ${os.release()}, ${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, Node ${process.version}; ${runs} runs in turns, medians.`;
const text = [machine, '', costTable(results), '', scanTable(results)];
if (watched !== null) {
  const { idle, changes } = watched;
  text.push(
    '',
    table(
      [`watching ${WATCHED} pairs`, ''],
      [
        ['idle, 20 s, without probes and rates', `${idle.percent.toFixed(2)} % of a core`],
        ['reading the counters of every end once', `${idle.countersMs.toFixed(1)} ms (CPU)`],
        ['a change → in the inventory, median of 30', `${changes.median.toFixed(0)} ms`],
        ['a change → in the inventory, the longest', `${changes.most.toFixed(0)} ms`],
        ['times that everything was read, in all', String(changes.rescans)],
      ],
    ),
  );
}
console.log(text.join('\n'));
if (values.write) writeSection(`${ROOT}docs/benchmarks.md`, 'inventory', text.join('\n'));
else if (!fs.existsSync(`${ROOT}docs/benchmarks.md`)) console.error('docs/benchmarks.md is not there: --write needs it');
