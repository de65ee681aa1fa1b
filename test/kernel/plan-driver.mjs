// Inside a private host: tries one thing with every scenario and prints, for each, what was wrong: nothing, or a difference.
//   node plan-driver.mjs fail | fail-undo | undo | paste [NAME…]
import { execFileSync } from 'node:child_process';
import { look, runChange } from '../../dist/manage/change.js';
import { runPlan } from '../../dist/manage/runner.js';
import { proposeUndo, runUndo } from '../../dist/manage/undo.js';
import { scriptText } from '../../dist/output/plan-text.js';
import { hostState } from './host-state.mjs';
import { prepared } from './plan-drafts.mjs';
import { HOST, SCENARIOS } from './plan-scenarios.mjs';

const OPTIONS = { force: true };

function sh(script) {
  execFileSync('bash', ['-euc', script], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function difference(before, after) {
  if (before === after) return [];
  const [x, y] = [before.split('\n'), after.split('\n')];
  return [
    ...x.filter(line => !y.includes(line)).map(line => `- ${line}`),
    ...y.filter(line => !x.includes(line)).map(line => `+ ${line}`),
  ];
}

/** MACs of new links are the kernel's choice, and link-local addresses are made of them. */
const withoutMacs = text => text.replace(/"address":"[0-9a-f:]{17}",?/g, '').replace(/"link":"[^"]*",?/g, '');

/** Fails each step in turn: the host is to be as before. */
async function failEach(plan, seen = text => text) {
  const wrong = [];
  const before = seen(hostState(false));
  for (const index of plan.steps.keys()) {
    const steps = plan.steps.map(({ optional: _, ...step }, at) =>
      at === index ? { ...step, command: { file: 'false', args: [] } } : step,
    );
    const error = await runPlan({ ...plan, steps }).then(
      () => null,
      thrown => thrown,
    );
    if (!/failed/.test(error?.message ?? '')) wrong.push(`step ${index} did not fail: ${error?.message}`);
    if (/could not be undone/.test(error?.next ?? '')) wrong.push(`step ${index}: ${error.next}`);
    wrong.push(...difference(before, seen(hostState(false))).map(line => `step ${index}: ${line}`));
    if (wrong.length > 0) break;
  }
  return wrong;
}

const TASKS = {
  async fail(change) {
    const { plan } = await look(change.draft);
    return { plan, wrong: await failEach(plan) };
  },
  async 'fail-undo'(change) {
    const proposal = await look(change.draft);
    const { id } = await runChange({ proposal, ...change }, OPTIONS);
    const { plan } = await proposeUndo(id, false);
    return { plan, wrong: await failEach(plan, withoutMacs) };
  },
  async undo(change) {
    const before = hostState(false);
    const proposal = await look(change.draft);
    const { id } = await runChange({ proposal, ...change }, OPTIONS);
    const changed = hostState(false);
    const undo = await proposeUndo(id, false);
    await runUndo(undo, false, OPTIONS);
    const wrong = difference(before, hostState(false));
    if (changed === before) wrong.push('the change changed nothing');
    // The undo is a change as well.
    const redo = await proposeUndo(null, false).catch(error => error);
    if (redo?.item?.entry.begin.id === id) wrong.push('it still counts as done');
    return { plan: proposal.plan, wrong };
  },
  async paste(change) {
    const proposal = await look(change.draft);
    const before = hostState(false);
    const { id } = await runChange({ proposal, ...change }, OPTIONS);
    const run = withoutMacs(hostState(false));
    await runUndo(await proposeUndo(id, false), false, OPTIONS);
    const between = difference(before, hostState(false));
    execFileSync('bash', ['-e'], { input: scriptText(await look(change.draft)), stdio: ['pipe', 'ignore', 'inherit'] });
    await new Promise(resolve => setTimeout(resolve, 100));
    return { plan: proposal.plan, wrong: [...between, ...difference(run, withoutMacs(hostState(false)))] };
  },
};

/** A fresh host for the next one: what leads out of namespaces goes with them. */
const CLEAN_UP = `
for ns in $(ls /run/netns); do for link in $(ip -n $ns -o link show type veth | sed 's/^[0-9]*: \\([^@:]*\\).*/\\1/'); do ip -n $ns link del $link 2>/dev/null || true; done; ip netns del $ns; done
for link in $(ip -o link show | sed 's/^[0-9]*: \\([^@:]*\\).*/\\1/'); do [ $link = lo ] || ip link del $link 2>/dev/null || true; done
nft flush ruleset; sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0`;

const [task, ...names] = process.argv.slice(2);
const results = {};
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  sh(HOST);
  const attempt = async () => TASKS[task](await prepared(scenario));
  const { plan, wrong } = await attempt().catch(error => ({ plan: { steps: [] }, wrong: [String(error.stack)] }));
  results[name] = { kind: scenario.kind, steps: plan.steps.map(({ change }) => change.kind), wrong };
  sh(CLEAN_UP);
}
process.stdout.write(JSON.stringify(results));
