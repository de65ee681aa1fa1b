/** The terminal itself: its streams, whether it will do, and what it can show. */
import type { Readable, Writable } from 'node:stream';
import { VethtopError } from '../core/errors.js';
import type { ColorDepth } from '../view/theme.js';

/** A terminal's two streams; process.stdin and process.stdout are one. */
export interface Tty {
  readonly input: Readable & { isTTY?: boolean; isRaw?: boolean; setRawMode?(mode: boolean): unknown };
  readonly output: Writable & { isTTY?: boolean; columns?: number; rows?: number };
}

export type Env = Readonly<Record<string, string | undefined>>;

/** @throws VethtopError `terminal` where there is no terminal, or one that can't place text. */
export function checkTerminal({ input, output }: Tty, env: Env): void {
  const next = 'use `vethtop watch` for lines instead of a screen, or `vethtop ls` for a look';
  if (input.isTTY !== true || output.isTTY !== true) {
    const which = output.isTTY === true ? 'input' : 'output';
    throw new VethtopError({ code: 'terminal', what: 'no screen to draw on', why: `standard ${which} is not a terminal`, next });
  }
  const term = env.TERM ?? '';
  if (term === '' || term === 'dumb') {
    const why = term === '' ? 'TERM is not set' : 'TERM=dumb cannot place text';
    throw new VethtopError({ code: 'terminal', what: 'no screen to draw on', why, next });
  }
}

const PLAIN_TERMINALS = /^(?:linux|vt\d|ansi|cons25)/;

/**
 * The terminfo entry to use. Today's entries (tmux-256color, kitty, foot, …) are beyond blessed's parser, and every
 * one of these terminals speaks xterm's sequences.
 */
export function terminfoName({ TERM: term = '' }: Env): string {
  return PLAIN_TERMINALS.test(term) ? term : 'xterm-256color';
}

export function colorDepth(env: Env, color: boolean): ColorDepth {
  if (!color) return 0;
  return PLAIN_TERMINALS.test(env.TERM ?? '') ? 8 : 256;
}
