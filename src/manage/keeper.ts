/**
 * Entry point of the keeper: a process in a session of its own that builds a lab, holds it, and removes it when the pipe to vethtop
 * closes. The kernel closes that pipe however vethtop ends, also by SIGKILL. Arguments: the lab's name and its file.
 */
import { createInterface } from 'node:readline';
import { reasonOf, VethtopError } from '../core/errors.js';
import { LabBuilder } from './lab/builder.js';
import { formatKeeperMessage, type KeeperMessage, STOP } from './lab/protocol.js';
import { removeDeadLabs } from './lab/removal.js';
import { readTopology } from './topology.js';

process.title = 'vethtop-keeper';
const stopping = new AbortController();
const stopped = new Promise<void>(resolve => stopping.signal.addEventListener('abort', () => resolve()));
const stop = () => stopping.abort();

// Signals of a terminal are for vethtop. SIGTERM is how a host shuts down: remove the lab while there is time.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});
process.on('SIGTERM', stop);
process.on('uncaughtException', error => {
  say({ type: 'note', text: `internal error in the keeper: ${reasonOf(error)}` });
  stop();
});
// vethtop is gone, and nobody listens any more; the end of stdin says the same.
process.stdout.on('error', stop);
process.stdin.on('error', stop);
const lines = createInterface({ input: process.stdin });
lines.on('line', line => {
  if (line === STOP) stop();
});
lines.on('close', stop);

const [lab = '', file = ''] = process.argv.slice(2);
say(await keep(lab, file));
process.exit(0);

/** Gives the last message. */
async function keep(name: string, path: string): Promise<KeeperMessage> {
  let builder: LabBuilder | null = null;
  try {
    const topology = await readTopology(path);
    for (const text of await removeDeadLabs()) say({ type: 'note', text });
    builder = new LabBuilder(name, topology, {
      onProgress: (done, total, text) => say({ type: 'progress', done, total, text }),
      onNote: text => say({ type: 'note', text }),
    });
    await builder.build(stopping.signal);
    say({ type: 'ready', title: topology.title, namespaces: topology.namespaces.map(({ name }) => name) });
    await stopped;
  } catch (error) {
    const remains = builder === null ? [] : await builder.remove();
    return failed(error, remains);
  }
  return { type: 'removed', remains: [...(await builder.remove())] };
}

function failed(error: unknown, remains: readonly string[]): KeeperMessage {
  const facts = error instanceof VethtopError ? error : new VethtopError({ code: 'failure', what: reasonOf(error) });
  const next = [...(facts.next === undefined ? [] : [facts.next]), ...remains].join('; ');
  return {
    type: 'failed',
    code: facts.code,
    what: facts.what,
    ...(facts.why === undefined ? {} : { why: facts.why }),
    ...(next === '' ? {} : { next }),
  };
}

function say(message: KeeperMessage): void {
  process.stdout.write(formatKeeperMessage(message));
}
