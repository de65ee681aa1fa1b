import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../src/core/text.js';
import { command, formatCommand, quote } from '../../src/manage/command.js';

/** What bash makes of the words, whatever its locale. */
function wordsOfBash(line: string, locale: string): readonly string[] {
  const script = `set -- ${line}; printf '%s\\0' "$@"`;
  const printed = execFileSync('bash', ['-c', script], { encoding: 'utf8', env: { ...process.env, LC_ALL: locale } });
  return printed.split('\0').slice(0, -1);
}

// An argument can't hold a zero byte, and execve takes UTF-8 of well-formed text.
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).filter(text => !/[\0\p{Cs}]/u.test(text)),
  fc.string({ unit: fc.constantFrom("'", '\\', '$', '`', '"', '!', '\n', '\x1b', '0', 'a', ' ', '‮', '漢', '~', '{', '*') }),
);

describe('quote', () => {
  it.each([
    ['eth0', 'eth0'],
    ['-rf', '-rf'],
    ['10.254.1.1/24', '10.254.1.1/24'],
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(reboot)', "'$(reboot)'"],
    ['~', "'~'"],
    ['漢', "'漢'"],
    ['\x1b]0;x\x07', String.raw`$'\x1b]0;x\x07'`],
    ["‮'", String.raw`$'\xe2\x80\xae\''`],
  ])('%j → %s', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it.each(['C', 'C.UTF-8'])('gives bash exactly the word back, in locale %s', locale => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 20, maxLength: 60 }), words => {
        expect(wordsOfBash(words.map(quote).join(' '), locale)).toEqual(words);
      }),
      { numRuns: 15 },
    );
  });

  it('lets nothing through that a terminal would obey', () => {
    fc.assert(
      fc.property(word, text => {
        expect(sanitise(quote(text))).toBe(quote(text));
      }),
    );
  });
});

describe('formatCommand', () => {
  it('is what a person would type', () => {
    expect(formatCommand(command('ip', '-n', 'my ns', 'link', 'set', 'dev', 'eth0', 'up'))).toBe(
      "ip -n 'my ns' link set dev eth0 up",
    );
  });
});
