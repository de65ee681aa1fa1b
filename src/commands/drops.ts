import { withCleanUp } from '../core/shutdown.js';
import { startSession } from '../live/session.js';
import { dropsLine } from '../output/drops-json.js';
import { ALL_CLASSES, type DropSelection, LOSSES } from '../output/drops-rows.js';
import type { Command } from './command.js';
import { eachFrame } from './each-frame.js';
import { type LiveFlags, liveOptions, parseLiveFlags } from './live-options.js';
import { parseSelection, selectPairs } from './select.js';
import { parseNumber, print, say, textOptions } from './stream.js';

interface DropsOptions extends LiveFlags {
  readonly json?: true;
  readonly all?: true;
  readonly count?: string;
  readonly filter?: string;
}

/** Cursor home, and what is below it cleared (ECMA-48): a table that stays where it is. */
const REDRAW = '\x1b[H\x1b[2J';

async function watchDrops(options: DropsOptions): Promise<number> {
  const pairs = parseSelection(options);
  const most = options.count === undefined ? Number.POSITIVE_INFINITY : parseNumber(options.count, '-n', 1, 1e9);
  const { depth, ...flags } = parseLiveFlags(options);
  // Packets need not be counted here, so the host pays nothing for those that arrive.
  const live = startSession({ ...flags, depth: depth === 'full' ? 'light' : depth });
  const { dropsText } = await import('../output/drops-text.js');
  const redraws = process.stdout.isTTY === true;
  let count = 0;
  let said = '';
  await withCleanUp(
    signal =>
      eachFrame(live, signal, async (frame, { inventory }) => {
        const { status, flavour, message } = frame.probe;
        if (status === 'starting') return 'more';
        const note = message === null ? '' : `vethtop: ${flavour}: ${message}`;
        if (note !== '' && note !== said) say(note);
        said = note;
        const selection: DropSelection = {
          classes: options.all ? ALL_CLASSES : LOSSES,
          pairIds: options.filter === undefined ? null : new Set(selectPairs(inventory, frame, pairs).map(({ id }) => id)),
        };
        if (options.json) await print(JSON.stringify(dropsLine(frame, inventory, selection)));
        else {
          const text = dropsText(frame, inventory, selection, { ...textOptions(), quietToo: redraws });
          await print(redraws ? REDRAW + text : text);
        }
        count++;
        return count >= most ? 'enough' : 'more';
      }),
    () => live.stop(),
  );
  return 0;
}

export const drops: Command = {
  name: 'drops',
  register(program, finish) {
    liveOptions(
      program
        .command('drops')
        .description('packets that died: on which link, why, in which function, and what helps')
        .option('--json', 'one JSON object a line')
        .option('-n, --count <count>', 'end after so many reports')
        .option('--filter <expression>', 'only pairs that match, as / on the screen')
        .option('--all', 'also what is no loss: expected on healthy hosts, or dropped at a socket'),
    ).action(async (options: DropsOptions) => finish(await watchDrops(options)));
  },
};
