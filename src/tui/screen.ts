/** The only file that knows blessed, with the chart beside it: one box of lines, keys, mouse, size, and the way out. */
import blessed from 'blessed';
import type { Chart } from '../view/chart.js';
import type { KeyName } from '../view/keymap/index.js';
import type { Size } from '../view/ui.js';
import type { ChartWidget } from './chart.js';
import { type KeyEvent, keyName } from './keys.js';
import { PASTE_OFF, PASTE_ON, PasteReader } from './paste.js';
import { type Env, type Tty, terminfoName } from './tty.js';

export interface ScreenOptions {
  readonly tty: Tty;
  readonly env: Env;
  readonly ascii: boolean;
  /** Stops the process as Ctrl-Z does in a shell; returns when it goes on. */
  readonly stopProcess: () => Promise<void>;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface ScreenListener {
  readonly key: (name: KeyName) => void;
  /** What was pasted, without control characters. */
  readonly paste: (text: string) => void;
  readonly click: (at: Point) => void;
  readonly wheel: (direction: -1 | 1) => void;
  readonly resize: (size: Size) => void;
  /** The terminal has gone away; nothing can be shown any more. */
  readonly gone: () => void;
}

export interface Screen {
  size(): Size;
  /** Lines joined by newlines, with SGR and nothing else in them. */
  draw(content: string, chart: Chart | null): void;
  redraw(): void;
  /** Gives the terminal back for as long as `task` runs; without one, the process stops as Ctrl-Z does it. */
  suspend(task?: () => Promise<void>): Promise<void>;
  /** Into the clipboard of the terminal, where it allows that (OSC 52). */
  copy(text: string): void;
  /** Gives the terminal back as it was. May be called again. */
  close(): void;
}

const SYNC_ON = '\x1b[?2026h';
const SYNC_OFF = '\x1b[?2026l';
/** Button presses with SGR coordinates; not motion, which would flood the input. */
const MOUSE = { vt200Mouse: true, sgrMouse: true };
const NO_MOUSE = { vt200Mouse: false, sgrMouse: false };

function openBlessed({ tty, env, ascii }: ScreenOptions): blessed.Widgets.Screen {
  // Inside tmux blessed would run `tmux -V` through PATH and wrap its mouse sequences so that they do nothing.
  const { TMUX: tmux } = process.env;
  delete process.env.TMUX;
  try {
    const program = blessed.program({ input: tty.input, output: tty.output, terminal: terminfoName(env) });
    return blessed.screen({
      program,
      fullUnicode: true,
      forceUnicode: !ascii,
      smartCSR: false,
      resizeTimeout: 50,
    });
  } finally {
    if (tmux !== undefined) process.env.TMUX = tmux;
  }
}

export function openScreen(options: ScreenOptions, listener: ScreenListener): Screen {
  const { tty } = options;
  const screen = openBlessed(options);
  const { program } = screen;
  // The alternate character set comes out as letters in tmux; UTF-8 needs none.
  program.tput.brokenACS = true;
  program.tput.unicode = !options.ascii;
  const box = blessed.box({ parent: screen, top: 0, left: 0, width: '100%', height: '100%', tags: false, wrap: false });

  let closed = false;
  let suspended = false;
  let wanted: Chart | null = null;
  let chart: ChartWidget | null = null;
  let loading = false;

  const gone = (): void => {
    if (!closed) listener.gone();
  };
  const input = (on: boolean): void => {
    program.setMouse(on ? { ...MOUSE } : { ...NO_MOUSE }, on);
    program._write(on ? PASTE_ON : PASTE_OFF);
  };
  const render = (): void => {
    if (!closed && !suspended) screen.render();
  };

  screen.on('prerender', () => program._write(SYNC_ON));
  screen.on('render', () => program._write(SYNC_OFF));
  const paste = new PasteReader(listener.paste);
  program.on('keypress', (char: string | undefined, key: KeyEvent) => {
    if (paste.active) return;
    const name = keyName(char, key);
    if (name !== null) listener.key(name);
  });
  // blessed keeps the marks of a paste to itself, and tells Enter twice.
  tty.input.on('keypress', (char: string | undefined, key?: KeyEvent) => paste.read(char, key));
  program.bindMouse();
  program.on('mouse', ({ action, button, x, y }: { action?: string; button?: string; x: number; y: number }) => {
    if (action === 'wheelup' || action === 'wheeldown') listener.wheel(action === 'wheelup' ? -1 : 1);
    else if (action === 'mousedown' && button === 'left') listener.click({ x, y });
  });
  input(true);
  program.on('resize', () => listener.resize(size()));
  // Kept to the end: whatever is written after the terminal has gone fails again.
  tty.output.on('error', gone);
  tty.input.on('error', gone);
  tty.input.once('end', gone);
  tty.input.once('close', gone);

  function size(): Size {
    return { cols: program.cols, rows: program.rows };
  }

  /** The chart's library is not loaded before the first frame is out. */
  function showChart(): void {
    if (wanted === null) {
      chart?.hide();
    } else if (chart !== null) {
      chart.show(wanted);
    } else if (!loading) {
      loading = true;
      // Nothing is caught here: a failure is one of the ways out.
      void import('./chart.js').then(({ ChartWidget }) => {
        chart = new ChartWidget(screen);
        if (wanted === null || closed) return;
        chart.show(wanted);
        render();
      });
    }
  }

  function comeBack(): void {
    suspended = false;
    tty.input.setRawMode?.(true);
    tty.input.resume();
    screen.enter();
    input(true);
    screen.alloc();
    render();
  }

  return {
    size,
    draw(content, next) {
      if (closed || suspended) return;
      wanted = next;
      box.setContent(content);
      showChart();
      render();
    },
    redraw() {
      if (closed || suspended) return;
      screen.alloc();
      render();
    },
    async suspend(task = options.stopProcess) {
      if (closed || suspended) return;
      suspended = true;
      input(false);
      screen.leave();
      program.flush();
      tty.input.setRawMode?.(false);
      tty.input.pause();
      try {
        await task();
      } finally {
        if (!closed) comeBack();
      }
    },
    copy(text) {
      program._write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
    },
    close() {
      if (closed) return;
      closed = true;
      if (!suspended) input(false);
      screen.destroy();
      tty.input.setRawMode?.(false);
    },
  };
}
