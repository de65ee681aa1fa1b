/**
 * Fails each step of a lab's plan in turn and compares the host before and after. Argument: the lab's file.
 * Prints one JSON array: for each step its title, the error's `next`, and whether the host was the same.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { compileTopology } from '../../dist/manage/compile.js';
import { runPlan } from '../../dist/manage/runner.js';
import { readTopology } from '../../dist/manage/topology.js';

const ip = (...args) => execFileSync('ip', args, { encoding: 'utf8' });

function hostState() {
  const state = place => ['link', 'addr', 'route'].map(object => ip(...place, '-j', '-d', object));
  const names = readdirSync('/run/netns').sort();
  return JSON.stringify([names, state([]), names.map(name => state(['-n', name]))]);
}

const plan = compileTopology(await readTopology(process.argv[2]));
const results = [];
for (const [at, failing] of plan.steps.entries()) {
  const before = hostState();
  const steps = plan.steps.map((step, index) =>
    index === at
      ? { ...step, optional: undefined, command: { file: 'ip', args: ['link', 'set', 'dev', 'no-such-link', 'up'] } }
      : step,
  );
  const error = await runPlan({ ...plan, steps }).then(
    () => ({ what: 'it did not fail' }),
    error => error,
  );
  results.push({ title: failing.title, what: error.what, next: error.next, same: hostState() === before });
}
console.log(JSON.stringify(results));
