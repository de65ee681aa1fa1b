// From a scenario to a change that can be looked at and run: { draft, source }.
import { execFileSync } from 'node:child_process';
import { applyNeeds, proposeTopology } from '../../dist/manage/apply/index.js';
import { draftOf, look, runChange } from '../../dist/manage/change.js';
import { compileTopology } from '../../dist/manage/compile.js';
import { applicationsOf, destroyNeeds, destructionOf, proposeDestroy } from '../../dist/manage/destroy.js';
import { NO_NEEDS } from '../../dist/manage/facts/model.js';
import { journalItems } from '../../dist/manage/journal/status.js';
import { readJournal } from '../../dist/manage/journal/store.js';
import { labFile } from '../../dist/manage/lab/files.js';
import { parseTopology, readTopology } from '../../dist/manage/topology.js';

/** Numbers the files, so that no scenario takes another's for its own. */
let files = 0;

const KINDS = {
  async apply({ file }, source) {
    const topology = await parseTopology(file, source);
    const draft = {
      needs: inventory => applyNeeds(topology, inventory),
      propose: facts => proposeTopology(topology, facts),
    };
    return { draft, source };
  },
  async destroy(_, source) {
    const items = () => applicationsOf(journalItems(readJournal()), source);
    const draft = {
      needs: inventory => destroyNeeds(items(), inventory),
      propose: facts => proposeDestroy('destroy', items(), facts),
    };
    return { draft, source: destructionOf(source) };
  },
  async lab({ name }) {
    const plan = compileTopology(await readTopology(await labFile(name)));
    return { draft: { needs: () => NO_NEEDS, propose: () => ({ plan, effects: [], notes: [], problems: [] }) } };
  },
};

/** @param source the path of a topology file, as the journal has it. */
export async function draftFor(scenario, source) {
  const kind = KINDS[scenario.kind];
  return kind === undefined ? { draft: draftOf(scenario) } : kind(scenario, source);
}

/** Does what comes before it as well. */
export async function prepared(scenario) {
  const source = `/scenario-${++files}.yaml`;
  if (scenario.applied) {
    const change = await KINDS.apply(scenario, source);
    await runChange({ proposal: await look(change.draft), ...change }, { force: false });
  }
  if (scenario.before) execFileSync('bash', ['-euc', scenario.before], { stdio: ['ignore', 'ignore', 'inherit'] });
  return draftFor(scenario, source);
}
