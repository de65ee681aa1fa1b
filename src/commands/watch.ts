import { watchLine } from '../output/json.js';
import type { Command } from './command.js';
import { type LiveFlags, liveOptions, parseLiveFlags } from './live-options.js';
import { parseCount, printReports } from './reports.js';
import { parseSelection, selectPairs } from './select.js';
import { print, textOptions } from './stream.js';

interface WatchOptions extends LiveFlags {
  readonly json?: true;
  readonly count?: string;
  readonly filter?: string;
  readonly sort?: string;
}

async function watchHost(options: WatchOptions): Promise<number> {
  const selection = parseSelection(options);
  const session = { ...parseLiveFlags(options), measureCost: options.json === true };
  const most = parseCount(options.count);
  const { WATCH_TEXT_START, watchText } = await import('../output/watch-text.js');
  let textState = WATCH_TEXT_START;
  return printReports(session, most, async (frame, inventory) => {
    const pairs = selectPairs(inventory, frame, selection);
    if (options.json) return print(JSON.stringify(watchLine(frame, inventory, { pairs })));
    const { text, state } = watchText(frame, inventory, textOptions(), textState, new Set(pairs.map(({ id }) => id)));
    textState = state;
    return print(text);
  });
}

export const watch: Command = {
  name: 'watch',
  register(program, finish) {
    liveOptions(
      program
        .command('watch')
        .description('rates and drops of every pair as lines, or as one JSON object a line')
        .option('--json', 'one JSON object a line')
        .option('-n, --count <count>', 'end after so many reports')
        .option('--filter <expression>', 'only pairs that match, as / on the screen')
        .option('--sort <column>', 'sort by a column; -column the other way round'),
    ).action(async (options: WatchOptions) => finish(await watchHost(options)));
  },
};
