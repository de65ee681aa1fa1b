import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { referenceFiles } from '../../src/commands/reference.js';
import { COMMANDS } from '../../src/view/commands/table.js';
import { KEYMAP } from '../../src/view/keymap/index.js';
import { ROOT } from '../support/paths.js';
import { whyNot } from '../support/requirements.js';

const FILES = Object.entries(await referenceFiles());

test.each(FILES)('%s is what the tables say; scripts/reference writes it', (path, text) => {
  const file = `${ROOT}/${path}`;
  expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(text);
});

describe('the man page', () => {
  const text = FILES.find(([path]) => path.startsWith('docs/'))?.[1] ?? '';

  test('has every key of the list and every command of the screen', () => {
    for (const { help } of KEYMAP.filter(({ mode }) => mode === 'main')) expect(text).toContain(help.replaceAll('-', '\\-'));
    for (const { name } of COMMANDS) expect(text).toContain(`\\fB:${name.replaceAll('-', '\\-')}\\fR`);
  });

  test('has no line that roff would take for a request by mistake', () => {
    const requests = text.split('\n').filter(line => line.startsWith('.'));
    expect(requests.filter(line => !/^\.(?:TH|SH|SS|TP|PP|br|\\")/.test(line))).toEqual([]);
  });
});

test.skipIf(whyNot('program:bash') !== null)('the bash completion completes', () => {
  const ask = (...words: readonly string[]): readonly string[] => {
    const script = `source ${ROOT}/completions/vethtop.bash; COMP_WORDS=(vethtop "$@"); COMP_CWORD=$#; _vethtop; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n');
  };
  expect(ask('doc')).toEqual(['doctor']);
  expect(ask('doctor', '--j')).toEqual(['--json']);
  expect(ask('add', 'pa')).toEqual(['pair']);
  expect(ask('add', 'pair', '--dry')).toEqual(['--dry-run']);
  expect(ask('--theme', 'd')).toEqual(['dark']);
  expect(ask('watch', '--flavour', 'c')).toEqual(['counters']);
});
