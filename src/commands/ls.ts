import type { Inventory, Pair } from '../inventory/model.js';
import { lsDocument } from '../output/ls-json.js';
import type { Command, ReadOptions } from './command.js';
import { readOnce, reportPartial } from './once.js';
import { print, printJson, say, textOptions } from './stream.js';

interface LsOptions extends ReadOptions {
  readonly filter?: string;
  readonly sort?: string;
}

/** The grammar and the columns of the screen are loaded only where they are asked for, and checked before anything is read. */
async function chooser(options: LsOptions): Promise<(inventory: Inventory) => readonly Pair[]> {
  if (options.filter === undefined && options.sort === undefined) return ({ pairs }) => pairs;
  const { parseSelection, selectPairs } = await import('./select.js');
  const selection = parseSelection(options);
  return inventory => selectPairs(inventory, null, selection);
}

async function list(options: LsOptions): Promise<number> {
  const choose = await chooser(options);
  const inventory = readOnce({ deep: 'on-demand', counters: true, addresses: true });
  const pairs = choose(inventory);
  if (options.json) await printJson(lsDocument(inventory, Date.now(), pairs));
  else {
    const { lsText } = await import('../output/ls-text.js');
    await print(lsText(inventory, textOptions(), pairs));
    if (inventory.pairs.length === 0) say('There is no veth pair on this host. See one at work: sudo vethtop --lab bridge');
    else if (pairs.length === 0) say(`None of ${inventory.pairs.length} pairs matches the filter.`);
  }
  return reportPartial(inventory, options.strict === true);
}

export const ls: Command = {
  name: 'ls',
  register(program, finish) {
    program
      .command('ls')
      .description('all veth pairs, once')
      .option('--filter <expression>', 'only pairs that match, as / on the screen')
      .option('--sort <column>', 'sort by a column; -column the other way round')
      .option('--json', 'a JSON document')
      .option('--strict', 'exit 5 when something could not be read')
      .action(async (options: LsOptions) => finish(await list(options)));
  },
};
