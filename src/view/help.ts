/** The help page: keys from the keymap, columns and filter fields from their tables, and what the probes can do here. */
import type { LiveState } from '../live/model.js';
import { COMMANDS } from './commands/table.js';
import { type Binding, KEY_GROUPS, KEYMAP, keyLabel } from './keymap/index.js';
import { fitLine, type Line, lineCells, plainText, span } from './line.js';
import { VIEWS, viewOf } from './lists/index.js';
import { VIEW_IDS } from './lists/state.js';
import { probeSentences } from './probe.js';
import type { Glyphs } from './theme.js';
import type { UiState } from './ui.js';
import { wrapped } from './wrap.js';

const KEY_CELLS = 16;
const COMMAND_CELLS = 22;
const INDENT = '  ';

export const FILTER_EXAMPLES: readonly (readonly [text: string, about: string])[] = [
  ['web', 'any name contains it'],
  ['ns:web*', 'a field matches a glob'],
  ['drop>0', 'a number compares: > < >= <= =, with k, M, G'],
  ['!ns:host', 'not'],
  ['/^veth[0-9]+$/', 'any name matches a regex'],
  ['drop>0 ns:web*', 'a space means: and'],
];

/** One thing and what it is; the columns of the page break the text. */
interface Entry {
  readonly left: Line;
  readonly about: string;
  readonly leftCells: number;
}

type Section = readonly [title: string, ...entries: readonly Entry[]];

function entry(left: Line, about: string, leftCells = KEY_CELLS): Entry {
  return { left, about, leftCells };
}

function entryLines({ left, about, leftCells }: Entry, cells: number): readonly Line[] {
  const used = Math.max(leftCells, lineCells(left) + 1);
  const blank = span(' '.repeat(INDENT.length + used));
  const [first = [], ...others] = wrapped(blank, about, 'dim', cells);
  return [[span(INDENT), ...left, span(' '.repeat(used - lineCells(left))), ...first.slice(1)], ...others];
}

function sectionLines([title, ...entries]: Section, cells: number): readonly Line[] {
  return [...wrapped(span(''), title, 'heading', cells), ...entries.flatMap(one => entryLines(one, cells))];
}

function keyEntry({ keys, help }: Binding, glyphs: Glyphs): Entry {
  const names = keys.flatMap((key, index): Line => [...(index === 0 ? [] : [span(' ')]), span(keyLabel(key, glyphs), 'key')]);
  return entry(names, help);
}

function keyGroups(glyphs: Glyphs): readonly Section[] {
  const main = KEYMAP.filter(binding => binding.mode === 'main');
  return KEY_GROUPS.map(group => [
    group,
    ...main.filter(binding => binding.group === group).map(binding => keyEntry(binding, glyphs)),
  ]);
}

/** A column narrower than this breaks more lines than it saves. */
const LEAST_COLUMN_CELLS = 50;

/** Sections side by side where the width allows it. */
function columnsOf(sections: readonly Section[], cells: number): readonly Line[] {
  const half = Math.floor(cells / 2);
  const below = (room: number) => (lines: readonly Line[], section: Section) =>
    lines.length === 0 ? sectionLines(section, room) : [...lines, [], ...sectionLines(section, room)];
  if (half < LEAST_COLUMN_CELLS) return sections.reduce(below(cells), NO_LINES);
  const left = sections.filter((_, index) => index % 2 === 0).reduce(below(half - 1), NO_LINES);
  const right = sections.filter((_, index) => index % 2 === 1).reduce(below(cells - half), NO_LINES);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...fitLine(left[index] ?? [], half),
    ...(right[index] ?? []),
  ]);
}

const NO_LINES: readonly Line[] = [];

/** A line of two parts, as long as it may be. */
function sentenceLines([first = span(''), ...rest]: Line, cells: number): readonly Line[] {
  const [lead, text] = rest.length === 0 ? [span(''), first] : [first, span(plainText(rest))];
  return wrapped({ ...lead, text: `${INDENT}${lead.text}` }, text.text, text.style, cells);
}

export function helpPage(live: LiveState, ui: UiState, glyphs: Glyphs): readonly Line[] {
  const view = viewOf(ui);
  const { cols: cells } = ui.size;
  const fields = view.fields.map(({ name, about }) => entry([span(name, 'key')], about));
  const columns = view.columns.map(({ id, about }) => entry([span(id, 'key')], about));
  const views = VIEW_IDS.map((id, index) => entry([span(`${index + 1} `, 'key'), span(VIEWS[id].title, 'key')], VIEWS[id].about));
  const commands = COMMANDS.filter(({ argument }) => argument !== null).map(({ name, argument, about }) =>
    entry([span(`:${name} ${argument?.label ?? ''}`, 'key')], about, COMMAND_CELLS),
  );
  const examples = FILTER_EXAMPLES.map(([text, about]) => entry([span(text, 'key')], about));
  const signs = [
    entry([span(glyphs.unknown, 'dim')], 'unknown; never shown as 0'),
    entry([span(glyphs.tag, 'tag')], 'a tagged row'),
    entry([span(glyphs.down, 'warning')], 'an end is down'),
    entry([span('?', 'warning')], 'half-open: the other end is not known exactly'),
    entry([span(glyphs.probeOff, 'dim')], 'an end is in a hidden namespace'),
    entry([span(glyphs.past, 'warning')], 'packets also arrive past the probes, and are not in the rates'),
  ];
  return [
    ...columnsOf(
      [
        ...keyGroups(glyphs),
        ['Filter', ...examples],
        [`Filter fields of ${view.title}`, ...fields],
        [`Columns of ${view.title}`, ...columns],
        ['Commands with an argument; each key has one without', ...commands],
        ['Signs', ...signs],
      ],
      cells,
    ),
    [],
    ...sectionLines(['Views', ...views], cells),
    [],
    [span('Probes on this host', 'heading')],
    ...probeSentences(live.frame?.probe ?? null).flatMap(line => sentenceLines(line, cells)),
    ...live.inventory.partial.flatMap(({ source, why, next }) =>
      wrapped(
        span(`${INDENT}! `, 'warning'),
        `not read: ${source}: ${why}${next === undefined ? '' : `; ${next}`}`,
        'plain',
        cells,
      ),
    ),
  ];
}
