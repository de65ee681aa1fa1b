/** Writing to stdout and stderr. stdout is data, stderr is messages. */
import { VethtopError } from '../core/errors.js';

/** Waits until the text is taken: a long document into a slow pipe is not lost at exit. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, error => (error == null ? resolve() : reject(error)));
  });
}

export function printJson(document: unknown): Promise<void> {
  return print(JSON.stringify(document, null, process.stdout.isTTY ? 2 : 0));
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Columns of the terminal; null where stdout is none. */
export function terminalWidth(): number | null {
  return process.stdout.isTTY ? process.stdout.columns : null;
}

/** Colour: on a terminal, unless NO_COLOR says no (no-color.org). */
export function wantsColor(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** A number from the command line. @throws VethtopError `usage` */
export function parseNumber(text: string, what: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) {
    throw new VethtopError({ code: 'usage', what: `${what} must be a number from ${least} to ${most}`, why: `"${text}" is not` });
  }
  return value;
}
