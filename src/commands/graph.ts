import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { Option } from 'commander';
import { sanitise } from '../core/text.js';
import type { Command } from './command.js';
import { print, say } from './stream.js';

interface GraphFlags {
  readonly format: string;
  readonly output?: string;
}

async function yaml(): Promise<string> {
  const [{ readInventory }, { readFacts }, { exportNeeds, exportTopology }, { stringify }] = await Promise.all([
    import('../manage/change.js'),
    import('../manage/facts/read.js'),
    import('../manage/export.js'),
    import('yaml'),
  ]);
  const inventory = readInventory();
  const facts = await readFacts(inventory, exportNeeds(inventory));
  const { topology, left } = exportTopology(facts, `topology of ${os.hostname()}`);
  const lines = left.map(text => `left out: ${sanitise(text)}`);
  for (const line of lines) say(line);
  const comments = lines.map(line => `# ${line}\n`).join('');
  return `${comments}${stringify(topology, { flowCollectionPadding: true, lineWidth: 0 })}`;
}

const FORMATS: Readonly<Record<string, () => Promise<string>>> = { yaml };

export const graph: Command = {
  name: 'graph',
  register(program, finish) {
    program
      .command('graph')
      .description('the topology of this host, as a file that `apply` reads')
      .addOption(new Option('--format <format>', 'how it is written').choices(Object.keys(FORMATS)).default('yaml'))
      .option('-o, --output <file>', 'to a file')
      .action(async ({ format, output }: GraphFlags) => {
        const text = await (FORMATS[format] ?? yaml)();
        if (output === undefined) await print(text);
        else await writeFile(output, text);
        finish(0);
      });
  },
};
