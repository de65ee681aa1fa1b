import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complete } from '../../../src/view/commands/complete.js';
import { expand, runCommand } from '../../../src/view/commands/run.js';
import { COMMANDS } from '../../../src/view/commands/table.js';
import { initialUi } from '../../../src/view/initial.js';
import { update } from '../../../src/view/update.js';
import { busyHost } from '../fixtures.js';

const live = busyHost();
const UI = initialUi({ size: { cols: 120, rows: 36 } });

function typed(text: string) {
  const ui = update(UI, { type: 'prompt', kind: 'command' }, live);
  return [...text].reduce((state, char) => update(state, { type: 'insert', text: char }, live), ui);
}

describe('a typed command', () => {
  test.each([
    ['sort a', [{ type: 'sort-by', column: 'a' }]],
    ['sort NSB', [{ type: 'sort-by', column: 'nsB' }]],
    ['group br', [{ type: 'group', by: 'bridge' }]],
    ['group none', [{ type: 'group', by: null }]],
    ['view t', [{ type: 'view', view: 'topology' }]],
    ['filter drop>0 ns:web*', [{ type: 'filter', text: 'drop>0 ns:web*' }]],
    ['interval 2.5', [{ type: 'interval-of', intervalMs: 2500 }]],
    ['depth light', [{ type: 'depth', depth: 'light' }]],
    ['theme mono', [{ type: 'theme', theme: 'mono' }]],
    ['pau', [{ type: 'pause' }]],
    ['  quit  ', [{ type: 'quit' }]],
    ['', []],
  ])('%s', (text, actions) => {
    expect(runCommand(text, UI)).toEqual(actions);
  });

  test.each([
    ['nope', /no command "nope"/],
    ['sort nope', /no column "nope"; there are state, a,/],
    ['view', /view needs VIEW/],
    ['pause now', /pause takes nothing more/],
    ['filter mtu>x', /a number must follow/],
    ['interval 0', /0\.1 to 3600 seconds/],
    ['interval soon', /0\.1 to 3600/],
  ])('%s is refused with the reason', (text, wrong) => {
    expect(runCommand(text, UI)).toEqual({ wrong: expect.stringMatching(wrong) });
  });

  test('that is wrong stays in the prompt', () => {
    const ui = typed('nope');
    expect(expand({ type: 'accept' }, ui)).toEqual([{ type: 'command-error', message: expect.stringContaining('nope') }]);
  });

  test('leaves the prompt first, and the filter as it was', () => {
    const ui = typed('pause');
    expect(expand({ type: 'accept' }, ui)).toEqual([{ type: 'cancel' }, { type: 'pause' }]);
    expect(update(ui, { type: 'cancel' }, live)).toMatchObject({ prompt: null });
  });

  test('of any kind is carried out or refused, never more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const run = runCommand(text, UI);
        expect('wrong' in run ? run.wrong.length > 0 : Array.isArray(run)).toBe(true);
      }),
    );
  });
});

describe('completion', () => {
  test.each([
    ['gr', 'group '],
    ['group b', 'group bridge'],
    ['sort-', 'sort-'],
    ['col', 'columns '],
    ['pa', 'pa'],
    ['theme ', 'theme '],
    ['view dr', 'view drops'],
    ['zzz', 'zzz'],
  ])('of %s', (text, completed) => {
    expect(complete(text, UI, live).text).toBe(completed);
  });

  test('names what it may go on with', () => {
    expect(complete('pa', UI, live).candidates).toEqual(['page-down', 'page-up', 'pause']);
    expect(complete('theme ', UI, live).candidates).toEqual(['auto', 'dark', 'light', 'mono', 'ascii']);
  });

  test('is of what the view has', () => {
    const drops = update(UI, { type: 'view', view: 'drops' }, live);
    expect(complete('sort ', drops, live).candidates).toContain('reason');
    expect(complete('sort ', UI, live).candidates).not.toContain('reason');
  });

  test('of every command and value leads to something that runs', () => {
    for (const { name, argument } of COMMANDS) {
      for (const value of argument?.values(UI, live) ?? []) {
        const completed = complete(`${name} ${value}`, UI, live);
        expect(completed.candidates).toContain(value);
        if (name !== 'filter') expect(runCommand(completed.text, UI)).not.toHaveProperty('wrong');
      }
    }
  });
});
