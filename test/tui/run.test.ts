import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import { runTui, type TuiOptions } from '../../src/tui/run.js';
import { bareHost, busyHost } from '../view/fixtures.js';
import { FakeLive } from './fake-live.js';
import { FakeTerminal } from './fake-terminal.js';

const ENTER = '\r';
const ESC = '\x1b';
const DOWN = '\x1b[B';
const CTRL_C = '\x03';
const CTRL_Z = '\x1a';
const CTRL_L = '\x0c';

/** Turns of the event loop: a picture takes one, its bytes another. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(resolve => setImmediate(resolve));
}

interface Run {
  readonly terminal: FakeTerminal;
  readonly live: FakeLive;
  readonly ended: Promise<void>;
}

let current: Run | null = null;

beforeAll(() => {
  process.env.TZ = 'UTC';
});

afterEach(async () => {
  // A screen that a test left open would share blessed's globals with the next one.
  if (current !== null && current.live.listeners > 0) {
    current.terminal.press(CTRL_C);
    await current.ended;
  }
  current = null;
});

function open(options: Partial<TuiOptions> = {}, size: readonly [number, number] = [120, 36], state = busyHost()): Run {
  const terminal = new FakeTerminal(...size);
  const live = new FakeLive(state);
  const ended = runTui({ live, ascii: false, color: true, readonly: false, ...options }, terminal.edges());
  current = { terminal, live, ended };
  return current;
}

function expectRestored(terminal: FakeTerminal): void {
  expect(terminal.alternate).toBe(false);
  expect(terminal.cursorHidden).toBe(false);
  expect(terminal.mouse).toBe('none');
  expect(terminal.input.isRaw).toBe(false);
}

describe('the screen', () => {
  test('is drawn on the alternate screen, with the cursor hidden and in raw mode', async () => {
    const { terminal } = open();
    const rows = await terminal.shows(/NETFILTER_DROP/);
    expect(rows[0]).toMatch(/^vethtop {2}edge-01 · probes ● tracepoint/);
    expect(terminal.alternate).toBe(true);
    expect(terminal.cursorHidden).toBe(true);
    expect(terminal.input.isRaw).toBe(true);
  });

  test('shows drops red and bold', async () => {
    const { terminal } = open();
    const rows = await terminal.shows(/veth91bd077/);
    const y = rows.findIndex(row => row.includes('veth91bd077'));
    const x = rows[y]?.search(/ 88 /) ?? -1;
    expect(terminal.styleOf(x + 1, y)).toEqual({ bold: true, color: 196 });
  });

  test('keeps wide names in their cells', async () => {
    const { terminal } = open();
    const rows = await terminal.shows(/東京都港区/);
    const y = rows.findIndex(row => row.includes('東京都港区'));
    // Five characters of two cells, then the blank and the column that follows.
    expect(rows[y]?.replace(/[^\x20-\x7e]/g, '##').indexOf('host')).toBe(
      rows.find(row => row.includes('veth-idle'))?.indexOf('host'),
    );
  });

  test('follows the live state', async () => {
    const { terminal, live } = open();
    await terminal.shows(/14:02:31/);
    live.set(busyHost({ tick: 5 }));
    await terminal.shows(/14:02:36/);
  });

  test('writes nothing when nothing has changed', async () => {
    const { terminal, live } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    const before = terminal.written.length;
    live.set(live.state());
    // A key that does nothing here.
    terminal.press('z');
    live.set(live.state());
    await turns(10);
    expect(terminal.written.slice(before)).toBe('');
    live.set(busyHost({ tick: 1 }));
    await terminal.shows(/14:02:32/);
  });

  test('draws the chart of the selected pair in braille, and takes it away with the pane', async () => {
    const { terminal } = open();
    await terminal.shows(/[\u2801-\u28ff]{5}/);
    terminal.resize(80, 24);
    await terminal.is(
      'a screen without chart',
      () => !/[\u2801-\u28ff]/.test(terminal.rows().join('')) && terminal.rows().length === 24,
    );
    terminal.press(ENTER);
    await terminal.shows(/[\u2801-\u28ff]{5}/);
  });

  test('without colour writes no colour', async () => {
    const { terminal } = open({ color: false });
    await terminal.shows(/veth3f1c2aa/);
    expect(terminal.written).not.toMatch(/\x1b\[(?:\d+;)*(?:3[0-7]|38;5;\d+|4[0-7]|9\d)m/);
  });

  test('in ASCII writes ASCII only', async () => {
    const { terminal } = open({ ascii: true });
    await terminal.shows(/veth3f1c2aa/);
    expect(terminal.written).toMatch(/^[\x00-\x7f]*$/);
  });

  test('says so when the terminal is too small, and draws again when it has grown', async () => {
    const { terminal } = open({}, [40, 8]);
    await terminal.shows(/terminal too small/);
    terminal.resize(80, 24);
    await terminal.shows(/veth3f1c2aa/);
    expect(terminal.rows().at(-1)).toMatch(/q quit$/);
  });

  test('offers a lab where there is no pair', async () => {
    const { terminal } = open({}, [80, 24], bareHost());
    await terminal.shows(/no veth pair on this host[\s\S]*vethtop --lab bridge/);
  });

  test('shows a banner, an initial filter and an initial sort', async () => {
    const { terminal } = open({ banner: 'lab bridge', initialFilter: 'web', initialSort: 'a' });
    const rows = await terminal.shows(/lab bridge/);
    expect(rows.join('\n')).toMatch(/filter web \[2\/34\] {2}sort A ▲/);
  });
});

describe('keys', () => {
  const selected = /▸ .*/;

  test('move the selection, which then follows its pair', async () => {
    const { terminal, live } = open({}, [80, 24]);
    await terminal.shows(/▸ +veth3f1c2aa/);
    terminal.press(`j${DOWN}`);
    await terminal.shows(/▸ +vethA /);
    terminal.press('k');
    await terminal.shows(/▸ +veth91bd077/);
    terminal.press('I');
    // Reversed, the pair is near the end and still the selected one.
    await terminal.shows(/▸ +veth91bd077/);
    live.set(busyHost({ tick: 3 }));
    await terminal.shows(/14:02:34[\s\S]*▸ +veth91bd077/);
    expect(terminal.rows().filter(row => selected.test(row))).toHaveLength(1);
  });

  test('filter as typed; Enter keeps, Esc clears, Esc never quits', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press('/web-2');
    await terminal.shows(/\[1\/34\]/);
    terminal.press(ENTER);
    await terminal.shows(/q quit/);
    terminal.press(ESC);
    await terminal.shows(/veth-idle/);
    terminal.press(ESC);
    terminal.press('p');
    await terminal.shows(/paused/);
  });

  test('show a wrong filter with a caret, and keep the last right one', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press('/web nope:1');
    const rows = await terminal.shows(/no field "nope"/);
    expect(rows.at(-1)?.indexOf('^')).toBe(rows.at(-2)?.indexOf('nope'));
    terminal.press(ESC);
    await terminal.shows(/veth-idle/);
  });

  test('hold the picture while counting goes on, and let it go on', async () => {
    const { terminal, live } = open({}, [80, 24]);
    await terminal.shows(/14:02:31/);
    terminal.press('p');
    await terminal.shows(/paused/);
    live.set(busyHost({ tick: 9 }));
    terminal.press('u');
    await terminal.shows(/bit\/s/);
    expect(terminal.rows()[0]).toContain('14:02:31');
    terminal.press('p');
    await terminal.shows(/14:02:40/);
  });

  test('open help, events, detail and picker, and lead back', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    for (const [key, wanted] of [
      ['?', /one row up/],
      ['E', /namespace old/],
      [ENTER, /certainty/],
      ['s', /sort by/],
    ] as const) {
      terminal.press(key);
      await terminal.shows(wanted);
      terminal.press(ESC);
      await terminal.shows(/▸ +veth3f1c2aa[\s\S]*\? help/);
    }
  });

  test('change the interval', async () => {
    const { terminal, live } = open({}, [80, 24]);
    await terminal.shows(/live 1\.0s/);
    terminal.press('+');
    await terminal.shows(/live 2\.0s/);
    terminal.press('--');
    await terminal.shows(/live 500ms/);
    expect(live.state().intervalMs).toBe(500);
  });

  test('copy the pair by OSC 52', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press('y');
    await terminal.shows(/copied: veth3f1c2aa@host eth0@docker:web-1/);
    expect(terminal.written).toContain(`\x1b]52;c;${Buffer.from('veth3f1c2aa@host eth0@docker:web-1').toString('base64')}\x07`);
  });

  test('copy nothing where there is no row, and say so', async () => {
    const { terminal } = open({}, [80, 24], bareHost());
    await terminal.shows(/no veth pair/);
    terminal.press('y');
    await terminal.shows(/there is no row to copy/);
    expect(terminal.written).not.toContain('\x1b]52');
  });

  test('draw the screen anew', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    const before = terminal.written.length;
    terminal.press(CTRL_L);
    await terminal.is('a new picture', () => terminal.written.slice(before).includes('vethtop'));
  });

  test('the wheel moves and a click selects or sorts', async () => {
    const { terminal } = open({}, [80, 24]);
    const rows = await terminal.shows(/veth3f1c2aa/);
    expect(terminal.mouse).toBe('vt200');
    terminal.press('\x1b[<65;10;10M');
    await terminal.shows(/▸ +veth91bd077/);
    const y = rows.findIndex(row => row.includes('veth-idle'));
    terminal.press(`\x1b[<0;10;${y + 1}M`);
    await terminal.shows(/▸ +veth-idle/);
    terminal.press(`\x1b[<0;5;${rows.findIndex(row => row.includes('DROP/s▼')) + 1}M`);
    await terminal.shows(/sort A ▲/);
  });
});

