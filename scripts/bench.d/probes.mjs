// What the probes cost, inside a private host (scripts/bench probes): packets per second through one pair with each kind of
// probe, over the rate without.
//   [--rounds 15] [--window 400] [--only NAME,…] [--program NAME=FILE…] [--json] [--write]
//   --program measures a bpftrace program of one's own; --write puts the table into docs/benchmarks.md
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { enableBpfStatistics } from '../../dist/probes/bpf-statistics.js';
import { costBetween } from '../../dist/probes/cost.js';
import { readProgramRuns } from '../../dist/probes/program-runs.js';
import { makeCable } from './probes-cable.mjs';
import { contenders, script } from './probes-contenders.mjs';
import { table, writeSection } from './report.mjs';

const ROOT = path.dirname(path.dirname(import.meta.dirname));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    window: { type: 'string', default: '400' },
    only: { type: 'string' },
    program: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const ROUNDS = Number(values.rounds);
const WINDOW_MS = Number(values.window);

function quantile(numbers, share) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place % 1);
}

function summary(numbers) {
  return numbers.length === 0
    ? null
    : { median: quantile(numbers, 0.5), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) };
}

function spread(summarised, digits) {
  if (summarised === null) return '–';
  const { median, low, high } = summarised;
  return `${median.toFixed(digits)} (${low.toFixed(digits)}…${high.toFixed(digits)})`;
}

/** Programs of all bpftrace processes in this private host. */
function programRuns() {
  const pids = readdirSync('/proc').filter(
    name => /^\d+$/.test(name) && readFileSync(`/proc/${name}/comm`, 'latin1') === 'bpftrace\n',
  );
  return new Map(pids.flatMap(pid => [...readProgramRuns(Number(pid))]));
}

/** What the programs themselves took, by the kernel's statistics; in a window of its own, since these cost too. */
async function programNs(cable) {
  const before = programRuns();
  const statistics = enableBpfStatistics();
  if (before.size === 0 || statistics.kind === 'refused') return [];
  await cable.measure(WINDOW_MS / 2);
  const cost = costBetween(before, programRuns(), WINDOW_MS);
  statistics.off();
  return cost?.nsPerPacket ? [cost.nsPerPacket] : [];
}

/** The contenders that can be started here, and why the others can't. */
async function startable(chosen) {
  const can = [];
  const refused = [];
  for (const contender of chosen) {
    try {
      const running = await contender.start();
      await running.stop();
      can.push(contender);
    } catch (error) {
      refused.push(error.message.trim().replace(/\.$/, ''));
    }
  }
  return { can, refused };
}

async function measureAll(cable, chosen) {
  const results = new Map(chosen.map(({ name }) => [name, { rate: [], cpu: [], added: [], program: [] }]));
  const alone = { perSecond: [], cpuNs: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // Each comes at another place in the turn, and is compared with what was measured just before and just after it.
    let before = await cable.measure(WINDOW_MS);
    for (const index of chosen.keys()) {
      const { name, start } = chosen[(index + round) % chosen.length];
      const result = results.get(name);
      const running = await start();
      const on = await cable.measure(WINDOW_MS);
      result.program.push(...(await programNs(cable)));
      await running.stop();
      const after = await cable.measure(WINDOW_MS);
      const off = { perSecond: (before.perSecond + after.perSecond) / 2, cpuNs: (before.cpuNs + after.cpuNs) / 2 };
      result.rate.push(on.perSecond / off.perSecond);
      result.cpu.push(off.cpuNs / on.cpuNs);
      result.added.push(on.cpuNs - off.cpuNs);
      alone.perSecond.push(after.perSecond);
      alone.cpuNs.push(after.cpuNs);
      before = after;
    }
    process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
  }
  return {
    rounds: ROUNDS,
    windowMs: WINDOW_MS,
    alone: { perSecond: summary(alone.perSecond), cpuNs: summary(alone.cpuNs) },
    contenders: [...results].map(([name, { rate, cpu, added, program }]) => ({
      name,
      rate: summary(rate),
      cpu: summary(cpu),
      addedNs: summary(added),
      programNs: summary(program),
    })),
  };
}

function reportText({ alone, contenders: measured }, facts, notMeasured) {
  const cpu = os.cpus();
  return [
    `Linux ${os.release()}, ${cpu.length} × ${cpu[0]?.model.trim()}, bpftrace ${facts.bpftrace?.version}; ${ROUNDS} rounds of ${WINDOW_MS} ms, medians (quartiles).`,
    `Without probes: ${spread(alone.perSecond, 0)} packets/s, ${spread(alone.cpuNs, 0)} ns of the sender's CPU for each.`,
    '',
    table(
      ['probe', 'packets/s, with / without', 'by CPU time', 'ns a packet', 'of these in BPF programs'],
      measured.map(({ name, rate, cpu: byCpu, addedNs, programNs: inPrograms }) => [
        name,
        spread(rate, 2),
        spread(byCpu, 2),
        spread(addedNs, 0),
        spread(inPrograms, 0),
      ]),
    ),
    ...notMeasured.map(why => `\nNot measured: ${why}.`),
  ].join('\n');
}

// In real time, above the flood, or nobody would end that; what is started from here runs as ever.
execFileSync('chrt', ['--reset-on-fork', '--fifo', '--pid', '2', String(process.pid)]);
const { all, facts, whyNot } = await contenders();
const own = values.program.map(text => {
  const [name, file] = text.split('=');
  return script(name, facts.tracefs, readFileSync(file, 'utf8'));
});
const names = values.only?.split(',');
const cable = await makeCable();
const { can, refused } = await startable([...all.filter(({ name }) => names === undefined || names.includes(name)), ...own]);
const report = await measureAll(cable, can);
cable.end();
const text = reportText(report, facts, [...whyNot.map(({ flavour, why }) => `${flavour}: ${why}`), ...refused]);
console.log(values.json ? JSON.stringify(report, null, 2) : text);
if (values.write) writeSection(path.join(ROOT, 'docs/benchmarks.md'), 'probes', text);
