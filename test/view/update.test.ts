import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveState } from '../../src/live/model.js';
import type { UiAction } from '../../src/view/actions.js';
import { INTERVALS_MS, nextInterval } from '../../src/view/actions.js';
import { clickAction } from '../../src/view/hit.js';
import { initialUi } from '../../src/view/initial.js';
import { viewOf } from '../../src/view/lists/index.js';
import type { List } from '../../src/view/lists/model.js';
import { listState } from '../../src/view/lists/state.js';
import { selectedIndexOf } from '../../src/view/selection.js';
import type { UiState } from '../../src/view/ui.js';
import { update } from '../../src/view/update.js';
import { busyHost, liveOf, oneUniform } from './fixtures.js';

const SIZE = { cols: 80, rows: 24 };
const START = initialUi({ size: SIZE });

function applied(ui: UiState, live: LiveState, ...actions: readonly UiAction[]): UiState {
  return actions.reduce((state, action) => update(state, action, live), ui);
}

function selectedName(ui: UiState, live: LiveState): string | undefined {
  return live.inventory.pairs.find(({ id }) => id === selectedId(ui, live))?.a.name;
}

function list(ui: UiState, live: LiveState): List {
  return viewOf(ui).list(live, ui);
}

function selectedId(ui: UiState, live: LiveState): string | null {
  return list(ui, live).idAt(selectedIndexOf(list(ui, live), listState(ui)));
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
    expect(list(ui, live).idAt(listState(ui).selectedIndex)).toBe(selectedId(ui, live));
  });

  test('goes to the nearest row when the pair vanishes', () => {
    const five = liveOf({ pairs: ['a', 'b', 'c', 'd', 'e'].map(a => ({ a, b: 'x' })) });
    const bySort = applied(START, five, { type: 'sort-by', column: 'a' }, down, down);
    expect(selectedName(bySort, five)).toBe('c');
    const pairs = five.inventory.pairs.filter(pair => pair.a.name !== 'c');
    // Another structure, another map of namespaces.
    const namespaces = () => new Map(five.inventory.namespaces);
    const four = { ...five, inventory: { ...five.inventory, namespaces: namespaces(), pairs } };
    const ui = applied(bySort, four, { type: 'sync' });
    expect(selectedName(ui, four)).toBe('d');
    const none = { ...five, inventory: { ...five.inventory, namespaces: namespaces(), pairs: [] } };
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
        expect(ids).toContain(selectedId(ui, live));
      }),
    );
  });
});

