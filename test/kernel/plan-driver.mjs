// Inside a private host: tries one thing with every scenario and prints, for each, what was wrong: nothing, or a difference.
//   node plan-driver.mjs fail | undo | paste
import { execFileSync } from 'node:child_process';
import { draftOf, look, runChange } from '../../dist/manage/change.js';
import { runPlan } from '../../dist/manage/runner.js';
import { proposeUndo, runUndo } from '../../dist/manage/undo.js';
import { scriptText } from '../../dist/output/plan-text.js';
import { hostState } from './host-state.mjs';
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

const TASKS = {
  async fail(intent) {
    const { plan } = await look(draftOf(intent));
    const wrong = [];
    for (const index of plan.steps.keys()) {
      const before = hostState(false);
      const steps = plan.steps.map((step, at) => (at === index ? { ...step, command: { file: 'false', args: [] } } : step));
      const error = await runPlan({ ...plan, steps }).then(
        () => null,
        thrown => thrown,
      );
      if (!/failed/.test(error?.message ?? '')) wrong.push(`step ${index} did not fail: ${error?.message}`);
      if (/could not be undone/.test(error?.next ?? '')) wrong.push(`step ${index}: ${error.next}`);
      wrong.push(...difference(before, hostState(false)).map(line => `step ${index}: ${line}`));
    }
    return { steps: plan.steps.length, wrong };
  },
  async undo(intent) {
    const before = hostState(false);
    const draft = draftOf(intent);
    const proposal = await look(draft);
    const { id } = await runChange({ proposal, draft }, OPTIONS);
    const changed = hostState(false);
    const undo = await proposeUndo(id, false);
    await runUndo(undo, false, { force: false });
    const wrong = difference(before, hostState(false));
    if (changed === before) wrong.push('the change changed nothing');
    // The undo is a change as well.
    const redo = await proposeUndo(null, false).catch(error => error);
    if (redo?.item?.entry.begin.id === id) wrong.push('it still counts as done');
    return { steps: proposal.plan.steps.length, wrong };
  },
  async paste(intent) {
    const draft = draftOf(intent);
    const proposal = await look(draft);
    const before = hostState(false);
    const { id } = await runChange({ proposal, draft }, OPTIONS);
    const run = withoutMacs(hostState(false));
    await runUndo(await proposeUndo(id, false), false, { force: false });
    const between = difference(before, hostState(false));
    execFileSync('bash', ['-e'], { input: scriptText(await look(draft)), stdio: ['pipe', 'ignore', 'inherit'] });
    await new Promise(resolve => setTimeout(resolve, 100));
    return { steps: proposal.plan.steps.length, wrong: [...between, ...difference(run, withoutMacs(hostState(false)))] };
  },
};

const [task, ...names] = process.argv.slice(2);
const results = {};
for (const [name, intent] of Object.entries(SCENARIOS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  sh(HOST);
  results[name] = await TASKS[task](intent).catch(error => ({ steps: 0, wrong: [String(error.stack)] }));
  // A fresh host for the next one: what leads out of namespaces goes with them.
  sh(`for ns in $(ls /run/netns); do for link in $(ip -n $ns -o link show type veth | sed 's/^[0-9]*: \\([^@:]*\\).*/\\1/'); do ip -n $ns link del $link 2>/dev/null || true; done; ip netns del $ns; done
for link in $(ip -o link show | sed 's/^[0-9]*: \\([^@:]*\\).*/\\1/'); do [ $link = lo ] || ip link del $link 2>/dev/null || true; done; sysctl -qw net.ipv4.ip_forward=0`);
}
process.stdout.write(JSON.stringify(results));
