/** Completions for shells, from the tables. Pure. */
import type { OptionFacts, Reference, SubcommandFacts } from './model.js';

const NOTE = 'Written by scripts/reference from the tables of the program.';

function names({ short, long }: OptionFacts): readonly string[] {
  return short === null ? [long] : [short, long];
}

/** Quoted for sh: names and choices are plain words, descriptions may hold anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export function bashCompletion({ options, subcommands }: Reference): string {
  const words = (list: readonly OptionFacts[]): string => list.flatMap(names).join(' ');
  const values = new Map<string, readonly string[]>();
  for (const option of [...options, ...subcommands.flatMap(command => command.options)]) {
    for (const name of names(option)) if (option.choices.length > 0) values.set(name, option.choices);
  }
  const choices = [...values].map(
    ([name, of]) => `    ${name}) COMPREPLY=($(compgen -W '${of.join(' ')}' -- "$cur")); return ;;`,
  );
  const cases = subcommands.map(({ name, children, options: own }) => {
    const all = [...children, words(own)].filter(word => word !== '');
    return `    '${name}') words='${all.join(' ')}' ;;`;
  });
  const known = subcommands.map(({ name }) => `'${name}'`).join(' | ');
  const first = topLevel(subcommands).map(({ name }) => name);
  return `# ${NOTE}
_vethtop() {
  local cur=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word words
  COMPREPLY=()
  case $previous in
${choices.join('\n')}
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case \${command:+$command }$word in
    ${known}) command=\${command:+$command }$word ;;
    esac
  done
  case $command in
${cases.join('\n')}
    *) words='${[...first, words(options)].join(' ')}' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _vethtop vethtop
`;
}

function topLevel(subcommands: readonly SubcommandFacts[]): readonly SubcommandFacts[] {
  return subcommands.filter(({ name }) => !name.includes(' '));
}

/** With the options of all that can follow: a shell is told of one level. */
function allOptions(subcommands: readonly SubcommandFacts[], { name, options }: SubcommandFacts): readonly OptionFacts[] {
  const below = subcommands.filter(other => other.name.startsWith(`${name} `)).flatMap(other => other.options);
  const seen = new Set<string>();
  return [...options, ...below].filter(({ long }) => !seen.has(long) && seen.add(long));
}

function zshOption(option: OptionFacts): string {
  const about = option.about.replace(/[[\]:]/g, '\\$&');
  const value =
    option.value === null ? '' : `:${option.value}:${option.choices.length === 0 ? '' : `(${option.choices.join(' ')})`}`;
  return names(option)
    .map(name => `    ${quoted(`${name}[${about}]${value}`)}`)
    .join(' \\\n');
}

export function zshCompletion({ options, subcommands }: Reference): string {
  const described = topLevel(subcommands).map(({ name, about }) => `    ${quoted(`${name}:${about.replaceAll(':', '\\:')}`)}`);
  const cases = topLevel(subcommands).map(command => {
    const follow =
      command.children.length === 0 ? "    '*:argument:'" : `    '1:what:(${command.children.join(' ')})' \\\n    '*:argument:'`;
    const lines = [...allOptions(subcommands, command).map(zshOption), follow];
    return `    ${command.name})\n      _arguments \\\n${lines.join(' \\\n')}\n      ;;`;
  });
  return `#compdef vethtop
# ${NOTE}
_vethtop() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  local state line
  _arguments -C \\
${options.map(zshOption).join(' \\\n')} \\
    '1:command:->command' '*::argument:->argument'
  case $state in
  command) _describe command commands ;;
  argument)
    case $line[1] in
${cases.join('\n')}
    esac
    ;;
  esac
}
_vethtop "$@"
`;
}

function fishOption(option: OptionFacts, condition: string): string {
  const short = option.short === null ? '' : ` -s ${option.short.slice(1)}`;
  const value = option.value === null ? '' : option.choices.length === 0 ? ' -x' : ` -xa ${quoted(option.choices.join(' '))}`;
  return `complete -c vethtop -n ${quoted(condition)}${short} -l ${option.long.slice(2)}${value} -d ${quoted(option.about)}`;
}

export function fishCompletion({ options, subcommands }: Reference): string {
  const none = '__fish_use_subcommand';
  return `${[
    `# ${NOTE}`,
    'complete -c vethtop -f',
    ...topLevel(subcommands).map(({ name, about }) => `complete -c vethtop -n ${quoted(none)} -a ${name} -d ${quoted(about)}`),
    ...topLevel(subcommands).flatMap(({ name, children }) =>
      children.map(child => `complete -c vethtop -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -a ${child}`),
    ),
    ...options.map(option => fishOption(option, none)),
    ...topLevel(subcommands).flatMap(command =>
      allOptions(subcommands, command).map(option => fishOption(option, `__fish_seen_subcommand_from ${command.name}`)),
    ),
  ].join('\n')}\n`;
}
