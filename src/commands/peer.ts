import { findPair, isEnd } from '../inventory/find.js';
import { uplinkPath } from '../inventory/uplink.js';
import { type PeerAnswer, peerDocument } from '../output/peer-json.js';
import type { Command, ReadOptions } from './command.js';
import { readOnce, reportPartial } from './once.js';
import { print, printJson, textOptions } from './stream.js';

async function show(reference: string, options: ReadOptions): Promise<number> {
  const inventory = readOnce({ deep: 'on-demand', counters: true, addresses: true });
  const pair = findPair(inventory, reference);
  const asked = pair.b !== null && isEnd(inventory, pair.b, reference) && !isEnd(inventory, pair.a, reference) ? 'b' : 'a';
  const end = asked === 'b' && pair.b !== null ? pair.b : pair.a;
  const answer: PeerAnswer = { pair, asked, uplinkPath: uplinkPath(inventory, end) };
  if (options.json) await printJson(peerDocument(inventory, Date.now(), answer));
  else {
    const { peerText } = await import('../output/peer-text.js');
    await print(peerText(inventory, answer, textOptions()));
  }
  return reportPartial(inventory, options.strict === true);
}

export const peer: Command = {
  name: 'peer',
  register(program, finish) {
    program
      .command('peer')
      .argument('<link>', 'IF or IF@NAMESPACE; an altname or ifindex will do')
      .description('the other end of a veth: namespace, name, owner, addresses, path to the uplink')
      .option('--json', 'a JSON document')
      .option('--strict', 'exit 5 when something could not be read')
      .action(async (reference: string, options: ReadOptions) => finish(await show(reference, options)));
  },
};
