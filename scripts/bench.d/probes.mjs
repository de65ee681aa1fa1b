/** Measures each contender against the rate without, in turns; see scripts/bench.d/probes. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { enableBpfStatistics } from '../../dist/probes/bpf-statistics.js';
import { costBetween } from '../../dist/probes/cost.js';
import { readProgramRuns } from '../../dist/probes/program-runs.js';
import { makeCable } from './probes-cable.mjs';
import { contenders, script } from './probes-contenders.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    window: { type: 'string', default: '400' },
    only: { type: 'string' },
    program: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const windowMs = Number(values.window);

function quantile(numbers, share) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place % 1);
}

function summary(numbers) {
  return { median: quantile(numbers, 0.5), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) };
}

/** Programs of all bpftrace processes in this private host. */
function programRuns() {
  const pids = readdirSync('/proc').filter(
    name => /^\d+$/.test(name) && readFileSync(`/proc/${name}/comm`, 'latin1') === 'bpftrace\n',
  );
  return new Map(pids.flatMap(pid => [...readProgramRuns(Number(pid))]));
}

/** What the programs themselves took, by the kernel's statistics; in a window of its own, since these cost too. */
async function programNs() {
  const statistics = enableBpfStatistics();
  if (statistics.kind === 'refused') return null;
  const before = programRuns();
  await cable.measure(windowMs / 2);
  const cost = costBetween(before, programRuns(), windowMs);
  statistics.off();
  return cost?.nsPerPacket ?? null;
}

const { all, tracefs, whyNot } = await contenders();
const own = values.program.map(text => {
  const [name, file] = text.split('=');
  return script(name, tracefs, readFileSync(file, 'utf8'));
});
const names = values.only?.split(',');
const chosen = [...all.filter(({ name }) => names === undefined || names.includes(name)), ...own];
const results = new Map(chosen.map(({ name }) => [name, { rate: [], cpu: [], added: [], program: [] }]));
const alone = { perSecond: [], cpuNs: [] };

const cable = await makeCable();
for (let round = 0; round < rounds; round++) {
  // Each comes at another place in the turn, and is compared with what was measured just before and just after it.
  const turn = chosen.map((_, index) => chosen[(index + round) % chosen.length]);
  let before = await cable.measure(windowMs);
  for (const { name, start } of turn) {
    const running = await start();
    const on = await cable.measure(windowMs);
    const ns = await programNs();
    await running.stop();
    const after = await cable.measure(windowMs);
    const result = results.get(name);
    result.rate.push((2 * on.perSecond) / (before.perSecond + after.perSecond));
    result.cpu.push((before.cpuNs + after.cpuNs) / (2 * on.cpuNs));
    result.added.push(on.cpuNs - (before.cpuNs + after.cpuNs) / 2);
    if (ns !== null) result.program.push(ns);
    alone.perSecond.push(after.perSecond);
    alone.cpuNs.push(after.cpuNs);
    before = after;
  }
  process.stderr.write(`round ${round + 1} of ${rounds}\r`);
}
cable.end();

const report = {
  rounds,
  windowMs,
  alone: { perSecond: summary(alone.perSecond), cpuNs: summary(alone.cpuNs) },
  whyNot,
  contenders: [...results].map(([name, { rate, cpu, added, program }]) => ({
    name,
    rate: summary(rate),
    cpu: summary(cpu),
    addedNs: summary(added),
    programNs: program.length === 0 ? null : summary(program),
  })),
};
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  const number = (value, digits = 2) => value.toFixed(digits);
  const spread = ({ median, low, high }, digits) => `${number(median, digits)} (${number(low, digits)}…${number(high, digits)})`;
  console.log(
    `without probes: ${spread(report.alone.perSecond, 0)} packets/s, ${spread(report.alone.cpuNs, 0)} ns of the sender's CPU per packet`,
  );
  console.log(`${rounds} rounds of ${windowMs} ms; median (quartiles)\n`);
  console.log(
    '| probe | packets/s, with / without | by CPU time | ns per packet | of these in BPF programs |\n|---|---|---|---|---|',
  );
  for (const { name, rate, cpu, addedNs, programNs } of report.contenders) {
    console.log(
      `| ${name} | ${spread(rate)} | ${spread(cpu)} | ${spread(addedNs, 0)} | ${programNs === null ? '–' : spread(programNs, 0)} |`,
    );
  }
  for (const { flavour, why } of whyNot) console.log(`\nnot measured: ${flavour}: ${why}`);
}
