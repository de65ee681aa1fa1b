/** A command as data: what is run, what is shown, and what a person would type are the same thing. */
import { sanitise } from '../core/text.js';

/** Run without a shell: `args` reach the program as they are. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export function command(file: string, ...args: readonly string[]): Command {
  return { file, args };
}

/** Nothing in these means anything to a shell, in an argument. A leading = does, to zsh. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./=-]*$/;

/** The command as one line for a root shell. Pasting it into bash runs exactly the same, and printing it steers no terminal. */
export function formatCommand({ file, args }: Command): string {
  return [file, ...args].map(quote).join(' ');
}

/** One word for bash. Harmless words stay as they are; `'…'` where that is enough, `$'…'` for what a terminal would obey. */
export function quote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (sanitise(word) === word) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${Array.from(word, quoteCharacter).join('')}'`;
}

function quoteCharacter(char: string): string {
  if (char === "'" || char === '\\') return `\\${char}`;
  if (sanitise(char) === char) return char;
  // Bytes, not \u: that one depends on the locale of the shell it is pasted into.
  return Array.from(new TextEncoder().encode(char), byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
