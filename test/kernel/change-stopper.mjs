// Makes a change whose step STEP hangs, so that it can be killed there, and says `hanging` when it does.
//   node change-stopper.mjs STEP [apply FILE | destroy FILE]      a pair with a namespace, without more
import { readFileSync } from 'node:fs';
import { look, runChange } from '../../dist/manage/change.js';
import { formatCommand } from '../../dist/manage/command.js';
import { draftFor } from './plan-drafts.mjs';

const PAIR = {
  kind: 'add-pair',
  a: { link: 'k0@k1', addresses: ['10.3.0.1/24'] },
  b: { link: 'k1', addresses: ['10.3.0.2/24'] },
  up: true,
  createNamespaces: true,
};
const [step, kind, path] = process.argv.slice(2);
const index = Number(step);
const { draft: plain, source } = await draftFor(
  kind === undefined ? PAIR : { kind, file: readFileSync(path, 'utf8') },
  path ?? '',
);
const draft = {
  ...plain,
  propose: facts => {
    const proposal = plain.propose(facts);
    const steps = proposal.plan.steps.map((one, at) =>
      at === index ? { ...one, command: { file: 'bash', args: ['-c', `${formatCommand(one.command)}; exec sleep 1000`] } } : one,
    );
    return { ...proposal, plan: { ...proposal.plan, steps } };
  },
};
const onEvent = ({ state, index: at }) => {
  if (state === 'running' && at === index) process.stdout.write('hanging\n');
};
await runChange({ proposal: await look(draft), draft, source }, { force: false, onEvent });
