import { withCleanUp } from '../core/shutdown.js';
import { labTitles } from '../manage/lab/files.js';
import { refuseReadonly } from './change-options.js';
import type { Command } from './command.js';
import { print, printJson, say } from './stream.js';

interface LabFlags {
  readonly dryRun?: true;
  readonly json?: true;
  readonly readonly?: true;
}

function list(): string {
  const labs = labTitles();
  const width = Math.max(...labs.map(({ name }) => name.length));
  return labs.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join('\n');
}

/** The commands that build it; its servers and traffic are no commands. */
async function show(name: string, { json }: LabFlags): Promise<void> {
  const [{ labFile }, { readTopology }, { compileTopology }] = await Promise.all([
    import('../manage/lab/files.js'),
    import('../manage/topology.js'),
    import('../manage/compile.js'),
  ]);
  const topology = await readTopology(await labFile(name));
  const proposal = { plan: compileTopology(topology), effects: [], notes: topology.notes, problems: [] };
  if (json === true) {
    const { changeDocument } = await import('../output/plan-json.js');
    await printJson(changeDocument(proposal, null));
  } else {
    const { scriptText } = await import('../output/plan-text.js');
    await print(scriptText(proposal));
  }
}

/** Until a signal comes. */
async function hold(name: string, { json }: LabFlags): Promise<number> {
  const { startLab } = await import('../manage/labs.js');
  let stop = async (): Promise<void> => {};
  const building = new AbortController();
  let started: Promise<unknown> = Promise.resolve();
  await withCleanUp(
    async signal => {
      signal.addEventListener('abort', () => building.abort());
      const starting = startLab(name, {
        signal: building.signal,
        onProgress: ({ text }) => say(`${text}`),
        onNote: text => say(`note: ${text}`),
      });
      started = starting.catch(() => {});
      const lab = await starting;
      stop = () => lab.stop();
      if (json === true) await printJson({ schemaVersion: 1, lab: lab.name, title: lab.title, namespaces: lab.namespaces });
      else await print(`${lab.title}: ${lab.namespaces.join(', ')}`);
      say('It is removed with Ctrl-C. See it: sudo vethtop --filter ns:lab-*');
      await new Promise<void>(resolve => {
        // A pending promise alone doesn't keep Node alive.
        const alive = setInterval(() => {}, 60_000);
        signal.addEventListener('abort', () => {
          clearInterval(alive);
          resolve();
        });
      });
    },
    async () => {
      await started;
      await stop();
    },
  );
  return 0;
}

export const lab: Command = {
  name: 'lab',
  register(program, finish) {
    program
      .command('lab')
      .argument('<name>')
      .description('build a lab with traffic flowing, and remove it at the end')
      .option('--dry-run', 'print the commands that build it, and change nothing')
      .option('--json', 'a JSON document')
      .option('--readonly', 'refuse to change anything; also VETHTOP_READONLY')
      .addHelpText('after', () => `\nLabs:\n${list()}\n\nWith the screen on it: sudo vethtop --lab NAME`)
      .action(async (name: string, flags: LabFlags) => {
        refuseReadonly(flags, program);
        if (flags.dryRun !== true) return finish(await hold(name, flags));
        await show(name, flags);
        finish(0);
      });
  },
};
