/** A typed command → actions. Pure. */
import type { Action } from '../actions.js';
import type { UiState } from '../ui.js';
import { COMMANDS, type Command, type Run } from './table.js';

/** The words of a line: the command, and the rest as one argument. */
export function splitCommand(text: string): { readonly name: string; readonly argument: string } {
  const [, name = '', argument = ''] = /^\s*(\S*)\s*(.*?)\s*$/su.exec(text) ?? [];
  return { name, argument };
}

/** By its name, or a start of it that no other has. */
export function findCommand(name: string): Command | null {
  const exact = COMMANDS.find(command => command.name === name);
  if (exact !== undefined) return exact;
  const starting = COMMANDS.filter(command => command.name.startsWith(name));
  return name !== '' && starting.length === 1 ? (starting[0] ?? null) : null;
}

export function runCommand(text: string, ui: UiState): Run {
  const { name, argument } = splitCommand(text);
  if (name === '') return [];
  const command = findCommand(name);
  if (command === null) return { wrong: `no command "${name}"; Tab lists them` };
  if (argument === '') {
    return command.action === null ? { wrong: `${command.name} needs ${command.argument?.label ?? 'more'}` } : [command.action];
  }
  return command.argument === null ? { wrong: `${command.name} takes nothing more` } : command.argument.run(argument, ui);
}

/** What an action comes to: a command that is accepted is closed first, and then carried out. */
export function expand(action: Action, ui: UiState): readonly Action[] {
  if (action.type !== 'accept' || ui.prompt?.kind !== 'command') return [action];
  const run = runCommand(ui.prompt.text, ui);
  return 'wrong' in run ? [{ type: 'command-error', message: run.wrong }] : [{ type: 'cancel' }, ...run];
}
