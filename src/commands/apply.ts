import { realpath } from 'node:fs/promises';
import { type ChangeFlags, changeOptions } from './change-options.js';
import { changeHost } from './change-run.js';
import type { Command } from './command.js';

export const apply: Command = {
  name: 'apply',
  register(program, finish) {
    changeOptions(
      program
        .command('apply')
        .argument('<file>', 'a topology, YAML')
        .description('make what a topology file says and is not there yet'),
    ).action(async (file: string, flags: ChangeFlags) => {
      const [{ readTopology }, { applyNeeds, proposeTopology }] = await Promise.all([
        import('../manage/topology.js'),
        import('../manage/apply/index.js'),
      ]);
      const topology = await readTopology(file);
      const draft = {
        needs: (inventory: Parameters<typeof applyNeeds>[1]) => applyNeeds(topology, inventory),
        propose: (facts: Parameters<typeof proposeTopology>[1]) => proposeTopology(topology, facts),
      };
      finish(await changeHost(draft, flags, program, await realpath(file)));
    });
  },
};
