import { changeIntent } from './change-intent.js';
import { type ChangeFlags, changeOptions } from './change-options.js';
import type { Command } from './command.js';

interface BridgeFlags extends ChangeFlags {
  readonly restorePorts?: true;
}

export const rm: Command = {
  name: 'rm',
  register(program, finish) {
    const command = program.command('rm').description('delete namespaces, pairs, bridges; what goes with them is shown first');
    changeOptions(command.command('pair').argument('<link>', 'either end').description('a pair, with both ends')).action(
      async (link: string, flags: ChangeFlags) => finish(await changeIntent({ kind: 'remove-pair', link }, flags, program)),
    );
    changeOptions(command.command('ns').argument('<name>').description('a named namespace, with what is in it')).action(
      async (name: string, flags: ChangeFlags) => finish(await changeIntent({ kind: 'remove-namespace', name }, flags, program)),
    );
    changeOptions(
      command
        .command('bridge')
        .argument('<link>')
        .description('a bridge; its ports stay')
        .option('--restore-ports', 'give its addresses and routes back to the port that leads out'),
    ).action(async (link: string, flags: BridgeFlags) =>
      finish(await changeIntent({ kind: 'remove-bridge', link, restorePorts: flags.restorePorts === true }, flags, program)),
    );
  },
};
