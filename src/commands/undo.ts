import { VethtopError } from '../core/errors.js';
import { type ChangeFlags, changeOptions } from './change-options.js';
import { carryOut } from './change-run.js';
import type { Command } from './command.js';

interface UndoFlags extends ChangeFlags {
  readonly finish?: true;
}

function idOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new VethtopError({ code: 'usage', what: `${text} is no number of a change`, next: 'vethtop history lists them all' });
}

export const undo: Command = {
  name: 'undo',
  register(program, finish) {
    changeOptions(
      program
        .command('undo')
        .argument('[id]', 'number of the change; the newest that stands otherwise')
        .description('take a change back, or roll back one that was cut short')
        .option('--finish', 'finish one that was cut short instead'),
    ).action(async (text: string | undefined, flags: UndoFlags) => {
      const { asProposal, proposeUndo, runUndo } = await import('../manage/undo.js');
      const toFinish = flags.finish === true;
      const proposed = await proposeUndo(idOf(text), toFinish);
      const run = (options: Parameters<typeof runUndo>[2]) => runUndo(proposed, toFinish, options);
      const proposal = asProposal(proposed);
      finish(await carryOut({ proposal, flags, program, run, remarks: proposal.notes }));
    });
  },
};
