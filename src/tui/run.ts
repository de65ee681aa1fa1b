/** The terminal screen: live state and keys in, pictures out. */
import { reasonOf } from '../core/errors.js';
import type { Live } from '../live/model.js';
import type { Depth } from '../probes/model.js';
import { type Action, nextInterval, type UiAction } from '../view/actions.js';
import { expand } from '../view/commands/run.js';
import { clickAction } from '../view/hit.js';
import { actionFor } from '../view/keymap/index.js';
import { viewOf } from '../view/lists/index.js';
import { listState } from '../view/lists/state.js';
import { selectedIndexOf } from '../view/selection.js';
import { sameSettings, settingsOf } from '../view/settings.js';
import { paint, themeOf } from '../view/theme.js';
import { modeOf, type Size, type UiState } from '../view/ui.js';
import { formatInterval } from '../view/units.js';
import { update } from '../view/update.js';
import { view } from '../view/view.js';
import { followChanges } from './changes.js';
import { type Choices, startingWith } from './choices.js';
import { releaseLostTerminal } from './lost-terminal.js';
import { paced } from './paced.js';
import { openScreen } from './screen.js';
import { NO_SETTINGS } from './settings-file.js';
import { shellInSelected } from './shell.js';
import { stopProcessGroup } from './suspend.js';
import { checkTerminal, colorDepth, type Env, type Tty } from './tty.js';
import { type Host, watchWaysOut } from './ways-out.js';

export { checkTerminal };

/** Between two pictures that nobody asked for with a key. */
const LIVE_PAUSE_MS = 200;

export interface TuiOptions extends Choices {
  readonly live: Live;
  readonly ascii: boolean;
  /** false: no colour at all, as NO_COLOR asks for. */
  readonly color: boolean;
  /** Nothing on the screen may change the host. */
  readonly readonly: boolean;
  /** Runs before the process ends by a signal or an error, for at most 3 s. Not when a person quits. */
  readonly onExit?: () => Promise<void>;
}

/** The edges of the process; a test brings its own. */
export interface TuiEdges {
  readonly tty: Tty;
  readonly env: Env;
  readonly host: Host;
  readonly stopProcess: () => Promise<void>;
  /** Has the size of the terminal read anew, and told as always when it has changed. */
  readonly readSize: () => void;
}

function processEdges(): TuiEdges {
  return {
    tty: { input: process.stdin, output: process.stdout },
    env: process.env,
    host: { events: process, exit: status => process.exit(status), releaseTerminal: releaseLostTerminal, stderr: process.stderr },
    stopProcess: stopProcessGroup,
    // The kernel tells of a new size only the group that has the terminal; Node reads it when it is told.
    readSize: () => process.kill(process.pid, 'SIGWINCH'),
  };
}

/**
 * Shows the screen until the person quits; the terminal is then as it was. Signals end the process with 128+n, errors
 * that nobody caught with 1, after `onExit`.
 * @throws VethtopError `terminal` without a usable terminal, `usage` for a wrong filter or sort; before anything is drawn.
 */
export async function runTui(options: TuiOptions, edges: TuiEdges = processEdges()): Promise<void> {
  checkTerminal(edges.tty, edges.env);
  const starting = startingWith(options);
  await new Promise<void>((resolve, reject) => {
    try {
      start(options, edges, starting, resolve);
    } catch (thrown) {
      reject(thrown);
    }
  });
}

