/** Arguments → one command → exit status. */
import { Command as Commander, CommanderError } from 'commander';
import { EXIT_STATUS, errnoOf, VethtopError } from '../core/errors.js';
import { nearMatches } from '../inventory/find.js';
import { formatError } from '../output/error-text.js';
import { COMMANDS } from './index.js';
import { VERSION } from './version.js';

/** What has to be known to understand the arguments: one subcommand, the screen alone, or everything. */
type Wanted = { readonly command: string } | 'screen' | 'everything';

const ASKS_FOR_HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

function wantedBy(args: readonly string[]): Wanted {
  const [first = ''] = args;
  if (COMMANDS.has(first)) return { command: first };
  const others = args.some(arg => COMMANDS.has(arg) || ASKS_FOR_HELP.has(arg));
  return others ? 'everything' : 'screen';
}

async function makeProgram(wanted: Wanted, finish: (status: number) => void): Promise<Commander> {
  const program = new Commander('vethtop')
    .description('top for veth pairs: every pair of every network namespace as one live row, with both ends, rates and drops')
    .version(VERSION, '-V, --version')
    .enablePositionalOptions()
    .showHelpAfterError('(vethtop --help lists what there is)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      'after',
      '\nExit status: 0 ok, 1 failure, 2 usage, 3 privilege or program missing, 4 not found, 5 partial with --strict, 128+n signal.',
    )
    .exitOverride();
  if (typeof wanted === 'string') (await import('./tui.js')).registerTui(program, finish);
  if (wanted === 'screen') return program;
  for (const [name, load] of COMMANDS) {
    if (wanted === 'everything' || wanted.command === name) (await load()).register(program, finish);
  }
  for (const command of program.commands) pointToHelp(command, 'vethtop');
  return program;
}

/** Each command's own help is what helps. */
function pointToHelp(command: Commander, above: string): void {
  const path = `${above} ${command.name()}`;
  command.showHelpAfterError(`(${path} --help says more)`);
  for (const part of command.commands) pointToHelp(part, path);
}

function unexpected(error: unknown): VethtopError {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new VethtopError({
    code: 'failure',
    what: 'something unforeseen happened',
    why: text,
    next: 'please report it, with `vethtop status`',
  });
}

function noCommand(name: string): VethtopError {
  const near = nearMatches(name, COMMANDS.keys());
  const next = near.length === 0 ? '`vethtop --help` lists what there is' : `did you mean ${near.join(', ')}?`;
  return new VethtopError({ code: 'usage', what: `there is no command ${name}`, next });
}

/** Runs one command. The result is the exit status; every failure has been said on stderr. */
export async function main(args: readonly string[]): Promise<number> {
  let status = 0;
  // A reader that has had enough (`| head`) is no failure.
  process.stdout.on('error', error => {
    if (errnoOf(error) === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const [first = ''] = args;
    if (first !== '' && !first.startsWith('-') && first !== 'help' && !COMMANDS.has(first)) throw noCommand(first);
    const program = await makeProgram(wantedBy(args), result => {
      status = result;
    });
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_STATUS.usage;
    if (errnoOf(error) === 'EPIPE') return 0;
    const known = error instanceof VethtopError ? error : unexpected(error);
    process.stderr.write(formatError(known));
    return known.exitStatus;
  }
}