describe('views', () => {
  test('come by number, Tab and Shift-Tab, and by a click on their tab', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    for (const [key, wanted] of [
      ['2', /KEPT ALIVE BY/],
      ['3', /br-9f1 {2}bridge, 2 ports/],
      ['4', /nf_hook_slow/],
      ['5', /end-down|is down, its other end is up/],
      ['\t', /A→B pps/],
      ['\x1b[Z', /WHAT IS WRONG/],
    ] as const) {
      terminal.press(key);
      await terminal.shows(wanted);
    }
    const row = terminal.rows().findIndex(line => line.includes('2 Namespaces'));
    const column = terminal.rows()[row]?.indexOf('2 Namespaces') ?? -1;
    terminal.press(`\x1b[<0;${column + 3};${row + 1}M`);
    await terminal.shows(/KEPT ALIVE BY/);
  });

  test('fold a branch with Enter and with a second click', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press('3');
    await terminal.shows(/▹ veth3f1c2aa/);
    terminal.press(`j${ENTER}`);
    const rows = await terminal.shows(/▿ veth3f1c2aa[\s\S]*172\.18\.0\.2\/16[\s\S]*docker:web-1/);
    const y = rows.findIndex(row => row.includes('veth3f1c2aa'));
    terminal.press(`\x1b[<0;12;${y + 1}M`);
    await terminal.shows(/▹ veth3f1c2aa/);
  });
});

