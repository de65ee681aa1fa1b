/** Writing to stdout and stderr. stdout is data, stderr is messages. */
import { VethtopError } from '../core/errors.js';
import type { TextOptions } from '../output/text.js';

/** Waits until the text is taken: a long document into a slow pipe is not lost at exit. */
export function print(text: string): Promise<void> {
  if (text === '') return Promise.resolve();
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

/** How text goes to stdout: cut and coloured for a terminal, whole and plain for a pipe. */
export function textOptions(): TextOptions {
  return { width: terminalWidth(), color: wantsColor(), ascii: !wantsUnicode() };
}

/** UTF-8 by the locale's own order: LC_ALL, LC_CTYPE, LANG. A pipe gets UTF-8. */
export function wantsUnicode(): boolean {
  if (!process.stdout.isTTY) return true;
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

/** Columns of the terminal; null where stdout is none. */
function terminalWidth(): number | null {
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
