/** A view from its table: filter, order, groups and lines, the same for every kind of row. */
import type { LiveState } from '../../live/model.js';
import type { PlacedColumn } from '../columns/layout.js';
import type { CellContext, Column } from '../columns/model.js';
import { type Filter, parseFilterOf } from '../filter.js';
import { fitLine, type Line, type Span, span } from '../line.js';
import { sortByKey, usualSort } from '../sort.js';
import { shownState, type UiState } from '../ui.js';
import { arrangeGroups, isHeading } from './arrange.js';
import type { Heading, Identified, Item, List, ListSpec, ListView } from './model.js';

export function defineList<R extends Identified, M>(spec: ListSpec<R, M>): ListView {
  const byId = new Map(spec.columns.map(column => [column.id, column]));
  const sortable = spec.columns.filter(column => column.sortKey !== undefined);
  /** The last result: a function of its inputs, which are immutable, so identity is enough. */
  let memo: { readonly inputs: readonly unknown[]; readonly list: List } | null = null;
  let filter: Filter<R, M> = { text: '', matches: () => true };

  function filterOf(text: string): Filter<R, M> {
    if (filter.text === text.trim()) return filter;
    const parsed = parseFilterOf(spec.vocabulary, text);
    // Only a filter that is right gets into the state.
    if (parsed.ok) filter = parsed.filter;
    return filter;
  }

  function list(live: LiveState, ui: UiState): List {
    const shown = shownState(live, ui);
    const rows = spec.rows(shown, ui);
    const { filter: text, sort, group, turned, hidden } = ui.lists[spec.id];
    const inputs = [rows, shown.frame, text, sort.column, sort.descending, ui.units.rate, group, turned, hidden];
    const last = memo;
    if (last?.inputs.every((input, index) => input === inputs[index])) return last.list;
    const made = makeList(shown, ui, rows);
    memo = { inputs, list: made };
    return made;
  }

  function makeList(live: LiveState, ui: UiState, all: readonly R[]): List {
    const { filter: text, sort, group, turned, hidden } = ui.lists[spec.id];
    const measure = spec.measures(live);
    const { matches } = filterOf(text);
    const { sortKey, unmeasured = false } = byId.get(sort.column) ?? {};
    const sorted = (rows: readonly R[]): readonly R[] =>
      sortKey === undefined
        ? rows
        : sortByKey(rows, row => sortKey(row, unmeasured ? null : measure(row), ui.units), sort.descending);
    const isTurned = (id: string): boolean => turned.has(id);
    const inSight = hidden.size === 0 ? all : all.filter(row => !hidden.has(row.id));
    const matching = text === '' ? inSight : inSight.filter(row => matches(row, measure(row)));
    const chosen = spec.groups?.find(({ id }) => id === group);
    const items: readonly Item<R>[] =
      spec.arrange !== undefined
        ? spec.arrange(inSight, { matches: text === '' ? null : row => matches(row, measure(row)), sorted, isTurned })
        : chosen === undefined
          ? sorted(matching)
          : arrangeGroups(sorted(matching), chosen, isTurned);
    const foldOf = (item: Item<R>): 'folded' | 'unfolded' | null => {
      if (isHeading(item)) return item.folded ? 'folded' : 'unfolded';
      return spec.foldOf?.(item, isTurned) ?? null;
    };
    return {
      length: items.length,
      matching: matching.length,
      total: all.length,
      idAt: index => items[index]?.id ?? null,
      isRow: index => {
        const item = items[index];
        return item !== undefined && !isHeading(item);
      },
      foldAt: index => {
        const item = items[index];
        return item === undefined ? null : foldOf(item);
      },
      line: (index, placed, context) => {
        const item = items[index];
        if (item === undefined) return [];
        return isHeading(item) ? headingLine(item, context) : rowLine(item, measure(item), placed, byId, context);
      },
      detail: (index, options) => {
        const item = items[index];
        if (item === undefined || isHeading(item)) return { lines: [], chart: null };
        return spec.detail(item, measure(item), options);
      },
      subject: index => {
        const item = items[index];
        return item === undefined || isHeading(item) ? null : spec.subject(item, live.inventory);
      },
      subjects: ids => all.filter(row => ids.has(row.id)).flatMap(row => spec.subject(row, live.inventory) ?? []),
      copyText: (ids, index) => {
        const tagged = ids.size === 0 ? [] : all.filter(row => ids.has(row.id));
        const item = items[index];
        const chosenRows = tagged.length > 0 ? tagged : item === undefined || isHeading(item) ? [] : [item];
        return chosenRows.map(spec.copy).join('\n');
      },
    };
  }

  return {
    id: spec.id,
    title: spec.title,
    about: spec.about,
    columns: spec.columns,
    sortable,
    initialSort: usualSort(spec.columns, spec.sortColumn),
    groups: spec.groups ?? [],
    fields: Array.from(spec.vocabulary.fields, ([name, { about }]) => ({ name, about })),
    folds: spec.foldOf !== undefined,
    charted: spec.charted === true,
    filterError: text => {
      const parsed = parseFilterOf(spec.vocabulary, text);
      return parsed.ok ? null : parsed.error;
    },
    list,
    badge: spec.badge,
    empty: spec.empty,
  };
}

function headingLine({ heading, count, folded }: Heading, { glyphs }: CellContext): Line {
  return [span(`${folded ? glyphs.folded : glyphs.unfolded} `, 'heading'), span(heading, 'heading'), span(`  ${count}`, 'dim')];
}

function rowLine<R, M>(
  row: R,
  measure: M | null,
  placed: readonly PlacedColumn[],
  byId: ReadonlyMap<string, Column<R, M>>,
  context: CellContext,
): Line {
  const { glyphs } = context;
  const options = { ellipsis: glyphs.ellipsis, ascii: glyphs.ascii };
  const line: Span[] = [];
  for (const [index, { column, cells }] of placed.entries()) {
    if (index > 0) line.push(span(' '));
    const cell = byId.get(column.id)?.cell(row, measure, context, cells) ?? [];
    line.push(...fitLine(cell, cells, { ...options, align: column.align }));
  }
  return line;
}
