import { VethtopError } from '../core/errors.js';
import { changeIntent } from './change-intent.js';
import { type ChangeFlags, changeOptions, collect, wholeNumber } from './change-options.js';
import type { Command } from './command.js';

interface SetFlags extends ChangeFlags {
  readonly up?: true;
  readonly down?: true;
  readonly mtu?: number;
  readonly mac?: string;
  readonly rename?: string;
  readonly move?: string;
  readonly attach?: string;
  readonly detach?: true;
  readonly address?: readonly string[];
  readonly removeAddress?: readonly string[];
  readonly moveAddressTo?: string;
}

const CHANGES = [
  'up',
  'down',
  'mtu',
  'mac',
  'rename',
  'move',
  'attach',
  'detach',
  'address',
  'removeAddress',
  'moveAddressTo',
] as const satisfies readonly (keyof SetFlags)[];

const NOTHING_ASKED = {
  code: 'usage',
  what: 'nothing is asked of the link',
  next: 'vethtop set --help lists what can be changed',
} as const;

/** undefined: as it is. @throws VethtopError `usage` */
function upOf({ up, down }: SetFlags): boolean | undefined {
  if (up === true && down === true) throw new VethtopError({ code: 'usage', what: '--up and --down exclude each other' });
  return up === true ? true : down === true ? false : undefined;
}

export const set: Command = {
  name: 'set',
  register(program, finish) {
    changeOptions(
      program
        .command('set')
        .argument('<link>', 'IF or IF@NAMESPACE')
        .description('change a link: up, down, MTU, MAC, name, namespace, addresses, master')
        .option('--up', 'set it up')
        .option('--down', 'set it down')
        .option('--mtu <bytes>', 'its MTU', wholeNumber)
        .option('--mac <mac>', 'its MAC')
        .option('--rename <name>', 'another name')
        .option('--move <namespace>', 'to another namespace')
        .option('--attach <bridge>', 'make it a port')
        .option('--detach', 'take it off its bridge')
        .option('--address <address>', 'add an address; may be repeated', collect)
        .option('--remove-address <address>', 'take an address away; may be repeated', collect)
        .option('--move-address-to <bridge>', 'give its addresses and the routes over it to the bridge that it is a port of'),
    ).action(async (link: string, flags: SetFlags) => {
      if (!CHANGES.some(name => flags[name] !== undefined)) throw new VethtopError(NOTHING_ASKED);
      finish(
        await changeIntent(
          {
            kind: 'set-link',
            link,
            up: upOf(flags),
            mtu: flags.mtu,
            mac: flags.mac,
            rename: flags.rename,
            move: flags.move,
            attach: flags.attach,
            detach: flags.detach,
            addAddresses: flags.address ?? [],
            removeAddresses: flags.removeAddress ?? [],
            moveAddressTo: flags.moveAddressTo,
          },
          flags,
          program,
        ),
      );
    });
  },
};
