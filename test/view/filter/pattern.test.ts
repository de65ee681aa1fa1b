import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globMatcher, regexMatcher, wordMatcher } from '../../../src/view/filter/pattern.js';

const WILDCARDS: ReadonlyMap<string, string> = new Map([
  ['*', '.*'],
  ['?', '.'],
]);

test.each([
  ['web*', 'web-1', true],
  ['web*', 'a-web', false],
  ['*web', 'a-web', true],
  ['w?b', 'web', true],
  ['w?b', 'weeb', false],
  ['**', '', true],
  ['', '', true],
  ['a*b*c', 'aXXbYYc', true],
  ['a*b*c', 'aXXcYYb', false],
  ['WEB', 'web', true],
  ['[a]', '[a]', true],
])('glob %s against %s', (glob, text, matches) => {
  expect(globMatcher(glob)(text)).toBe(matches);
});

test('a glob agrees with the regex that says the same', () => {
  const letter = fc.constantFrom('a', 'b', '*', '?');
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 8 }), fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }), (glob, text) => {
      const regex = new RegExp(`^${glob.map(char => WILDCARDS.get(char) ?? char).join('')}$`);
      expect(globMatcher(glob.join(''))(text.join(''))).toBe(regex.test(text.join('')));
    }),
  );
});

test('a word without wildcards is looked for anywhere', () => {
  expect(wordMatcher('eb-')('docker:WEB-1')).toBe(true);
  expect(wordMatcher('x')('web')).toBe(false);
});

test('a regex that is taken has no repeat inside a repeat', () => {
  const part = fc.constantFrom('a', '(', ')', '*', '+', '?', '|', '{2,}', '[a*]', '\\*', '(?:', 'b', '.');
  const source = fc.array(part, { minLength: 1, maxLength: 10 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(source, text => {
      const result = regexMatcher(text);
      if (!result.ok) return;
      const bare = text.replace(/\\.|\[a\*\]/g, 'c').replaceAll('(?:', '(');
      expect(bare).not.toMatch(/[*+?}|][^()]*\)[*+{?]/);
      expect(result.matcher('a'.repeat(200))).toBeTypeOf('boolean');
    }),
    { numRuns: 2000 },
  );
});
