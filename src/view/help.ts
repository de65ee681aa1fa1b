/** The help page: keys from the keymap, columns and filter fields from their tables, and what the probes can do here. */
import type { LiveState } from '../live/model.js';
import { SORTABLE } from './columns/index.js';
import { FIELDS } from './filter/fields.js';
import { type Binding, KEYMAP, keyLabel } from './keymap.js';
import { fitLine, type Line, lineCells, span } from './line.js';
import { probeSentences } from './probe.js';
import type { Glyphs } from './theme.js';

const KEY_CELLS = 16;
const INDENT = '  ';
const GROUPS: readonly Binding['group'][] = ['Move', 'Table', 'Show', 'Session'];

const FILTER_EXAMPLES: readonly (readonly [text: string, about: string])[] = [
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
  return GROUPS.map(group => [
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

export function helpPage(live: LiveState, cells: number, glyphs: Glyphs): readonly Line[] {
  const fields = [...FIELDS].map(([name, { about }]) => entry([span(name, 'key')], about));
  const columns = SORTABLE.map(({ id, about }) => entry([span(id, 'key')], about));
  const examples = FILTER_EXAMPLES.map(([text, about]) => entry([span(text, 'key')], about));
  const signs = [
    entry([span(glyphs.unknown, 'dim')], 'unknown; never shown as 0'),
    entry([span(glyphs.down, 'warning')], 'an end is down'),
    entry([span('?', 'warning')], 'half-open: the other end is not known exactly'),
    entry([span(glyphs.probeOff, 'dim')], 'an end is in a hidden namespace'),
  ];
  return [
    ...columnsOf(
      [
        ...keyGroups(glyphs),
        [heading('Filter'), ...examples],
        [heading('Filter fields'), ...fields],
        [heading('Columns'), ...columns],
        [heading('Signs'), ...signs],
      ],
      cells,
    ),
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
