import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSettings, settingsPath } from '../../src/tui/settings-file.js';
import { initialUi } from '../../src/view/initial.js';
import { settingsOf } from '../../src/view/settings.js';

const SETTINGS = settingsOf(initialUi({ size: { cols: 80, rows: 24 } }));
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vethtop-settings-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('the path is that of the state directory; under sudo each person has a file of their own', () => {
  expect(settingsPath({}, '/home/x')).toBe('/home/x/.local/state/vethtop/state.json');
  expect(settingsPath({ XDG_STATE_HOME: '/var/s' }, '/home/x')).toBe('/var/s/vethtop/state.json');
  expect(settingsPath({ XDG_STATE_HOME: 'not/absolute' }, '/home/x')).toBe('/home/x/.local/state/vethtop/state.json');
  expect(settingsPath({ SUDO_UID: '1000' }, '/root')).toBe('/root/.local/state/vethtop/state.1000.json');
  expect(settingsPath({ SUDO_UID: '../../etc/x' }, '/root')).toBe('/root/.local/state/vethtop/state.json');
});

test('what is written comes back, readable by the owner alone, with nothing left beside it', () => {
  const file = openSettings({}, home);
  expect(file.read()).toBeNull();
  expect(file.write(SETTINGS)).toBeNull();
  expect(file.read()).toEqual(JSON.parse(JSON.stringify(SETTINGS)));
  expect(file.write(SETTINGS)).toBeNull();
  const folder = path.join(home, '.local/state/vethtop');
  expect(readdirSync(folder)).toEqual(['state.json']);
  expect(statSync(path.join(folder, 'state.json')).mode & 0o777).toBe(0o600);
});

test('rubbish is as good as nothing, and is replaced', () => {
  const file = openSettings({}, home);
  file.write(SETTINGS);
  const place = settingsPath({}, home);
  for (const rubbish of ['', '{', '\x00\xff', `"${'x'.repeat(200_000)}"`]) {
    writeFileSync(place, rubbish);
    expect(file.read()).toBeNull();
  }
  expect(file.write(SETTINGS)).toBeNull();
  expect(JSON.parse(readFileSync(place, 'utf8'))).toMatchObject({ version: 1 });
});

test('a folder that others may write is not trusted, and what fails says why', () => {
  const folder = path.join(home, '.local/state/vethtop');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  expect(openSettings({}, home).write(SETTINGS)).toMatch(/may be written by others/);
  writeFileSync(path.join(home, 'file'), '');
  expect(openSettings({ XDG_STATE_HOME: path.join(home, 'file') }, home).write(SETTINGS)).toMatch(/ENOTDIR/);
});
