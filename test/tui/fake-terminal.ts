/** A terminal without a terminal: streams that say they are one, read back through a real terminal emulator. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import type { TuiEdges } from '../../src/tui/run.js';
import { until } from '../support/until.js';

class FakeInput extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(mode: boolean): this {
    this.isRaw = mode;
    return this;
  }
}

class FakeOutput extends PassThrough {
  readonly isTTY = true;
  columns: number;
  rows: number;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }
}

export class FakeTerminal {
  readonly input = new FakeInput();
  readonly output: FakeOutput;
  readonly events = new EventEmitter();
  /** Everything that was written, escape sequences and all. */
  written = '';
  stderr = '';
  /** Exit statuses asked for, in order. */
  readonly exits: number[] = [];
  stops = 0;
  released = 0;
  readonly #vt: InstanceType<typeof xterm.Terminal>;

  constructor(cols: number, rows: number) {
    this.output = new FakeOutput(cols, rows);
    this.#vt = new xterm.Terminal({ cols, rows, allowProposedApi: true });
    this.output.on('data', (data: Buffer) => {
      this.written += data.toString();
      this.#vt.write(data);
    });
  }

  edges(env: Readonly<Record<string, string>> = { TERM: 'tmux-256color' }): TuiEdges {
    return {
      tty: { input: this.input, output: this.output },
      env,
      host: {
        events: this.events,
        exit: status => {
          this.exits.push(status);
        },
        releaseTerminal: () => {
          this.released += 1;
        },
        stderr: {
          write: text => {
            this.stderr += text;
          },
        },
      },
      stopProcess: async () => {
        this.stops += 1;
      },
      // Every change of this terminal's size is told.
      readSize: () => {},
    };
  }

  press(keys: string): void {
    this.input.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.output.columns = cols;
    this.output.rows = rows;
    this.#vt.resize(cols, rows);
    this.output.emit('resize');
  }

  get alternate(): boolean {
    return this.#vt.buffer.active.type === 'alternate';
  }

  get cursorHidden(): boolean {
    return this.written.lastIndexOf('\x1b[?25l') > this.written.lastIndexOf('\x1b[?25h');
  }

  get mouse(): string {
    return this.#vt.modes.mouseTrackingMode;
  }

  rows(): readonly string[] {
    const buffer = this.#vt.buffer.active;
    return Array.from({ length: this.#vt.rows }, (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '');
  }

  /** SGR of one cell: is it bold, and which of the 256 colours is it? */
  styleOf(x: number, y: number): { readonly bold: boolean; readonly color: number } | null {
    const cell = this.#vt.buffer.active.getLine(y)?.getCell(x);
    return cell === undefined ? null : { bold: cell.isBold() !== 0, color: cell.getFgColor() };
  }

  /** Waits until the screen shows the text, and gives its rows. */
  async shows(wanted: RegExp): Promise<readonly string[]> {
    let rows: readonly string[] = [];
    await until(
      () => {
        rows = this.rows();
        return wanted.test(rows.join('\n'));
      },
      { what: () => `${wanted} on the screen:\n${rows.join('\n')}`, timeoutMs: 5000, intervalMs: 5 },
    );
    return rows;
  }

  async is(what: string, ask: () => boolean): Promise<void> {
    await until(ask, { what, timeoutMs: 5000, intervalMs: 5 });
  }
}
