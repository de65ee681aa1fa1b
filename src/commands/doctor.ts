import { diagnose } from '../doctor/engine.js';
import { doctorDocument, doctorText } from '../doctor/report.js';
import { selectFindings } from '../doctor/select.js';
import type { Command, ReadOptions } from './command.js';
import { readOnce, reportPartial } from './once.js';
import { print, printJson, say, textOptions } from './stream.js';

async function examine(words: readonly string[], options: ReadOptions): Promise<number> {
  const inventory = readOnce({ deep: 'on-demand', counters: false, addresses: true });
  const findings = selectFindings(diagnose(inventory), inventory, words);
  if (options.json) await printJson(doctorDocument(inventory, Date.now(), findings));
  else {
    await print(doctorText(findings, textOptions()));
    if (findings.length === 0) say(words.length === 0 ? 'Nothing found.' : `Nothing found about ${words.join(', ')}.`);
  }
  return reportPartial(inventory, options.strict === true);
}

export const doctor: Command = {
  name: 'doctor',
  register(program, finish) {
    program
      .command('doctor')
      .argument('[subject...]', 'IF, IF@NAMESPACE, a namespace or a bridge; nothing: the whole host')
      .description('what is wrong, with the evidence, what it means, and the commands that mend it')
      .option('--json', 'a JSON document')
      .option('--strict', 'exit 5 when something could not be read')
      .action(async (words: readonly string[], options: ReadOptions) => finish(await examine(words, options)));
  },
};
