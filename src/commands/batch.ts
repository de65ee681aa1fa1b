/** `vethtop -b`: the table as plain pictures, one after the other, as in `top -b`. */
import { withCleanUp } from '../core/shutdown.js';
import type { LiveState } from '../live/model.js';
import { type SessionOptions, startSession } from '../live/session.js';
import { type Choices, startingWith } from '../tui/choices.js';
import { batchLines } from '../view/batch.js';
import { plainText } from '../view/line.js';
import { themeOf } from '../view/theme.js';
import type { UiState } from '../view/ui.js';
import { update } from '../view/update.js';
import { print } from './stream.js';

/** As wide as most people's terminals, where stdout is none. */
const DEFAULT_COLS = 120;
/** Columns follow the width alone. */
const ANY_ROWS = 40;

export interface BatchOptions extends Choices {
  readonly session: SessionOptions;
  readonly ascii: boolean;
  /** Pictures; infinite without a number. */
  readonly count: number;
  /** Cells; null: of the terminal, else 120. */
  readonly cols: number | null;
}

function pictureOf(live: LiveState, ui: UiState, ascii: boolean): string {
  const theme = themeOf({ ascii, depth: 0 });
  return batchLines(live, ui, theme)
    .map(line => plainText(line).trimEnd())
    .join('\n');
}

export async function runBatch(options: BatchOptions): Promise<number> {
  const cols = options.cols ?? process.stdout.columns ?? DEFAULT_COLS;
  const start = startingWith(options)({ cols, rows: ANY_ROWS });
  const live = startSession(options.session);
  let written = 0;
  let last: number | null = null;
  let writing: Promise<void> = Promise.resolve();
  await withCleanUp(
    signal =>
      new Promise<void>((resolve, reject) => {
        const unsubscribe = live.subscribe(state => {
          const { frame } = state;
          // The first report is the one to count from: rates are differences.
          if (frame === null || frame.at === last || frame.intervalMs === null || written >= options.count) return;
          last = frame.at;
          written += 1;
          const enough = written >= options.count;
          const gap = written === 1 ? '' : '\n';
          const picture = pictureOf(state, update(start, { type: 'sync' }, state), options.ascii);
          writing = writing.then(() => print(`${gap}${picture}\n`));
          writing.then(() => enough && end(), reject);
        });
        const end = (): void => {
          unsubscribe();
          resolve();
        };
        signal.addEventListener('abort', end);
      }),
    () => live.stop(),
  );
  return 0;
}
