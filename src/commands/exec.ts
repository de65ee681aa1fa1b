import type { Command } from './command.js';

export const exec: Command = {
  name: 'exec',
  register(program, finish) {
    program
      .command('exec')
      .argument('<namespace>', 'name, owner, pid:N or inode')
      .argument('<command...>', 'after --')
      .description('run a command inside a namespace, anonymous ones too')
      .passThroughOptions()
      .action(async (namespace: string, command: readonly string[]) => {
        const [{ readInventory }, { entering, runHere }] = await Promise.all([
          import('../manage/change.js'),
          import('../manage/enter.js'),
        ]);
        finish(await runHere(entering(readInventory(), namespace, command)));
      });
  },
};
