/** Choices in a panel at the right of the list: what to sort by, which columns, groups, the theme. */
import type { LiveState } from '../live/model.js';
import type { UiAction } from './actions.js';
import { NEW_FORMS } from './forms/kinds.js';
import { fitLine, type Line, span } from './line.js';
import { viewOf } from './lists/index.js';
import { listState } from './lists/state.js';
import { selectedSubject } from './selection.js';
import { type Glyphs, THEMES } from './theme.js';
import type { Picker, PickerKind, UiState } from './ui.js';

/** What it takes of the screen's width: a table is left beside it, and what it says is seldom cut. */
export function pickerCells(cols: number): number {
  return Math.min(MOST_CELLS, Math.floor(cols * SHARE));
}

const MOST_CELLS = 66;
const SHARE = 0.55;
const ID_CELLS = 11;

interface Choice {
  readonly id: string;
  readonly about: string;
  /** It is what is chosen now; for columns: it is shown. */
  readonly on: boolean;
  readonly action: UiAction;
}

interface PickerFacts {
  readonly title: string;
  readonly choices: (ui: UiState, live: LiveState) => readonly Choice[];
  /** A list of switches stays open. */
  readonly stays: boolean;
}

export const PICKERS: Readonly<Record<PickerKind, PickerFacts>> = {
  sort: {
    title: 'sort by',
    stays: false,
    choices: ui =>
      viewOf(ui).sortable.map(({ id, about }) => {
        const on = id === listState(ui).sort.column;
        return { id, about, on, action: on ? { type: 'sync' } : { type: 'sort-by', column: id } };
      }),
  },
  columns: {
    title: 'columns',
    stays: true,
    choices: ui =>
      viewOf(ui)
        .columns.filter(({ pinned }) => pinned !== true)
        .map(({ id, about }) => ({
          id,
          about,
          on: !listState(ui).hiddenColumns.has(id),
          action: { type: 'column', column: id },
        })),
  },
  group: {
    title: 'group by',
    stays: false,
    choices: ui => [
      { id: 'none', about: 'no groups', on: listState(ui).group === null, action: { type: 'group', by: null } },
      ...viewOf(ui).groups.map(({ id, about }) => ({
        id,
        about,
        on: listState(ui).group === id,
        action: { type: 'group' as const, by: id },
      })),
    ],
  },
  theme: {
    title: 'theme',
    stays: false,
    choices: ui =>
      THEMES.map(({ name, about }) => ({ id: name, about, on: ui.theme === name, action: { type: 'theme', theme: name } })),
  },
  new: {
    title: 'new',
    stays: false,
    choices: () => NEW_FORMS.map(({ name: id, form, about }) => ({ id, about, on: false, action: { type: 'form', form } })),
  },
  edit: {
    title: 'edit',
    stays: false,
    choices: (ui, live) =>
      (selectedSubject(ui, live)?.links ?? []).map(({ key, name, nsid }) => ({
        id: name,
        about: live.inventory.namespaces.get(nsid)?.name ?? '',
        on: false,
        action: { type: 'form', form: 'edit-link', link: key },
      })),
  },
};

export function choicesOf(ui: UiState, { kind }: Pick<Picker, 'kind'>, live: LiveState): readonly Choice[] {
  return PICKERS[kind].choices(ui, live);
}

/** Opened on what is chosen now. */
export function openPicker(ui: UiState, kind: PickerKind, live: LiveState): Picker {
  const { choices, stays } = PICKERS[kind];
  return {
    kind,
    chosen: stays
      ? 0
      : Math.max(
          0,
          choices(ui, live).findIndex(({ on }) => on),
        ),
  };
}

/** `rows` lines of `pickerCells`. */
export function pickerLines(live: LiveState, ui: UiState, picker: Picker, rows: number, glyphs: Glyphs): readonly Line[] {
  const { title, stays } = PICKERS[picker.kind];
  const choices = choicesOf(ui, picker, live);
  const room = Math.max(1, rows - 1);
  const top = Math.max(0, Math.min(picker.chosen - room + 1, choices.length - room));
  const sign = picker.kind === 'sort' ? (listState(ui).sort.descending ? glyphs.descending : glyphs.ascending) : glyphs.tag;
  const lines: Line[] = [[span(title, 'heading'), ...(stays ? [span('  Space switches', 'dim')] : [])]];
  choices.slice(top, top + room).forEach(({ id, about, on }, index) => {
    const chosen = top + index === picker.chosen;
    const mark = `${chosen ? glyphs.selected : ' '} ${on ? sign : ' '} `;
    lines.push([span(`${mark}${id.padEnd(ID_CELLS - 1)} `, chosen ? 'active' : 'plain'), span(about, 'dim')]);
  });
  return Array.from({ length: rows }, (_, index) => [
    span(` ${glyphs.bar} `, 'rule'),
    ...fitLine(lines[index] ?? [], pickerCells(ui.size.cols) - 3, { ascii: glyphs.ascii, ellipsis: glyphs.ellipsis }),
  ]);
}
