import { nsDocument } from '../output/ns-json.js';
import type { Command, ReadOptions } from './command.js';
import { readOnce, reportPartial } from './once.js';
import { print, printJson, textOptions } from './stream.js';

async function list(options: ReadOptions): Promise<number> {
  const inventory = readOnce({ deep: 'always', counters: true, addresses: true });
  if (options.json) await printJson(nsDocument(inventory, Date.now()));
  else {
    const { nsText } = await import('../output/ns-text.js');
    await print(nsText(inventory, textOptions()));
  }
  return reportPartial(inventory, options.strict === true);
}

export const ns: Command = {
  name: 'ns',
  register(program, finish) {
    program
      .command('ns')
      .description('all network namespaces: handles, owner, links, what keeps each alive')
      .option('--json', 'a JSON document')
      .option('--strict', 'exit 5 when something could not be read')
      .action(async (options: ReadOptions) => finish(await list(options)));
  },
};
