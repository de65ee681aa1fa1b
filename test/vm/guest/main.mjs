/**
 * The scripted traffic, once for each flavour.
 *   node main.mjs CONFIG OUT      CONFIG: JSON { flavours, wholeMachine, only? }, `flood` among the flavours: 1,023 ports
 * OUT gets a JSON line for each flavour: { flavour, kernel, bpftrace, scenarios: { KEY: observation | { skipped } } } or { flavour, failed }.
 */
import { appendFileSync } from 'node:fs';
import os from 'node:os';
import { countForwardCalls } from './forward-calls.mjs';
import { whyNot } from './needs.mjs';
import { backlogOverflows, observe } from './observe.mjs';
import { SCENARIOS } from './scenarios/index.mjs';
import { Vethtop } from './vethtop.mjs';
import { build, remove, run, World } from './world.mjs';

const [config = '{}', out = '/dev/stdout'] = process.argv.slice(2);
const { flavours, wholeMachine, only } = JSON.parse(config);
/** The most that a bridge takes (BR_MAX_PORTS), less the two that every bridge here has. */
const FLOOD_PORTS = 1021;

function say(text) {
  console.log(`[${process.uptime().toFixed(1)} s] ${text}`);
}

const skipped = new Map();
const scenarios = SCENARIOS.map(([key, scenario], index) => ({ key, number: index + 1, ...scenario })).filter(
  ({ key, needs = [] }) => {
    if (only !== undefined && !only.includes(key)) return false;
    const why = needs.map(need => whyNot(need, { wholeMachine })).find(reason => reason !== null);
    if (why !== undefined) skipped.set(key, why);
    return why === undefined;
  },
);

/** `flood`: the best flavour there is, on one bridge with as many ports as it takes. */
async function runFlavour(flavour) {
  const chosen = scenarios.filter(({ key }) => flavour !== 'flood' || key === 'backlog');
  const worlds = chosen.map(({ key, number, build: declare }) => {
    const world = new World(key, number);
    declare(world, flavour === 'flood' ? FLOOD_PORTS : undefined);
    return world;
  });
  try {
    await build(worlds);
    say(`${flavour}: built`);
    return await watchTraffic(flavour, worlds, chosen);
  } finally {
    remove(worlds);
  }
}

async function watchTraffic(flavour, worlds, chosen) {
  const vethtop = new Vethtop(flavour === 'flood' ? null : flavour);
  try {
    const counting = flavour === 'kprobe' ? await countForwardCalls() : null;
    await vethtop.live();
    say(`${flavour}: live`);
    const overflowsBefore = backlogOverflows();
    for (const [index, { traffic }] of chosen.entries()) await traffic(worlds[index]);
    say(`${flavour}: sent`);
    const report = await vethtop.settled();
    for (const world of worlds) world.drain();
    const observed = worlds.map(world => [world.key, observe(world, report)]);
    const left = [...skipped].map(([key, why]) => [key, { skipped: why }]);
    return {
      flavour,
      live: report.flavour,
      probe: report.probe,
      backlogOverflows: backlogOverflows() - overflowsBefore,
      forwardCalls: counting === null ? null : await counting.stop(),
      scenarios: Object.fromEntries([...observed, ...left]),
    };
  } finally {
    await vethtop.stop();
  }
}

for (const flavour of flavours) {
  const facts = { kernel: os.release(), bpftrace: run('bpftrace', ['--version']).trim() };
  const result = await runFlavour(flavour).catch(thrown => ({ flavour, failed: String(thrown.stack ?? thrown) }));
  if (result.failed !== undefined) say(`${flavour}: failed: ${result.failed}`);
  else say(`${flavour}: done`);
  appendFileSync(out, `${JSON.stringify({ ...facts, ...result })}\n`);
}
// Sockets are open; nothing else is left to do.
process.exit(0);
