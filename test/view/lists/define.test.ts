import { expect, test } from 'vitest';
import { initialUi } from '../../../src/view/initial.js';
import { span } from '../../../src/view/line.js';
import { defineList } from '../../../src/view/lists/define.js';
import { themeOf } from '../../../src/view/theme.js';
import { busyHost } from '../fixtures.js';

interface Row {
  readonly id: string;
  readonly value: number;
}

const COUNT = 1000;
const ROWS: readonly Row[] = Array.from({ length: COUNT }, (_, index) => ({ id: `row-${index}`, value: (index * 7919) % COUNT }));

/** A list that counts what is asked of its rows. */
function counting() {
  const asked = { cells: 0, keys: 0, measures: 0 };
  const view = defineList<Row, number>({
    id: 'pairs',
    title: 'Rows',
    about: '',
    rows: () => ROWS,
    measures: () => row => {
      asked.measures += 1;
      return row.value;
    },
    columns: [
      {
        id: 'value',
        about: '',
        title: () => 'VALUE',
        align: 'left',
        minCells: 9,
        maxCells: 9,
        priority: 0,
        cell: ({ value }) => {
          asked.cells += 1;
          return [span(String(value))];
        },
        sortKey: (_row, value) => {
          asked.keys += 1;
          return value;
        },
      },
      {
        id: 'name',
        about: '',
        title: () => 'NAME',
        align: 'left',
        minCells: 9,
        maxCells: 9,
        priority: 1,
        cell: ({ id }) => [span(id)],
        sortKey: ({ id }) => id,
        unmeasured: true,
      },
    ],
    vocabulary: { allNames: ({ id }) => [id], fields: new Map() },
    sortColumn: 'value',
    detail: () => ({ lines: [], chart: null }),
    copy: ({ id }) => id,
    subject: () => null,
    badge: () => null,
    empty: () => [],
  });
  return { asked, view };
}

const size = { cols: 80, rows: 24 };

test('a picture asks for the cells of the rows on the screen, and of no others', () => {
  const { asked, view } = counting();
  const live = busyHost();
  const ui = initialUi({ size });
  const list = view.list(live, ui);
  expect(asked.cells).toBe(0);
  const placed = view.columns.map(column => ({ column, left: 0, cells: 9 }));
  const { glyphs } = themeOf({ ascii: false, depth: 256 });
  const context = { units: ui.units, glyphs, stale: false, isTurned: () => false };
  for (let index = 0; index < 18; index += 1) list.line(index, placed, context);
  expect(asked.cells).toBe(18);
});

test('sort keys are computed once per report, however many pictures are drawn of it', () => {
  const { asked, view } = counting();
  const live = busyHost();
  const ui = initialUi({ size, sort: { column: 'value', descending: true } });
  const first = view.list(live, ui);
  // Moving, scrolling and other views are no reason to sort again.
  view.list(live, { ...ui, lists: { ...ui.lists, pairs: { ...ui.lists.pairs, top: 5, selectedId: 'row-3' } } });
  view.list({ ...live, events: [] }, ui);
  expect(view.list(live, ui)).toBe(first);
  expect(asked.keys).toBe(COUNT);
  view.list(busyHost({ tick: 1 }), ui);
  expect(asked.keys).toBe(2 * COUNT);
});

test('rows that are sorted by name are not measured', () => {
  const { asked, view } = counting();
  view.list(busyHost(), initialUi({ size, sort: { column: 'name', descending: false } }));
  expect(asked).toMatchObject({ measures: 0, keys: 0 });
});
