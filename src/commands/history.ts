import type { Command } from './command.js';
import { print, printJson, say, textOptions } from './stream.js';

interface HistoryFlags {
  readonly json?: true;
}

async function list({ json }: HistoryFlags): Promise<number> {
  const [{ journalItems }, { readJournal }] = await Promise.all([
    import('../manage/journal/status.js'),
    import('../manage/journal/store.js'),
  ]);
  const items = journalItems(readJournal());
  if (json === true) {
    const { historyDocument } = await import('../output/plan-json.js');
    await printJson(historyDocument(items));
    return 0;
  }
  const { historyText } = await import('../output/plan-text.js');
  await print(historyText(items, textOptions()));
  if (items.length === 0) say('vethtop has changed nothing since this host was started.');
  return 0;
}

export const history: Command = {
  name: 'history',
  register(program, finish) {
    program
      .command('history')
      .description('the changes that were made, and how they stand')
      .option('--json', 'a JSON document')
      .action(async (flags: HistoryFlags) => finish(await list(flags)));
  },
};
