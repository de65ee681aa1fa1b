// Makes a change whose step STEP hangs, so that it can be killed there: node change-stopper.mjs STEP. Says `hanging` when it does.
import { draftOf, look, runChange } from '../../dist/manage/change.js';

const index = Number(process.argv[2]);
const intent = {
  kind: 'add-pair',
  a: { link: 'k0@k1', addresses: ['10.3.0.1/24'] },
  b: { link: 'k1', addresses: ['10.3.0.2/24'] },
  up: true,
  createNamespaces: true,
};
const plain = draftOf(intent);
const draft = {
  ...plain,
  propose: facts => {
    const proposal = plain.propose(facts);
    const steps = proposal.plan.steps.map((step, at) =>
      at === index
        ? {
            ...step,
            command: { file: 'sh', args: ['-c', `${[step.command.file, ...step.command.args].join(' ')}; exec sleep 1000`] },
          }
        : step,
    );
    return { ...proposal, plan: { ...proposal.plan, steps } };
  },
};
const onEvent = ({ state, index: at }) => {
  if (state === 'running' && at === index) process.stdout.write('hanging\n');
};
await runChange({ proposal: await look(draft), draft }, { force: false, onEvent });
