/** The files that are made from the tables: the man page and the completions. `scripts/reference` writes them. */
import { Command as Commander, type Option } from 'commander';
import { bashCompletion, fishCompletion, zshCompletion } from '../view/reference/completions.js';
import { manPage } from '../view/reference/man.js';
import type { OptionFacts, Reference } from '../view/reference/model.js';
import { COMMANDS } from './index.js';
import { registerTui } from './tui.js';

function optionFacts(option: Option): OptionFacts {
  return {
    short: option.short ?? null,
    long: option.long ?? option.flags,
    value: /[<[](?<name>[^>\]]+)[>\]]/.exec(option.flags)?.groups?.name?.toUpperCase() ?? null,
    about: option.description,
    choices: option.argChoices ?? [],
  };
}

function readReference(): Reference {
  const program = new Commander('vethtop').helpCommand(false);
  const ignore = (): void => {};
  registerTui(program, ignore);
  for (const command of COMMANDS) command.register(program, ignore);
  const general: readonly OptionFacts[] = [
    { short: '-h', long: '--help', value: null, about: 'help', choices: [] },
    { short: '-V', long: '--version', value: null, about: 'the version', choices: [] },
  ];
  return {
    about: 'top for veth pairs of every network namespace',
    options: [...program.options.map(optionFacts), ...general],
    subcommands: program.commands.map(command => ({
      name: command.name(),
      usage: command.registeredArguments
        .map(argument => {
          const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
          return argument.required ? `<${name}>` : `[${name}]`;
        })
        .join(' '),
      about: command.description(),
      options: command.options.map(optionFacts),
    })),
  };
}

/** Contents by path from the root of the project. */
export function referenceFiles(): Readonly<Record<string, string>> {
  const reference = readReference();
  return {
    'docs/vethtop.1': manPage(reference),
    'completions/vethtop.bash': bashCompletion(reference),
    'completions/_vethtop': zshCompletion(reference),
    'completions/vethtop.fish': fishCompletion(reference),
  };
}
