import { realpath } from 'node:fs/promises';
import { type ChangeFlags, changeOptions } from './change-options.js';
import { changeHost } from './change-run.js';
import type { Command } from './command.js';

export const destroy: Command = {
  name: 'destroy',
  register(program, finish) {
    changeOptions(
      program
        .command('destroy')
        .argument('<file>', 'a topology, YAML')
        .description('remove what `apply` made of a file, and nothing else'),
    ).action(async (file: string, flags: ChangeFlags) => {
      const [
        { readTopology },
        { journalItems },
        { readJournal },
        { applicationsOf, destructionOf, destroyNeeds, proposeDestroy },
      ] = await Promise.all([
        import('../manage/topology.js'),
        import('../manage/journal/status.js'),
        import('../manage/journal/store.js'),
        import('../manage/destroy.js'),
      ]);
      const { title } = await readTopology(file);
      const source = await realpath(file);
      const items = () => applicationsOf(journalItems(readJournal()), source);
      const draft = {
        needs: (inventory: Parameters<typeof destroyNeeds>[1]) => destroyNeeds(items(), inventory),
        propose: (facts: Parameters<typeof proposeDestroy>[2]) => proposeDestroy(`destroy "${title}"`, items(), facts),
      };
      finish(await changeHost(draft, flags, program, destructionOf(source)));
    });
  },
};