describe('commands', () => {
  test('are completed with Tab, run with Enter, and say what is wrong', async () => {
    const { terminal } = open({}, [100, 30]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press(':gr');
    await terminal.shows(/Tab completes {2}group/);
    terminal.press('\tbr\t');
    await terminal.shows(/:group bridge/);
    terminal.press(ENTER);
    await terminal.shows(/▿ br-9f1 {2}2/);
    terminal.press(`:nope${ENTER}`);
    await terminal.shows(/no command "nope"/);
    terminal.press(ESC);
    await terminal.shows(/\? help/);
  });

  test('reach the session: interval, depth, quit', async () => {
    const { terminal, live, ended } = open({}, [100, 30]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press(`:interval 5${ENTER}`);
    await terminal.shows(/live 5\.0s/);
    terminal.press('L');
    await terminal.shows(/light: drops are probed/);
    expect(live.depth).toBe('light');
    terminal.press(`:depth full${ENTER}`);
    await terminal.shows(/full: packets and drops/);
    expect(live.depth).toBe('full');
    terminal.press(`:quit${ENTER}`);
    await ended;
  });
});

describe('a paste', () => {
  const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

  test('presses no key of the list', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    expect(terminal.written).toContain('\x1b[?2004h');
    terminal.press(paste('qqq\rpp?'));
    await terminal.shows(/a paste is taken only where something is typed/);
    expect(terminal.rows().join()).not.toMatch(/paused/);
  });

  test('is text in a prompt, line breaks as blanks', async () => {
    const { terminal } = open({}, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press(`/${paste('web-2\nq')}`);
    await terminal.shows(/filter web-2 q/);
  });
});

describe('choices', () => {
  test('are remembered as they are made, and come back', async () => {
    let kept: unknown = null;
    const settings = {
      read: () => kept,
      write: (written: unknown) => {
        kept = JSON.parse(JSON.stringify(written));
        return null;
      },
    };
    const first = open({ settings }, [80, 24]);
    await first.terminal.shows(/sort DROP\/s ▼/);
    first.terminal.press('jju');
    await first.terminal.shows(/A→B bit\/s/);
    expect(kept).toMatchObject({ units: { rate: 'bits' } });
    first.terminal.press('q');
    await first.ended;
    const second = open({ settings }, [80, 24]);
    await second.terminal.shows(/A→B bit\/s/);
  });

  test('that can’t be kept are told, and made all the same', async () => {
    const { terminal } = open({ settings: { read: () => null, write: () => 'the disk is full' } }, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    terminal.press('u');
    await terminal.shows(/A→B bit\/s[\s\S]*not remembered: the disk is full/);
  });

  test('of a theme change the colours at once', async () => {
    const { terminal } = open({ theme: 'light' }, [80, 24]);
    await terminal.shows(/veth3f1c2aa/);
    expect(terminal.written).toContain('38;5;160');
    const before = terminal.written.length;
    terminal.press(`:theme ascii${ENTER}`);
    await terminal.is('ASCII', () => /sort DROP\/s v/.test(terminal.rows().join('\n')));
    expect(terminal.written.length).toBeGreaterThan(before);
  });
});

describe('the way out', () => {
  test.each([
    ['q', 'q'],
    ['Ctrl-C', CTRL_C],
    ['F10', '\x1b[21~'],
  ])('%s gives the terminal back and resolves', async (_name, key) => {
    let cleaned = 0;
    const { terminal, live, ended } = open({
      onExit: async () => {
        cleaned += 1;
      },
    });
    await terminal.shows(/veth3f1c2aa/);
    terminal.press(key);
    await ended;
    await terminal.is('the normal screen', () => !terminal.alternate);
    expectRestored(terminal);
    expect(live.listeners).toBe(0);
    expect(terminal.events.eventNames()).toEqual([]);
    expect(terminal.exits).toEqual([]);
    expect(cleaned).toBe(0);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ])('%s gives the terminal back, cleans up and exits with %i', async (signal, status) => {
    const order: string[] = [];
    const { terminal } = open({
      onExit: async () => {
        await terminal.is('the normal screen', () => !terminal.alternate);
        order.push('cleaned');
      },
    });
    await terminal.shows(/veth3f1c2aa/);
    terminal.events.emit(signal, signal);
    await terminal.is('the exit', () => terminal.exits.length > 0);
    expect(order).toEqual(['cleaned']);
    expect(terminal.exits).toEqual([status]);
    expectRestored(terminal);
  });

  test('a second signal does not wait for a clean-up that hangs', async () => {
    const { terminal } = open({ onExit: () => new Promise(() => {}) });
    await terminal.shows(/veth3f1c2aa/);
    terminal.events.emit('SIGTERM', 'SIGTERM');
    terminal.events.emit('SIGTERM', 'SIGTERM');
    expect(terminal.exits).toEqual([143]);
  });

  test.each(['uncaughtException', 'unhandledRejection'])('%s is told after the terminal is back, and fails', async event => {
    const { terminal } = open({});
    await terminal.shows(/veth3f1c2aa/);
    terminal.events.emit(event, new Error('what nobody caught'));
    await terminal.is('the exit', () => terminal.exits.length > 0 && !terminal.alternate);
    expect(terminal.exits).toEqual([1]);
    expect(terminal.stderr).toContain('what nobody caught');
    expectRestored(terminal);
  });

  test('a clean-up that fails is told and does not keep the process', async () => {
    const { terminal } = open({ onExit: () => Promise.reject(new Error('still busy')) });
    await terminal.shows(/veth3f1c2aa/);
    terminal.events.emit('SIGTERM', 'SIGTERM');
    await terminal.is('the exit', () => terminal.exits.length > 0);
    expect(terminal.stderr).toContain('cleaning up failed: still busy');
    expect(terminal.exits).toEqual([143]);
  });

  test.each(['output', 'input'] as const)('an %s that fails with EIO is a terminal that has gone', async side => {
    const { terminal } = open({});
    await terminal.shows(/veth3f1c2aa/);
    terminal[side].emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }));
    await terminal.is('the exit', () => terminal.exits.length > 0);
    expect(terminal.exits[0]).toBe(129);
  });

  test('the exit of the process gives the terminal back, whoever asked for it', async () => {
    const { terminal } = open({});
    await terminal.shows(/veth3f1c2aa/);
    terminal.events.emit('exit');
    await terminal.is('the normal screen', () => !terminal.alternate);
    expectRestored(terminal);
    expect(terminal.released).toBe(1);
  });

  test('Ctrl-Z leaves the screen while stopped and comes back to it', async () => {
    const terminal = new FakeTerminal(80, 24);
    const live = new FakeLive(busyHost());
    let goOn: () => void = () => {};
    const edges = { ...terminal.edges(), stopProcess: () => new Promise<void>(resolve => (goOn = resolve)) };
    const ended = runTui({ live, ascii: false, color: true, readonly: false }, edges);
    current = { terminal, live, ended };
    await terminal.shows(/veth3f1c2aa/);
    terminal.press(CTRL_Z);
    await terminal.is('the normal screen', () => !terminal.alternate);
    expectRestored(terminal);
    // Nothing is drawn onto the shell's screen.
    live.set(busyHost({ tick: 2 }));
    goOn();
    await terminal.shows(/14:02:33/);
    expect(terminal.alternate).toBe(true);
    expect(terminal.input.isRaw).toBe(true);
    expect(terminal.mouse).toBe('vt200');
  });
});

describe('refuses before anything is drawn', () => {
  const live = new FakeLive(busyHost());
  const options: TuiOptions = { live, ascii: false, color: true, readonly: false };

  test.each([
    ['a dumb terminal', { TERM: 'dumb' }, {}, 'terminal', /vethtop watch/],
    ['no TERM', { TERM: '' }, {}, 'terminal', /TERM is not set/],
    ['a wrong filter', { TERM: 'xterm' }, { initialFilter: 'mtu>x' }, 'usage', / {2}mtu>x\n {6}\^/],
    ['a column that there is not', { TERM: 'xterm' }, { initialSort: 'nope' }, 'usage', /no column "nope"/],
  ])('%s', async (_what, env, extra, code, message) => {
    const terminal = new FakeTerminal(80, 24);
    const thrown = await runTui({ ...options, ...extra }, terminal.edges(env)).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(VethtopError);
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(terminal.written).toBe('');
  });

  test('an output that is no terminal', async () => {
    const terminal = new FakeTerminal(80, 24);
    const { tty, ...edges } = terminal.edges();
    const output = Object.assign(terminal.output, { isTTY: false });
    await expect(runTui(options, { ...edges, tty: { ...tty, output } })).rejects.toThrow(/standard output is not a terminal/);
  });
});
