/** The files that are made from the tables: the man page and the completions. `scripts/reference` writes them. */
import { type Argument, Command as Commander, type Option } from 'commander';
import { bashCompletion, fishCompletion, zshCompletion } from '../view/reference/completions.js';
import { manPage } from '../view/reference/man.js';
import type { OptionFacts, Reference, SubcommandFacts } from '../view/reference/model.js';
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

function argumentText(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** A command and those below it, each under its whole name. */
function subcommandFacts(command: Commander, above: string): readonly SubcommandFacts[] {
  const name = above === '' ? command.name() : `${above} ${command.name()}`;
  const own: SubcommandFacts = {
    name,
    children: command.commands.map(child => child.name()),
    usage: command.registeredArguments.map(argumentText).join(' '),
    about: command.description(),
    options: command.options.map(optionFacts),
  };
  return [own, ...command.commands.flatMap(child => subcommandFacts(child, name))];
}

const GENERAL: readonly OptionFacts[] = [
  { short: '-h', long: '--help', value: null, about: 'help', choices: [] },
  { short: '-V', long: '--version', value: null, about: 'the version', choices: [] },
];

async function readReference(): Promise<Reference> {
  const program = new Commander('vethtop').helpCommand(false).enablePositionalOptions();
  const ignore = (): void => {};
  registerTui(program, ignore);
  for (const load of COMMANDS.values()) (await load()).register(program, ignore);
  return {
    about: 'top for veth pairs of every network namespace',
    options: [...program.options.map(optionFacts), ...GENERAL],
    subcommands: program.commands.flatMap(command => subcommandFacts(command, '')),
  };
}

/** Contents by path from the root of the project. */
export async function referenceFiles(): Promise<Readonly<Record<string, string>>> {
  const reference = await readReference();
  return {
    'docs/vethtop.1': manPage(reference),
    'completions/vethtop.bash': bashCompletion(reference),
    'completions/_vethtop': zshCompletion(reference),
    'completions/vethtop.fish': fishCompletion(reference),
  };
}
