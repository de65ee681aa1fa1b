import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Action, Effect } from '../../src/view/actions.js';
import { runCommand } from '../../src/view/commands/run.js';
import { footerLines } from '../../src/view/footer.js';
import { helpPage } from '../../src/view/help.js';
import { initialUi } from '../../src/view/initial.js';
import { actionFor, KEYMAP, keyLabel } from '../../src/view/keymap/index.js';
import { plainText } from '../../src/view/line.js';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../src/view/theme.js';
import type { Mode } from '../../src/view/ui.js';
import { update } from '../../src/view/update.js';
import { busyHost } from './fixtures.js';

function isEffect(action: Action): action is Effect {
  return ['quit', 'suspend', 'redraw', 'copy', 'interval', 'depth', 'shell'].includes(action.type);
}

const MODES: readonly Mode[] = ['main', 'prompt', 'picker', 'form', 'plan'];

describe.each(MODES)('in mode %s', mode => {
  const bindings = KEYMAP.filter(binding => binding.mode === mode);

  test('no key is bound twice', () => {
    const keys = bindings.flatMap(binding => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('every key does what the table says', () => {
    for (const { keys, action } of bindings) for (const key of keys) expect(actionFor(mode, key)).toEqual(action);
  });

  test('there is a way to quit, and it is not Esc', () => {
    const quitting = bindings.filter(binding => binding.action.type === 'quit').flatMap(binding => binding.keys);
    expect(quitting).toContain('C-c');
    expect(quitting).not.toContain('escape');
  });
});

test('the prompt takes every character, and no key of the table beside it', () => {
  for (const char of ['a', 'q', '?', '/', 'é', '東']) expect(actionFor('prompt', char)).toEqual({ type: 'insert', text: char });
  expect(actionFor('prompt', 'space')).toEqual({ type: 'insert', text: ' ' });
  expect(actionFor('prompt', 'f5')).toBeNull();
  expect(actionFor('main', 'Z')).toBeNull();
});

test.each([UNICODE_GLYPHS, ASCII_GLYPHS])('the help page has every key of the main table', glyphs => {
  const page = helpPage(busyHost(), initialUi({ size: { cols: 80, rows: 24 } }), glyphs).map(plainText);
  for (const { keys, help } of KEYMAP.filter(binding => binding.mode === 'main')) {
    const labels = keys.map(key => keyLabel(key, glyphs)).join(' ');
    expect(page.some(line => line.startsWith(`  ${labels} `) && line.endsWith(help))).toBe(true);
  }
});

test('the footer has the keys that the table marks, and no others', () => {
  const footer = footerLines(busyHost(), initialUi({ size: { cols: 200, rows: 50 } }), UNICODE_GLYPHS, 200).map(plainText);
  const marked = KEYMAP.filter(binding => binding.mode === 'main' && binding.footer !== undefined);
  expect(footer).toEqual([
    marked.map(({ keys, footer: word }) => `${keyLabel(keys[0] ?? '', UNICODE_GLYPHS)} ${word}`).join('  '),
  ]);
});

test('every action of the table that is no effect changes the picture from some state, or moves within its ends', () => {
  const live = busyHost();
  const start = update(initialUi({ size: { cols: 120, rows: 36 } }), { type: 'move', by: 'page', direction: 1 }, live);
  const typing = update(update(start, { type: 'form', form: 'add-pair' }, live), { type: 'insert', text: 've' }, live);
  const opened = update(start, { type: 'form', form: 'remove' }, live);
  const problems = [{ what: 'it may hurt', forcible: true }];
  const proposal = { plan: { title: 'delete', steps: [] }, effects: [], notes: [], problems };
  const found = { ask: opened.asks, kind: 'proposal' as const, proposal, proposed: {} };
  const refused = update(opened, { type: 'form-looked', found }, live);
  const states = [
    start,
    update(start, { type: 'sideways', direction: 1 }, live),
    { ...start, page: 'detail' as const },
    update(start, { type: 'view', view: 'drops' }, live),
    update(update(start, { type: 'tag' }, live), { type: 'tag' }, live),
    update(update(start, { type: 'prompt', kind: 'command' }, live), { type: 'insert', text: 'gro' }, live),
    update(update(start, { type: 'prompt', kind: 'filter' }, live), { type: 'insert', text: 'web' }, live),
    update(
      update(update(start, { type: 'prompt', kind: 'filter' }, live), { type: 'insert', text: 'web' }, live),
      { type: 'edit', edit: 'home' },
      live,
    ),
    update(update(start, { type: 'pick', picker: 'sort' }, live), { type: 'move', by: 'row', direction: -1 }, live),
    typing,
    update(typing, { type: 'edit', edit: 'left' }, live),
    update(start, { type: 'form', form: 'remove' }, live),
    refused,
  ];
  for (const { action } of KEYMAP) {
    if (isEffect(action)) continue;
    expect(
      states.some(ui => update(ui, action, live) !== ui && !isDeepStrictEqual(update(ui, action, live), ui)),
      JSON.stringify(action),
    ).toBe(true);
  }
});

test('every key of the list can be typed as a command, which does the same', () => {
  const ui = initialUi({ size: { cols: 120, rows: 36 } });
  for (const { action, command, keys } of KEYMAP.filter(binding => binding.mode === 'main')) {
    expect(runCommand(command ?? '', ui), keys.join()).toEqual([action]);
  }
});
