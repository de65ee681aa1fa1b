/** The help page: keys from the keymap, columns and filter fields from their tables, and what the probes can do here. */
import type { LiveState } from '../live/model.js';
import { COMMANDS } from './commands/table.js';
import { type Binding, KEY_GROUPS, KEYMAP, keyLabel } from './keymap/index.js';
import { fitLine, type Line, lineCells, span } from './line.js';
import { VIEWS, viewOf } from './lists/index.js';
import { VIEW_IDS } from './lists/state.js';
import { probeSentences } from './probe.js';
import type { Glyphs } from './theme.js';
import type { UiState } from './ui.js';

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

function heading(text: string): Line {
  return [span(text, 'heading')];
}

function entry(left: Line, about: string, cells = KEY_CELLS): Line {
  return [span(INDENT), ...left, span(' '.repeat(Math.max(1, cells - lineCells(left)))), span(about, 'dim')];
}

function keyEntry({ keys, help }: Binding, glyphs: Glyphs): Line {
  const names = keys.flatMap((key, index): Line => [...(index === 0 ? [] : [span(' ')]), span(keyLabel(key, glyphs), 'key')]);
  return entry(names, help);
}

function keyGroups(glyphs: Glyphs): readonly (readonly Line[])[] {
  const main = KEYMAP.filter(binding => binding.mode === 'main');
  return KEY_GROUPS.map(group => [
    heading(group),
    ...main.filter(binding => binding.group === group).map(binding => keyEntry(binding, glyphs)),
  ]);
}

/** Sections side by side where the width allows it. */
function columnsOf(sections: readonly (readonly Line[])[], cells: number): readonly Line[] {
  const half = Math.floor(cells / 2);
  const separated = (lines: readonly Line[], section: readonly Line[]): readonly Line[] =>
    lines.length === 0 ? section : [...lines, [], ...section];
  if (half < 50) return sections.reduce(separated, []);
  const left = sections.filter((_, index) => index % 2 === 0).reduce(separated, []);
  const right = sections.filter((_, index) => index % 2 === 1).reduce(separated, []);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...fitLine(left[index] ?? [], half),
    ...(right[index] ?? []),
  ]);
}

export function helpPage(live: LiveState, ui: UiState, glyphs: Glyphs): readonly Line[] {
  const view = viewOf(ui);
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
        [heading('Filter'), ...examples],
        [heading(`Filter fields of ${view.title}`), ...fields],
        [heading(`Columns of ${view.title}`), ...columns],
        [heading('Commands with an argument; each key has one without'), ...commands],
        [heading('Signs'), ...signs],
      ],
      ui.size.cols,
    ),
    [],
    heading('Views'),
    ...views,
    [],
    heading('Probes on this host'),
    ...probeSentences(live.frame?.probe ?? null).map(line => [span(INDENT), ...line]),
    ...live.inventory.partial.map(
      (part): Line => [
        span(`${INDENT}! `, 'warning'),
        span(`not read: ${part.source}: ${part.why}${part.next === undefined ? '' : `; ${part.next}`}`),
      ],
    ),
  ];
}
