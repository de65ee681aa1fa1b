import { beforeAll, describe, expect, test } from 'vitest';
import type { Link, Pair } from '../../../src/inventory/model.js';
import { unplannable } from '../../../src/view/forms/fix.js';
import { READONLY } from '../../../src/view/forms/open.js';
import { busyHost } from '../fixtures.js';
import { FormScreen, smallHost } from './screen.js';

beforeAll(() => {
  process.env.TZ = 'UTC';
});

/** Of the pair left ⇄ right, these ends are down. */
function withDown(...names: readonly string[]): FormScreen {
  const live = smallHost();
  const links = new Map(live.inventory.links);
  const lowered = (link: Link): Link => {
    if (!names.includes(link.name)) return link;
    const down: Link = { ...link, adminUp: false, operState: 'DOWN' };
    links.set(down.key, down);
    return down;
  };
  const pairs = live.inventory.pairs.map(
    (pair): Pair => (pair.certainty === 'exact' ? { ...pair, a: lowered(pair.a), b: lowered(pair.b) } : pair),
  );
  return new FormScreen({ cols: 120, rows: 36 }, { ...live, inventory: { ...live.inventory, links, pairs } });
}

/** In the Doctor, on the finding of that rule. */
function onFinding(screen: FormScreen, rule: string): FormScreen {
  screen.press('5', '/').type(`rule:${rule}`).press('enter', 'home');
  expect(screen.picture()).toContain(rule);
  return screen;
}

describe('f in the Doctor', () => {
  test('shows the plan of the fix, and makes it after a yes', () => {
    const screen = onFinding(withDown('right'), 'end-down').press('f');
    expect(screen.intent()).toMatchObject({ kind: 'set-link', up: true });
    const picture = screen.look().picture();
    expect(picture).toContain('fix end-down of right@blue');
    expect(picture).toMatch(/ip -n blue link set (dev )?right up/);
    expect(picture).toContain('go on?');
    expect(screen.press('y').form.stage).toBe('running');
  });

  test('sets both ends of a new pair up in one plan', () => {
    const screen = onFinding(withDown('left', 'right'), 'end-down').press('f').look();
    const picture = screen.picture();
    expect(picture).toMatch(/ip -n red link set (dev )?left up[\s\S]*ip -n blue link set (dev )?right up[\s\S]*go on\?/);
  });

  test('elsewhere says where the fixes are', () => {
    expect(new FormScreen().press('f').picture()).toContain('choose a finding in the Doctor');
  });

  test('changes nothing under --readonly', () => {
    const screen = onFinding(withDown('right'), 'end-down');
    screen.ui = { ...screen.ui, readonly: true };
    expect(screen.press('f').ui.notice).toBe(READONLY);
  });

  test('says what to do where there is no plan', () => {
    const screen = onFinding(new FormScreen({ cols: 120, rows: 36 }, busyHost()), 'half-open').press('f');
    expect(screen.ui.form).toBeNull();
    expect(screen.picture()).toContain('only a person can decide');
  });

  test('offers commands to copy where only commands are known', () => {
    const subject = { kind: 'link' as const, text: 'a@b', links: [], nsid: 0, pairId: null };
    const finding = { id: '', rule: '', severity: 'error' as const, subject, summary: '', evidence: [], explanation: '' };
    expect(unplannable({ ...finding, fix: ['one', 'two'], remedy: null })).toBe(
      'no single change does it; y copies: one and 1 more',
    );
  });
});
