/** The screen, which is what `vethtop` alone opens; with a lab under it, where one is asked for. */
import type { Command as Commander } from 'commander';
import { VethtopError } from '../core/errors.js';
import { withCleanUp } from '../core/shutdown.js';
import { startSession } from '../live/session.js';
import type { RunningLab } from '../manage/labs.js';
import { type LiveFlags, liveOptions, parseLiveFlags } from './live-options.js';
import { say, wantsColor, wantsUnicode } from './stream.js';

interface TuiFlags extends LiveFlags {
  readonly filter?: string;
  readonly sort?: string;
  readonly lab?: string;
  readonly ascii?: true;
  readonly readonly?: true;
  readonly color: boolean;
}

/** A signal while it is being built stops the building; what was made is removed. */
async function openLab(name: string): Promise<RunningLab> {
  const { startLab } = await import('../manage/labs.js');
  let lab: RunningLab | null = null;
  return withCleanUp(
    async signal => {
      lab = await startLab(name, { onProgress: ({ text }) => say(`lab ${name}: ${text}`), onNote: say, signal });
      return lab;
    },
    // Only a signal may end it here: a lab that stands is handed over.
    async signalled => {
      if (signalled) await lab?.stop();
    },
  );
}

async function open(flags: TuiFlags): Promise<number> {
  const { runTui, checkTerminal } = await import('../tui/run.js');
  // Before anything is built or attached for a screen that cannot be drawn.
  checkTerminal({ input: process.stdin, output: process.stdout }, process.env);
  const options = parseLiveFlags(flags);
  if (process.geteuid?.() !== 0) {
    throw new VethtopError({
      code: 'privilege',
      what: 'the screen needs root',
      why: 'namespaces are read with CAP_SYS_ADMIN and packets counted with CAP_BPF and CAP_PERFMON',
      next: 'run it with sudo; `vethtop ls` shows without root what it can',
    });
  }
  const lab = flags.lab === undefined ? null : await openLab(flags.lab);
  let live: ReturnType<typeof startSession> | null = null;
  const cleanUp = async (): Promise<void> => {
    await live?.stop();
    await lab?.stop();
  };
  try {
    live = startSession(options);
    await runTui({
      live,
      ascii: flags.ascii === true || !wantsUnicode(),
      color: flags.color && wantsColor(),
      readonly: flags.readonly === true,
      ...(flags.filter === undefined ? {} : { initialFilter: flags.filter }),
      ...(flags.sort === undefined ? {} : { initialSort: flags.sort }),
      ...(lab === null ? {} : { banner: `lab ${lab.name}: ${lab.title}` }),
      onExit: cleanUp,
    });
  } finally {
    await cleanUp();
  }
  return 0;
}

/** The program's own options and action. */
export function registerTui(program: Commander, finish: (status: number) => void): void {
  liveOptions(
    program
      .option('--filter <expression>', 'start with this filter')
      .option('--sort <column>', 'start sorted by this column; -column the other way round')
      .option('--lab <name>', 'build a lab, open the screen on it with traffic flowing, remove it at the end')
      .option('--ascii', 'no characters beyond ASCII')
      .option('--no-color', 'no colours; also NO_COLOR')
      .option('--readonly', 'change nothing on the host'),
  ).action(async (flags: TuiFlags) => finish(await open(flags)));
}
