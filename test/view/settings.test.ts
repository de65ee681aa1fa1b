import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialUi } from '../../src/view/initial.js';
import { sameSettings, settingsOf, withSettings } from '../../src/view/settings.js';
import { update } from '../../src/view/update.js';
import { busyHost } from './fixtures.js';

const live = busyHost();
const UI = initialUi({ size: { cols: 80, rows: 24 } });
const FREE = { sort: false, theme: false };

const chosen = (
  [
    { type: 'sort-by', column: 'ab' },
    { type: 'reverse-sort' },
    { type: 'column', column: 'spark' },
    { type: 'group', by: 'owner' },
    { type: 'units' },
    { type: 'scale' },
    { type: 'theme', theme: 'light' },
    { type: 'view', view: 'drops' },
    { type: 'sort-by', column: 'reason' },
  ] as const
).reduce((ui, action) => update(ui, action, live), UI);

test('what was chosen comes back, through a file', () => {
  const restored = withSettings(UI, JSON.parse(JSON.stringify(settingsOf(chosen))), FREE);
  expect(settingsOf(restored)).toEqual(settingsOf(chosen));
  expect(restored.lists.pairs).toMatchObject({ sort: { column: 'ab', descending: false }, group: 'owner' });
  expect(restored.theme).toBe('light');
});

test('what the command line says stands', () => {
  const restored = withSettings(UI, settingsOf(chosen), { sort: true, theme: true });
  expect(restored.lists.pairs.sort).toEqual(UI.lists.pairs.sort);
  expect(restored.theme).toBe('auto');
  expect(restored.lists.drops.sort.column).toBe('reason');
});

test('rubbish changes nothing that it doesn’t name, and never throws', () => {
  const rubbish = fc.oneof(
    fc.anything(),
    fc.jsonValue(),
    fc.record({ theme: fc.anything(), units: fc.anything(), lists: fc.anything() }),
  );
  fc.assert(
    fc.property(rubbish, settings => {
      expect(settingsOf(withSettings(UI, settings, FREE))).toEqual(settingsOf(UI));
    }),
  );
});

test('a column that there is no longer is forgotten, the rest is kept', () => {
  const old = {
    version: 99,
    theme: 'dark',
    lists: { pairs: { sort: { column: 'gone' }, hiddenColumns: ['gone', 'a', 'spark', 7] } },
  };
  const restored = withSettings(UI, old, FREE);
  expect(restored.theme).toBe('dark');
  expect(restored.lists.pairs.sort).toEqual(UI.lists.pairs.sort);
  // A name can't be hidden.
  expect([...restored.lists.pairs.hiddenColumns]).toEqual(['spark']);
});

test('moving about is nothing to remember, choosing is', () => {
  expect(sameSettings(UI, update(UI, { type: 'move', by: 'end', direction: 1 }, live))).toBe(true);
  expect(sameSettings(UI, update(UI, { type: 'units' }, live))).toBe(false);
  expect(sameSettings(UI, update(UI, { type: 'reverse-sort' }, live))).toBe(false);
});
