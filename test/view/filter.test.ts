import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/view/filter/fields.js';
import { caretLines, parseFilter } from '../../src/view/filter.js';
import { rowsOf } from '../../src/view/rows.js';
import { busyHost } from './fixtures.js';

const live = busyHost();
const rows = rowsOf(live.inventory);

/** Names of end A of what a filter lets through. */
function matching(text: string): readonly string[] {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return rows.filter(row => parsed.filter.matches(row, live.frame?.pairs.get(row.id) ?? null)).map(row => row.a.name);
}

function errorOf(text: string): { readonly at: number; readonly message: string } | null {
  const parsed = parseFilter(text);
  return parsed.ok ? null : parsed.error;
}

describe('what a filter lets through', () => {
  test.each<[string, readonly string[]]>([
    ['web', ['veth3f1c2aa', 'veth91bd077']],
    ['WEB-2', ['veth91bd077']],
    ['veth91*', ['veth91bd077']],
    ['docker', ['veth3f1c2aa', 'veth91bd077']],
    ['ns:red', ['vethA']],
    ['ns:blu?', ['vethA']],
    ['a:vetha', ['vethA']],
    ['b:vethB', ['vethA']],
    ['if:eth9', ['veth-hid']],
    ['owner:web-*', ['veth3f1c2aa', 'veth91bd077']],
    ['owner:docker:web-1', ['veth3f1c2aa']],
    ['master:br-9f1', ['veth3f1c2aa', 'veth91bd077']],
    ['state:down', ['veth-down']],
    ['state:half-open', ['veth-half']],
    ['certainty:unknown', ['veth-half']],
    ['addr:172.18.0.2/16', ['veth3f1c2aa']],
    ['drop>0', ['veth3f1c2aa', 'veth91bd077', 'vethA']],
    ['drop>=88', ['veth3f1c2aa', 'veth91bd077']],
    ['drop=19', ['vethA']],
    ['pps>700k', ['veth3f1c2aa', 'veth91bd077']],
    ['pps>=1.5M', ['veth3f1c2aa']],
    ['bps>4G', ['veth3f1c2aa']],
    ['drop>0 ns:host !web-1', ['veth91bd077']],
    ['/^veth[39]/', ['veth3f1c2aa', 'veth91bd077']],
    ['owner:/-[12]$/ !/web-2/', ['veth3f1c2aa']],
    ['!!web-2', ['veth91bd077']],
    ['  web-2  ', ['veth91bd077']],
  ])('%s', (text, names) => {
    expect(matching(text).filter(name => !name.startsWith('vethabc'))).toEqual(names);
  });

  test('nothing typed lets everything through', () => {
    expect(matching('')).toHaveLength(rows.length);
  });

  test('unknown is neither more nor less than any number', () => {
    expect(matching('a:veth-half drop<1')).toEqual([]);
    expect(matching('a:veth-half drop>=0')).toEqual([]);
  });
});

describe('a wrong filter says where', () => {
  test.each<[string, number, RegExp]>([
    ['nope:1', 0, /no field "nope"; there are a, b, if/],
    ['web  nope>1', 5, /no field "nope"/],
    ['drop>', 5, /value must follow drop>/],
    ['drop>x', 5, /a number must follow drop>/],
    ['drop>1x', 5, /a number/],
    ['a>3', 1, /a is text: use a:3/],
    ['!', 1, /term must follow !/],
    ['! web', 1, /term must follow !/],
    [':web', 0, /field must stand before :/],
    ['/web', 4, /ends with \//],
    ['/web/x', 5, /space must follow/],
    ['/(/', 1, /not a regex/],
    ['//', 1, /empty regex/],
    ['/(a+)+$/', 5, /repeated group must not repeat/],
    ['/(a|a)*b/', 6, /repeated group/],
    ['/((a*)b)+/', 8, /repeated group/],
    ['/a*a*a*a*b/', 8, /repeats at most 3/],
    ['/(?=a)/', 1, /look-around/],
    ['/(a)\\1/', 4, /back-references/],
  ])('%s', (text, at, message) => {
    expect(errorOf(text)).toMatchObject({ at, message: expect.stringMatching(message) });
  });

  test('with a caret under the place', () => {
    const error = errorOf('web drop>x');
    expect(error && caretLines('web drop>x', error)).toMatch(/^web drop>x\n {9}\^ a number/);
  });
});

const piece = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('!', '/', ':', '>', '<', '=', '>=', ' ', '\\', '(', ')', '[', ']', '{', '}', '*', '+', '?', '|', '1.5k', '.'),
  fc.constantFrom(...FIELDS.keys()),
);
const anyFilter = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''));

test('any text parses, or its error lies within it; what parses can be applied to every row', () => {
  fc.assert(
    fc.property(anyFilter, text => {
      const parsed = parseFilter(text);
      if (!parsed.ok) {
        expect(parsed.error.at).toBeGreaterThanOrEqual(0);
        expect(parsed.error.at).toBeLessThanOrEqual(text.length);
        expect(parsed.error.message).not.toBe('');
        return;
      }
      for (const row of rows) expect(typeof parsed.filter.matches(row, live.frame?.pairs.get(row.id) ?? null)).toBe('boolean');
    }),
    { numRuns: 1000 },
  );
});

test('a term and its negation part the rows', () => {
  const term = fc.constantFrom('web', 'drop>0', 'ns:host', 'state:up', '/eth/', 'mtu=1500', 'pps<100');
  fc.assert(
    fc.property(term, text => {
      expect([...matching(text), ...matching(`!${text}`)].toSorted()).toEqual(rows.map(row => row.a.name).toSorted());
    }),
  );
});