describe('the filter', () => {
  const live = busyHost();

  test('applies as typed; Enter keeps it', () => {
    const typing = applied(START, live, { type: 'prompt', kind: 'filter' }, ...type('web-2'));
    expect(list(typing, live)).toMatchObject({ length: 1, matching: 1, total: 34 });
    const kept = applied(typing, live, { type: 'accept' });
    expect(kept.prompt).toBeNull();
    expect(listState(kept).filter).toBe('web-2');
  });

  test('Esc in the prompt goes back to the one before; in the table it clears', () => {
    const kept = applied(START, live, { type: 'prompt', kind: 'filter' }, ...type('web'), { type: 'accept' });
    const left = applied(kept, live, { type: 'prompt', kind: 'filter' }, ...type(' drop>100'), { type: 'cancel' });
    expect(listState(left).filter).toBe('web');
    expect(listState(applied(left, live, { type: 'back' })).filter).toBe('');
  });

  test('a wrong one keeps the last right one in force and can’t be kept', () => {
    const ui = applied(START, live, { type: 'prompt', kind: 'filter' }, ...type('web drop>'));
    expect(listState(ui).filter).toBe('web drop');
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
        const { prompt } = applied(START, live, { type: 'prompt', kind: 'filter' }, ...actions);
        expect(prompt?.cursor).toBeGreaterThanOrEqual(0);
        expect(prompt?.cursor).toBeLessThanOrEqual(prompt?.text.length ?? -1);
      }),
    );
  });

  test('edits where the cursor is', () => {
    const ui = applied(
      START,
      live,
      { type: 'prompt', kind: 'filter' },
      ...type('wb'),
      { type: 'edit', edit: 'left' },
      ...type('e'),
    );
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
    expect(listState(ui).sort).toEqual({ column: 'total', descending: true });
    expect(listState(applied(ui, live, ...Array.from({ length: 20 }, () => left))).sort.column).toBe('state');
  });

  test('is picked from a list', () => {
    const ui = applied(START, live, { type: 'pick', picker: 'sort' }, { type: 'move', by: 'end', direction: -1 }, down, {
      type: 'accept',
    });
    expect(ui.picker).toBeNull();
    expect(listState(ui).sort).toEqual({ column: 'a', descending: false });
  });

  test('turns round when the same title is clicked again', () => {
    const once = applied(START, live, { type: 'sort-by', column: 'a' });
    expect(listState(applied(once, live, { type: 'sort-by', column: 'a' })).sort).toEqual({ column: 'a', descending: true });
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

describe('views', () => {
  const live = busyHost();

  test('go round in both directions, and each keeps its own selection, filter and order', () => {
    const filtered = applied(START, live, { type: 'filter', text: 'web' }, down);
    const there = applied(filtered, live, { type: 'view-step', direction: 1 }, { type: 'sort-by', column: 'name' });
    expect(there.view).toBe('namespaces');
    expect(listState(there)).toMatchObject({ filter: '', sort: { column: 'name', descending: false } });
    const back = applied(there, live, { type: 'view-step', direction: -1 });
    expect(listState(back)).toMatchObject({ filter: 'web', sort: { column: 'drop' } });
    expect(selectedName(back, live)).toBe('veth91bd077');
    expect(applied(START, live, { type: 'view-step', direction: -1 }).view).toBe('doctor');
  });

  test('a filter that one view can’t say is refused by it', () => {
    const drops = applied(START, live, { type: 'view', view: 'drops' }, { type: 'filter', text: 'mtu>1' });
    expect(listState(drops).filter).toBe('');
    expect(listState(applied(drops, live, { type: 'filter', text: 'reason:CPU*' })).filter).toBe('reason:CPU*');
  });
});

describe('tags', () => {
  const live = busyHost();
  const tag: UiAction = { type: 'tag' };

  test('stay with their rows, and the selection goes on', () => {
    const ui = applied(START, live, tag, tag, { type: 'reverse-sort' });
    const names = live.inventory.pairs.filter(({ id }) => listState(ui).tagged.has(id)).map(({ a }) => a.name);
    expect(names).toEqual(['veth3f1c2aa', 'veth91bd077']);
    expect(listState(applied(ui, live, { type: 'untag' })).tagged.size).toBe(0);
  });

  test('are hidden together; without tags the selected row is', () => {
    const hidden = applied(START, live, tag, tag, { type: 'hide' });
    expect(list(hidden, live).length).toBe(32);
    expect(listState(hidden).tagged.size).toBe(0);
    expect(list(applied(hidden, live, { type: 'hide' }), live).length).toBe(31);
    expect(list(applied(hidden, live, { type: 'unhide' }), live).length).toBe(34);
  });
});

describe('groups', () => {
  const live = busyHost();
  const grouped = applied(START, live, { type: 'group', by: 'bridge' });

  test('have headings that fold with Enter and count their rows', () => {
    const before = list(grouped, live);
    expect(before.idAt(0)).toBe('bridge: br-9f1');
    expect(before.length).toBe(34 + 3);
    const folded = applied(grouped, live, { type: 'move', by: 'end', direction: -1 }, { type: 'open' });
    expect(list(folded, live).length).toBe(34 + 3 - 2);
    expect(folded.page).toBe('main');
    expect(selectedId(folded, live)).toBe('bridge: br-9f1');
    expect(list(applied(folded, live, { type: 'open' }), live).length).toBe(34 + 3);
  });

  test('keep every row, whatever the filter and the order', () => {
    fc.assert(
      fc.property(fc.constantFrom('namespace', 'owner', 'bridge'), fc.constantFrom('a', 'drop', 'ab'), (by, column) => {
        const ui = applied(START, live, { type: 'group', by }, { type: 'sort-by', column });
        const ids = Array.from({ length: list(ui, live).length }, (_, index) => index).filter(index =>
          list(ui, live).isRow(index),
        );
        expect(new Set(ids.map(index => list(ui, live).idAt(index))).size).toBe(34);
      }),
    );
  });
});

describe('following', () => {
  test('keeps the row in its place on the screen while the order changes, until somebody moves', () => {
    const before = oneUniform(200, 0);
    const start = applied(START, before, { type: 'sort-by', column: 'ab' }, ...Array.from({ length: 40 }, () => down));
    const following = applied(start, before, { type: 'follow' });
    const place = listState(following).selectedIndex - listState(following).top;
    const turned = applied(following, before, { type: 'reverse-sort' });
    expect(selectedId(turned, before)).toBe(selectedId(following, before));
    expect(listState(turned).selectedIndex).not.toBe(listState(following).selectedIndex);
    expect(listState(turned).selectedIndex - listState(turned).top).toBe(place);
    expect(listState(applied(turned, before, down)).following).toBe(false);
  });
});

describe('the topology', () => {
  const live = busyHost();
  const tree = applied(START, live, { type: 'view', view: 'topology' });
  const right: UiAction = { type: 'sideways', direction: 1 };
  const left: UiAction = { type: 'sideways', direction: -1 };

  test('opens a port with → and folds it with ←', () => {
    const at = applied(tree, live, down);
    const { length } = list(at, live);
    const open = applied(at, live, right);
    expect(list(open, live).length).toBe(length + 2);
    expect(list(applied(open, live, right), live).length).toBe(length + 2);
    expect(list(applied(open, live, left), live).length).toBe(length);
  });

  test('with a filter shows what matches and the way to it', () => {
    const ui = applied(tree, live, { type: 'filter', text: 'web-2' });
    const ids = Array.from({ length: list(ui, live).length }, (_, index) => list(ui, live).idAt(index));
    expect(ids[0]).toMatch(/^master /);
    expect(ids[1]).toMatch(/^port /);
    expect(ids).toHaveLength(2);
  });
});

describe('time', () => {
  const live = busyHost();
  const earlier: UiAction = { type: 'sideways', direction: -1 };

  test('is gone back through in a detail, which holds the picture, and ends at now', () => {
    const ui = applied(START, live, { type: 'open' }, earlier, earlier);
    expect(ui).toMatchObject({ page: 'detail', back: 20, frozen: live });
    expect(applied(ui, live, ...Array.from({ length: 100 }, () => earlier)).back).toBeLessThan(600);
    const now = applied(ui, live, ...Array.from({ length: 5 }, (): UiAction => ({ type: 'sideways', direction: 1 })));
    expect(now.back).toBe(0);
    expect(applied(ui, live, { type: 'pause' })).toMatchObject({ frozen: null, back: 0 });
  });
});

describe('the column picker', () => {
  const live = busyHost();

  test('switches columns and stays open', () => {
    const ui = applied(START, live, { type: 'pick', picker: 'columns' }, { type: 'accept' });
    expect(ui.picker).not.toBeNull();
    expect([...listState(ui).hiddenColumns]).toEqual(['nsA']);
    expect([...listState(applied(ui, live, { type: 'accept' })).hiddenColumns]).toEqual([]);
  });

  test('never takes the names away', () => {
    expect(listState(applied(START, live, { type: 'column', column: 'a' })).hiddenColumns.size).toBe(0);
  });
});
