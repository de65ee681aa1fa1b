import type { Command } from './command.js';
import { say } from './stream.js';

export const shell: Command = {
  name: 'shell',
  register(program, finish) {
    program
      .command('shell')
      .argument('<namespace>', 'name, owner, pid:N or inode')
      .description('a shell inside a namespace, anonymous ones too')
      .action(async (namespace: string) => {
        const [{ readInventory }, { entering, runHere }] = await Promise.all([
          import('../manage/change.js'),
          import('../manage/enter.js'),
        ]);
        const entered = entering(readInventory(), namespace, [process.env.SHELL || '/bin/sh']);
        if (process.stdin.isTTY) say(`In ${namespace}. Leave with exit.`);
        finish(await runHere(entered, { ...process.env, VETHTOP_NAMESPACE: namespace }));
      });
  },
};
