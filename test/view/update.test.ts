import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveState } from '../../src/live/model.js';
import type { UiAction } from '../../src/view/actions.js';
import { INTERVALS_MS, nextInterval } from '../../src/view/actions.js';
import { clickAction } from '../../src/view/hit.js';
import { initialUi, type UiState } from '../../src/view/ui.js';
import { update } from '../../src/view/update.js';
import { selectedRow, visibleRows } from '../../src/view/visible.js';
import { busyHost, liveOf, oneUniform } from './fixtures.js';

const SIZE = { cols: 80, rows: 24 };
const START = initialUi({ size: SIZE });

function applied(ui: UiState, live: LiveState, ...actions: readonly UiAction[]): UiState {
  return actions.reduce((state, action) => update(state, action, live), ui);
}

function selectedName(ui: UiState, live: LiveState): string | undefined {
  return selectedRow(visibleRows(live, ui), ui)?.a.name;
}

const down: UiAction = { type: 'move', by: 'row', direction: 1 };
const type = (text: string): readonly UiAction[] => [...text].map(char => ({ type: 'insert', text: char }));

describe('selection', () => {
  test('is the first row until somebody moves, whichever that is', () => {
    const live = busyHost();
    expect(selectedName(START, live)).toBe('veth3f1c2aa');
    expect(selectedName(applied(START, live, { type: 'reverse-sort' }), live)).not.toBe('veth3f1c2aa');
  });

  test('follows the pair when the order changes', () => {
    const live = busyHost();
    const ui = applied(START, live, down, { type: 'reverse-sort' }, { type: 'sync' });
    expect(selectedName(ui, live)).toBe('veth91bd077');
    expect(ui.selectedIndex).toBe(visibleRows(live, ui).findIndex(row => row.a.name === 'veth91bd077'));
  });

  test('goes to the nearest row when the pair vanishes', () => {
    const five = liveOf({ pairs: ['a', 'b', 'c', 'd', 'e'].map(a => ({ a, b: 'x' })) });
    const bySort = applied(START, five, { type: 'sort-by', column: 'a' }, down, down);
    expect(selectedName(bySort, five)).toBe('c');
    const pairs = five.inventory.pairs.filter(pair => pair.a.name !== 'c');
    const four = { ...five, inventory: { ...five.inventory, pairs } };
    const ui = applied(bySort, four, { type: 'sync' });
    expect(selectedName(ui, four)).toBe('d');
    const none = { ...five, inventory: { ...five.inventory, pairs: [] } };
    expect(selectedName(applied(ui, none, { type: 'sync' }, down), none)).toBeUndefined();
  });

  test('stays on the screen through any moves and sizes', () => {
    const live = oneUniform(200);
    const move = fc.record({
      type: fc.constant('move' as const),
      by: fc.constantFrom('row' as const, 'page' as const, 'end' as const),
      direction: fc.constantFrom(-1 as const, 1 as const),
    });
    const resize = fc.record({
      type: fc.constant('resize' as const),
      size: fc.record({ cols: fc.integer({ min: 50, max: 200 }), rows: fc.integer({ min: 10, max: 70 }) }),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(move, resize), { maxLength: 30 }), actions => {
        const ui = applied(START, live, ...actions);
        const clicked = Array.from({ length: ui.size.rows }, (_, y) => clickAction(live, ui, { x: 5, y }));
        const ids = clicked.flatMap(action => (action?.type === 'select' ? [action.id] : []));
        expect(ids).toContain(selectedRow(visibleRows(live, ui), ui)?.id);
      }),
    );
  });
});

