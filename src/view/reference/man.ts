/** The man page, from the tables. Pure. */
import { COMMANDS } from '../commands/table.js';
import { FILTER_EXAMPLES } from '../help.js';
import { KEY_GROUPS, KEYMAP, keyLabel } from '../keymap/index.js';
import { VIEWS } from '../lists/index.js';
import { VIEW_IDS } from '../lists/state.js';
import { ASCII_GLYPHS } from '../theme.js';
import type { OptionFacts, Reference } from './model.js';

/** Text that means nothing to roff. */
function plain(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('’', '\\(cq').replaceAll('→', '\\(->');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`;
}

function tagged(tag: string, about: string): string {
  return `.TP\n${tag}\n${plain(about)}\n`;
}

function section(title: string, ...parts: readonly string[]): string {
  return `.SH ${title.toUpperCase()}\n${parts.join('')}`;
}

function optionTag({ short, long, value }: OptionFacts): string {
  const names = short === null ? bold(long) : `${bold(short)}, ${bold(long)}`;
  return value === null ? names : `${names} \\fI${plain(value)}\\fR`;
}

function optionText({ about, choices }: OptionFacts): string {
  return choices.length === 0 ? about : `${about}: ${choices.join(', ')}`;
}

function options(list: readonly OptionFacts[]): string {
  return list.map(option => tagged(optionTag(option), optionText(option))).join('');
}

function keys(): string {
  const main = KEYMAP.filter(({ mode }) => mode === 'main');
  return KEY_GROUPS.map(group => {
    const own = main.filter(binding => binding.group === group);
    const entries = own.map(({ keys: names, help }) =>
      tagged(names.map(name => bold(keyLabel(name, ASCII_GLYPHS))).join(', '), help),
    );
    return `.SS ${group}\n${entries.join('')}`;
  }).join('');
}

function fields(): string {
  return VIEW_IDS.map(id => {
    const names = VIEWS[id].fields.map(({ name, about }) => `${name} (${about})`).join(', ');
    return tagged(bold(VIEWS[id].title), names);
  }).join('');
}

export function manPage({ about, options: own, subcommands }: Reference): string {
  const commands = subcommands.map(({ name, usage, about: text, options: list }) => {
    const line = `.SS ${bold(`vethtop ${name}`)}${usage === '' ? '' : ` ${plain(usage)}`}\n${plain(text)}\n`;
    return `${line}${options(list)}`;
  });
  const typed = COMMANDS.map(({ name, argument, about: text }) =>
    tagged(argument === null ? bold(`:${name}`) : `${bold(`:${name}`)} \\fI${plain(argument.label)}\\fR`, text),
  );
  return [
    '.\\" Written by scripts/reference from the tables of the program.\n',
    '.TH VETHTOP 1 "" vethtop "User Commands"\n',
    section('Name', `vethtop \\- ${plain(about)}\n`),
    section(
      'Synopsis',
      `${bold('vethtop')} [\\fIoptions\\fR]\n.br\n${bold('vethtop')} \\fIcommand\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]\n`,
    ),
    section(
      'Description',
      'Without a command vethtop opens the screen, which needs root and a terminal. Commands print and end.\n',
    ),
    section('Options', options(own)),
    section('Commands', ...commands),
    section(
      'The screen',
      VIEW_IDS.map((id, index) => tagged(`${index + 1} ${bold(VIEWS[id].title)}`, VIEWS[id].about)).join(''),
      'Unknown is shown as a dash, never as 0.\n',
    ),
    section('Keys', keys()),
    section('Commands of the screen', 'Typed after a colon; a start that fits only one is enough.\n', ...typed),
    section(
      'Filter',
      'Terms joined by spaces, all of which must match.\n',
      ...FILTER_EXAMPLES.map(([text, meaning]) => tagged(bold(text), meaning)),
      '.PP\nFields:\n',
      fields(),
    ),
    section(
      'Files',
      tagged(
        '\\fI$XDG_STATE_HOME/vethtop/state.json\\fR',
        "Theme, units, columns and order as they were chosen last; without the variable in ~/.local/state. Under sudo it is root's, one file for each person: state.UID.json.",
      ),
    ),
    section(
      'Environment',
      tagged(bold('NO_COLOR'), 'no colours'),
      tagged(bold('VETHTOP_THEME'), 'the theme, where no option says it'),
      tagged(bold('LC_ALL, LC_CTYPE, LANG'), 'without UTF-8, nothing beyond ASCII is drawn'),
    ),
    section(
      'Exit status',
      '0 ok, 1 failure, 2 usage, 3 privilege or program missing, 4 not found, 5 partial with \\-\\-strict, 128+n signal.\n',
    ),
  ].join('');
}
