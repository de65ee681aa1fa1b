import { dropsLine } from '../output/drops-json.js';
import { ALL_CLASSES, type DropSelection, LOSSES } from '../output/drops-rows.js';
import type { Command } from './command.js';
import { type LiveFlags, liveOptions, parseLiveFlags } from './live-options.js';
import { parseCount, printReports } from './reports.js';
import { parseSelection, selectPairs } from './select.js';
import { print, textOptions } from './stream.js';

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
  const { depth, ...flags } = parseLiveFlags(options);
  const most = parseCount(options.count);
  const { dropsText } = await import('../output/drops-text.js');
  const redraws = process.stdout.isTTY === true;
  // Packets need not be counted here, so the host pays nothing for those that arrive.
  return printReports({ ...flags, depth: depth === 'full' ? 'light' : depth }, most, async (frame, inventory) => {
    const selection: DropSelection = {
      classes: options.all ? ALL_CLASSES : LOSSES,
      pairIds: options.filter === undefined ? null : new Set(selectPairs(inventory, frame, pairs).map(({ id }) => id)),
    };
    if (options.json) return print(JSON.stringify(dropsLine(frame, inventory, selection)));
    const text = dropsText(frame, inventory, selection, { ...textOptions(), quietToo: redraws });
    return print(redraws ? REDRAW + text : text);
  });
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
