/** Completion of a typed command. Pure. */
import type { LiveState } from '../../live/model.js';
import type { UiState } from '../ui.js';
import { findCommand, splitCommand } from './run.js';
import { COMMANDS } from './table.js';

export interface Completion {
  /** The line as far as it is certain. */
  readonly text: string;
  /** What it may go on with. */
  readonly candidates: readonly string[];
}

function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

export function complete(text: string, ui: UiState, live: LiveState): Completion {
  const { name, argument } = splitCommand(text);
  const inArgument = argument !== '' || /\S\s+$/u.test(text);
  if (!inArgument) {
    const names = COMMANDS.map(command => command.name).filter(one => one.startsWith(name));
    const [only] = names;
    if (names.length === 1 && only !== undefined) {
      return { text: findCommand(only)?.argument == null ? only : `${only} `, candidates: names };
    }
    return { text: names.length === 0 ? text : commonStart(names), candidates: names };
  }
  const command = findCommand(name);
  const values = (command?.argument?.values(ui, live) ?? []).filter(value => value.startsWith(argument));
  return { text: values.length === 0 || command === null ? text : `${command.name} ${commonStart(values)}`, candidates: values };
}
