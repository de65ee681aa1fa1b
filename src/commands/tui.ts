/** The screen, which is what `vethtop` alone opens; with a lab under it, where one is asked for. */
import { type Command as Commander, Option } from 'commander';
import { VethtopError } from '../core/errors.js';
import { keepHeapSmall } from '../core/heap.js';
import { withCleanUp } from '../core/shutdown.js';
import { startSession } from '../live/session.js';
import type { RunningLab } from '../manage/labs.js';
import { THEME_NAMES, type ThemeName } from '../view/theme.js';
import { isReadonlyEnv } from './change-options.js';
import { type LiveFlags, liveOptions, parseLiveFlags } from './live-options.js';
import { parseNumber, say, wantsColor, wantsUnicode } from './stream.js';

interface TuiFlags extends LiveFlags {
  readonly filter?: string;
  readonly sort?: string;
  readonly lab?: string;
  readonly ascii?: true;
  readonly readonly?: true;
  readonly color: boolean;
  readonly theme?: ThemeName;
  readonly batch?: true;
  readonly iterations?: string;
  readonly width?: string;
}

/** What both the screen and its pictures start with. */
function choicesOf(flags: TuiFlags): { initialFilter?: string; initialSort?: string } {
  return {
    ...(flags.filter === undefined ? {} : { initialFilter: flags.filter }),
    ...(flags.sort === undefined ? {} : { initialSort: flags.sort }),
  };
}

async function batch(flags: TuiFlags): Promise<number> {
  const { runBatch } = await import('./batch.js');
  return runBatch({
    ...choicesOf(flags),
    session: parseLiveFlags(flags),
    ascii: flags.ascii === true || !wantsUnicode(),
    count: flags.iterations === undefined ? Number.POSITIVE_INFINITY : parseNumber(flags.iterations, '-n', 1, 1e9),
    cols: flags.width === undefined ? null : parseNumber(flags.width, '-w', LEAST_COLS, MOST_COLS),
  });
}

const LEAST_COLS = 50;
const MOST_COLS = 1000;

/** The flag decides, then the variable, then what is remembered. */
function themeOption({ theme }: TuiFlags): { theme?: ThemeName } {
  const wanted = theme ?? process.env.VETHTOP_THEME;
  const known = THEME_NAMES.find(name => name === wanted);
  return known === undefined ? {} : { theme: known };
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
  keepHeapSmall();
  if (flags.batch === true) return batch(flags);
  const { runTui, checkTerminal } = await import('../tui/run.js');
  const { openSettings } = await import('../tui/settings-file.js');
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
    live = startSession({ ...options, measureCost: true });
    await runTui({
      live,
      ascii: flags.ascii === true || !wantsUnicode(),
      color: flags.color && wantsColor(),
      readonly: flags.readonly === true || isReadonlyEnv(),
      ...choicesOf(flags),
      ...themeOption(flags),
      settings: openSettings(process.env),
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
      .option('-b, --batch', 'plain pictures of the table to stdout instead of a screen')
      .option('-n, --iterations <count>', 'with -b: end after so many pictures')
      .option('-w, --width <columns>', 'with -b: so wide (default: the terminal, else 120)')
      .addOption(new Option('--theme <theme>', 'colours and signs; also VETHTOP_THEME').choices(THEME_NAMES))
      .option('--ascii', 'no characters beyond ASCII')
      .option('--no-color', 'no colours; also NO_COLOR')
      .option('--readonly', 'change nothing on the host'),
  ).action(async (flags: TuiFlags) => finish(await open(flags)));
}