function start(
  { live, ascii, color, readonly, onExit, settings = NO_SETTINGS }: TuiOptions,
  edges: TuiEdges,
  starting: (size: Size) => UiState,
  done: () => void,
): void {
  const { tty, env, host, stopProcess, readSize } = edges;
  const ability = { ascii, depth: colorDepth(env, color) };
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
      paste: text => {
        // Keys of a list are single letters: a paste that strays there must not press them.
        const mode = modeOf(ui);
        if (mode === 'prompt' || mode === 'form') act({ type: 'insert', text });
        else act({ type: 'notice', text: 'a paste is taken only where something is typed' });
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
  const changes = followChanges({ live, act: apply });
  const waysOut = watchWaysOut({ host, restore: end, finish: () => changes.stop(), onExit });
  let ui: UiState = { ...starting(screen.size()), readonly };
  let depth: Depth = live.state().frame?.depth ?? 'full';
  const sync = paced(() => apply({ type: 'sync' }), LIVE_PAUSE_MS);
  const unsubscribe = live.subscribe(sync.call);

  function act(action: Action): void {
    for (const one of expand(action, ui)) carryOut(one);
  }

  function carryOut(action: Action): void {
    switch (action.type) {
      case 'quit':
        // What is half done is undone first.
        if (changes.running) {
          apply({ type: 'cancel' });
          break;
        }
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
      case 'shell':
        void enterShell();
        break;
      case 'interval':
        changeInterval(nextInterval(live.state().intervalMs, action.direction));
        break;
      case 'interval-of':
        changeInterval(action.intervalMs);
        break;
      case 'depth':
        changeDepth(action.depth ?? (depth === 'full' ? 'light' : 'full'));
        break;
      default:
        apply(action);
    }
  }

  function apply(action: UiAction): void {
    if (ended) return;
    const before = ui;
    ui = update(ui, action, live.state());
    if (!sameSettings(before, ui)) remember();
    changes.follow(ui.form);
    schedule();
  }

  function remember(): void {
    const why = settings.write(settingsOf(ui));
    if (why !== null) ui = update(ui, { type: 'notice', text: `not remembered: ${why}` }, live.state());
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
    const theme = themeOf(ability, ui.theme);
    const { lines, chart } = view(live.state(), ui, theme);
    const content = paint(lines, theme);
    const drawn = chart === null ? content : `${content}\n${JSON.stringify(chart)}`;
    if (drawn === last) return;
    last = drawn;
    screen.draw(content, chart);
  }

  /** On a terminal that others had in the meantime, what was drawn last is not what is there. */
  function back(): void {
    last = '';
    readSize();
    apply({ type: 'resize', size: screen.size() });
  }

  async function enterShell(): Promise<void> {
    const outside = async (task: () => Promise<void>): Promise<void> => {
      waysOut.lendKeys(true);
      await screen.suspend(task).finally(() => waysOut.lendKeys(false));
    };
    const said = await shellInSelected(ui, live.state(), { tty, env, outside });
    back();
    if (said !== null) apply({ type: 'notice', text: said });
  }

  function suspend(): void {
    screen.suspend().then(back, (thrown: unknown) => apply({ type: 'notice', text: `can't suspend: ${reasonOf(thrown)}` }));
  }

  function changeInterval(intervalMs: number): void {
    live.setIntervalMs(intervalMs);
    apply({ type: 'notice', text: `interval ${formatInterval(intervalMs)}` });
  }

  function changeDepth(wanted: Depth): void {
    if (live.state().frame?.probe.flavour === 'counters') {
      apply({ type: 'notice', text: 'no probes run here: there is only what the kernel counts (? says why)' });
      return;
    }
    depth = wanted;
    live.setDepth(wanted);
    const what =
      wanted === 'light' ? 'light: drops are probed, packets are what the kernel counts' : 'full: packets and drops are probed';
    apply({ type: 'notice', text: what });
  }

  function copy(): void {
    const list = viewOf(ui).list(live.state(), ui);
    const state = listState(ui);
    const text = list.copyText(state.tagged, selectedIndexOf(list, state));
    if (text === '') {
      apply({ type: 'notice', text: 'there is no row to copy' });
      return;
    }
    screen.copy(text);
    const [first = '', ...others] = text.split('\n');
    apply({ type: 'notice', text: `copied: ${first}${others.length === 0 ? '' : ` and ${others.length} more`}` });
  }

  function end(): void {
    if (ended) return;
    ended = true;
    unsubscribe();
    sync.stop();
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