describe('the filter', () => {
  const live = busyHost();

  test('applies as typed; Enter keeps it', () => {
    const typing = applied(START, live, { type: 'edit-filter' }, ...type('web-2'));
    expect(visibleRows(live, typing)).toHaveLength(1);
    const kept = applied(typing, live, { type: 'accept' });
    expect(kept.prompt).toBeNull();
    expect(kept.filter.text).toBe('web-2');
  });

  test('Esc in the prompt goes back to the one before; in the table it clears', () => {
    const kept = applied(START, live, { type: 'edit-filter' }, ...type('web'), { type: 'accept' });
    const left = applied(kept, live, { type: 'edit-filter' }, ...type(' drop>100'), { type: 'cancel' });
    expect(left.filter.text).toBe('web');
    expect(applied(left, live, { type: 'back' }).filter.text).toBe('');
  });

  test('a wrong one keeps the last right one in force and can’t be kept', () => {
    const ui = applied(START, live, { type: 'edit-filter' }, ...type('web drop>'));
    expect(ui.filter.text).toBe('web drop');
    expect(ui.prompt?.error).not.toBeNull();
    expect(applied(ui, live, { type: 'accept' }).prompt).not.toBeNull();
    expect(applied(ui, live, ...type('0')).prompt?.error).toBeNull();
  });

  test('any edits leave the cursor within the text', () => {
    const edit = fc.constantFrom('backspace', 'delete', 'clear', 'left', 'right', 'home', 'end' as const);
    const action = fc.oneof(
      fc.record({ type: fc.constant('insert' as const), text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) }),
      fc.record({ type: fc.constant('edit' as const), edit }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), actions => {
        const { prompt } = applied(START, live, { type: 'edit-filter' }, ...actions);
        expect(prompt?.cursor).toBeGreaterThanOrEqual(0);
        expect(prompt?.cursor).toBeLessThanOrEqual(prompt?.text.length ?? -1);
      }),
    );
  });

  test('edits where the cursor is', () => {
    const ui = applied(START, live, { type: 'edit-filter' }, ...type('wb'), { type: 'edit', edit: 'left' }, ...type('e'));
    expect(ui.prompt).toMatchObject({ text: 'web', cursor: 2 });
    expect(applied(ui, live, { type: 'edit', edit: 'backspace' }).prompt).toMatchObject({ text: 'wb', cursor: 1 });
    expect(applied(ui, live, { type: 'edit', edit: 'delete' }).prompt).toMatchObject({ text: 'we', cursor: 2 });
  });
});

describe('the sort', () => {
  const live = busyHost();

  test('moves from column to column and stops at the ends', () => {
    const left: UiAction = { type: 'sort-column', direction: -1 };
    const ui = applied(START, live, left);
    expect(ui.sort).toEqual({ column: 'total', descending: true });
    expect(applied(ui, live, ...Array.from({ length: 20 }, () => left)).sort.column).toBe('state');
  });

  test('is picked from a list', () => {
    const ui = applied(START, live, { type: 'pick-sort' }, { type: 'move', by: 'end', direction: -1 }, down, { type: 'accept' });
    expect(ui.picker).toBeNull();
    expect(ui.sort).toEqual({ column: 'a', descending: false });
  });

  test('turns round when the same title is clicked again', () => {
    const once = applied(START, live, { type: 'sort-by', column: 'a' });
    expect(applied(once, live, { type: 'sort-by', column: 'a' }).sort).toEqual({ column: 'a', descending: true });
  });
});

test('a paused screen keeps its state until it goes on', () => {
  const live = busyHost();
  const later = busyHost({ tick: 5 });
  const paused = applied(START, live, { type: 'pause' });
  expect(applied(paused, later, { type: 'sync' }).frozen).toBe(live);
  expect(applied(paused, later, { type: 'pause' }).frozen).toBeNull();
});

test('units go round', () => {
  const live = busyHost();
  const rates = [1, 2, 3].map(
    count => applied(START, live, ...Array.from({ length: count }, (): UiAction => ({ type: 'units' }))).units.rate,
  );
  expect(rates).toEqual(['bits', 'bytes', 'pps']);
});

test('a notice stays for reports and goes with the next key', () => {
  const live = busyHost();
  const noted = applied(START, live, { type: 'notice', text: 'copied' }, { type: 'sync' });
  expect(noted.notice).toBe('copied');
  expect(applied(noted, live, down).notice).toBeNull();
});

test('pages scroll to their end and no further', () => {
  const live = busyHost();
  const ui = applied(START, live, { type: 'page', page: 'help' }, { type: 'move', by: 'end', direction: 1 });
  expect(ui.pageTop).toBeGreaterThan(0);
  expect(applied(ui, live, down).pageTop).toBe(ui.pageTop);
  expect(applied(ui, live, { type: 'page', page: 'help' }).page).toBe('main');
});

test('the interval steps through its list and stops at the ends', () => {
  expect([nextInterval(1000, 1), nextInterval(1000, -1), nextInterval(700, 1), nextInterval(700, -1)]).toEqual([
    2000, 500, 1000, 500,
  ]);
  expect([nextInterval(INTERVALS_MS.at(-1) ?? 0, 1), nextInterval(INTERVALS_MS[0] ?? 0, -1)]).toEqual([30_000, 250]);
});
