import { withCleanUp } from '../core/shutdown.js';
import { startSession } from '../live/session.js';
import { watchLine } from '../output/json.js';
import type { Command } from './command.js';
import { eachFrame } from './each-frame.js';
import { type LiveFlags, liveOptions, parseLiveFlags } from './live-options.js';
import { parseSelection, selectPairs } from './select.js';
import { parseNumber, print, say, textOptions } from './stream.js';

interface WatchOptions extends LiveFlags {
  readonly json?: true;
  readonly count?: string;
  readonly filter?: string;
  readonly sort?: string;
}

async function watchHost(options: WatchOptions): Promise<number> {
  const selection = parseSelection(options);
  const most = options.count === undefined ? Number.POSITIVE_INFINITY : parseNumber(options.count, '-n', 1, 1e9);
  const live = startSession({ ...parseLiveFlags(options), measureCost: options.json === true });
  const { WATCH_TEXT_START, watchText } = await import('../output/watch-text.js');
  let textState = WATCH_TEXT_START;
  let count = 0;
  let said = '';
  await withCleanUp(
    signal =>
      eachFrame(live, signal, async (frame, { inventory }) => {
        const { status, flavour, message } = frame.probe;
        // The first frame is the one to count from: probes are attached, or there will be none.
        if (status === 'starting') return 'more';
        const note = message === null ? '' : `vethtop: ${flavour}: ${message}`;
        if (note !== '' && note !== said) say(note);
        said = note;
        const pairs = selectPairs(inventory, frame, selection);
        if (options.json) await print(JSON.stringify(watchLine(frame, inventory, { pairs })));
        else {
          const { text, state } = watchText(frame, inventory, textOptions(), textState, new Set(pairs.map(({ id }) => id)));
          textState = state;
          await print(text);
        }
        count++;
        return count >= most ? 'enough' : 'more';
      }),
    () => live.stop(),
  );
  return 0;
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
