/** The terminal screen: live state and keys in, pictures out. */
import { reasonOf, VethtopError } from '../core/errors.js';
import type { Live } from '../live/model.js';
import { type Action, type Direction, nextInterval, type UiAction } from '../view/actions.js';
import { caretLines, parseFilter } from '../view/filter.js';
import { clickAction } from '../view/hit.js';
import { actionFor } from '../view/keymap.js';
import { placeOf } from '../view/rows.js';
import { parseSort } from '../view/sort.js';
import { paint, themeOf } from '../view/theme.js';
import { initialUi, modeOf, type UiOptions } from '../view/ui.js';
import { formatInterval } from '../view/units.js';
import { update } from '../view/update.js';
import { view } from '../view/view.js';
import { selectedRow, visibleRows } from '../view/visible.js';
import { releaseLostTerminal } from './lost-terminal.js';
import { openScreen } from './screen.js';
import { stopProcessGroup } from './suspend.js';
import { checkTerminal, colorDepth, type Env, type Tty } from './tty.js';
import { type Host, watchWaysOut } from './ways-out.js';

export { checkTerminal };

export interface TuiOptions {
  readonly live: Live;
  readonly ascii: boolean;
  /** false: no colour at all, as NO_COLOR asks for. */
  readonly color: boolean;
  /** Nothing on the screen may change the host. */
  readonly readonly: boolean;
  readonly initialFilter?: string;
  /** A column's id, with `-` in front for the other way round. */
  readonly initialSort?: string;
  /** A standing line under the header. */
  readonly banner?: string;
  /** Runs before the process ends by a signal or an error, for at most 3 s. Not when a person quits. */
  readonly onExit?: () => Promise<void>;
}

/** The edges of the process; a test brings its own. */
export interface TuiEdges {
  readonly tty: Tty;
  readonly env: Env;
  readonly host: Host;
  readonly stopProcess: () => Promise<void>;
}

function processEdges(): TuiEdges {
  return {
    tty: { input: process.stdin, output: process.stdout },
    env: process.env,
    host: { events: process, exit: status => process.exit(status), releaseTerminal: releaseLostTerminal, stderr: process.stderr },
    stopProcess: stopProcessGroup,
  };
}

/**
 * Shows the screen until the person quits; the terminal is then as it was. Signals end the process with 128+n, errors
 * that nobody caught with 1, after `onExit`.
 * @throws VethtopError `terminal` without a usable terminal, `usage` for a wrong filter or sort; before anything is drawn.
 */
export async function runTui(options: TuiOptions, edges: TuiEdges = processEdges()): Promise<void> {
  checkTerminal(edges.tty, edges.env);
  const chosen = initialChoices(options);
  await new Promise<void>((resolve, reject) => {
    try {
      start(options, edges, chosen, resolve);
    } catch (thrown) {
      reject(thrown);
    }
  });
}

function initialChoices({ initialFilter, initialSort, banner }: TuiOptions): Omit<UiOptions, 'size'> {
  const parsed = parseFilter(initialFilter ?? '');
  if (!parsed.ok) {
    throw new VethtopError({
      code: 'usage',
      what: 'the filter is wrong',
      why: `\n${caretLines(initialFilter ?? '', parsed.error, '  ')}`,
    });
  }
  const sort = initialSort === undefined ? undefined : parseSort(initialSort);
  if (sort === null) throw new VethtopError({ code: 'usage', what: `no column "${initialSort}" to sort by` });
  return { filter: parsed.filter, ...(sort === undefined ? {} : { sort }), ...(banner === undefined ? {} : { banner }) };
}

function start(
  { live, ascii, color, onExit }: TuiOptions,
  edges: TuiEdges,
  chosen: Omit<UiOptions, 'size'>,
  done: () => void,
): void {
  const { tty, env, host, stopProcess } = edges;
  const theme = themeOf({ ascii, depth: colorDepth(env, color) });
  let scheduled = false;
  let ended = false;
  let last = '';

  const screen = openScreen(
    { tty, env, ascii, stopProcess },
    {
      key: name => {
        const action = actionFor(modeOf(ui), name);
        if (action !== null) act(action);
      },
      click: at => {
        const action = clickAction(live.state(), ui, at);
        if (action !== null) act(action);
      },
      wheel: direction => act({ type: 'move', by: 'row', direction }),
      resize: size => {
        // What was drawn for the old size is gone.
        last = '';
        act({ type: 'resize', size });
      },
      gone: () => waysOut.gone(),
    },
  );
  const waysOut = watchWaysOut({ host, restore: end, onExit });
  let ui = initialUi({ size: screen.size(), ...chosen });
  const unsubscribe = live.subscribe(() => apply({ type: 'sync' }));

  function act(action: Action): void {
    switch (action.type) {
      case 'quit':
        end();
        waysOut.dispose();
        done();
        break;
      case 'suspend':
        suspend();
        break;
      case 'redraw':
        screen.redraw();
        break;
      case 'copy':
        copy();
        break;
      case 'interval':
        changeInterval(action.direction);
        break;
      default:
        apply(action);
    }
  }

  function apply(action: UiAction): void {
    if (ended) return;
    ui = update(ui, action, live.state());
    schedule();
  }

  /** However much happens in one turn, one picture. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (!ended) draw();
    });
  }

  function draw(): void {
    const { lines, chart } = view(live.state(), ui, theme);
    const content = paint(lines, theme);
    const drawn = chart === null ? content : `${content}\n${JSON.stringify(chart)}`;
    if (drawn === last) return;
    last = drawn;
    screen.draw(content, chart);
  }

  function suspend(): void {
    screen.suspend().then(
      () => apply({ type: 'resize', size: screen.size() }),
      (thrown: unknown) => apply({ type: 'notice', text: `can't suspend: ${reasonOf(thrown)}` }),
    );
  }

  function changeInterval(direction: Direction): void {
    const intervalMs = nextInterval(live.state().intervalMs, direction);
    live.setIntervalMs(intervalMs);
    apply({ type: 'notice', text: `interval ${formatInterval(intervalMs)}` });
  }

  function copy(): void {
    const row = selectedRow(visibleRows(live.state(), ui), ui);
    if (row === null) return;
    const text = [row.a, row.b].flatMap(side => (side === null ? [] : [`${side.name}@${placeOf(side)}`])).join(' ');
    screen.copy(text);
    apply({ type: 'notice', text: `copied: ${text}` });
  }

  function end(): void {
    if (ended) return;
    ended = true;
    unsubscribe();
    screen.close();
  }

  try {
    draw();
  } catch (thrown) {
    end();
    waysOut.dispose();
    throw thrown;
  }
}
