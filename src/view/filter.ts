/**
 * The filter: terms joined by spaces, all of which must match. `word` any name; `field:glob`; `field:/regex/`;
 * `field>number`, `<`, `>=`, `<=`, `=` with k, M, G, T; `!term`; `/regex/`.
 */
import type { PairRate } from '../rates/model.js';
import { type Field, PAIR_VOCABULARY, type Vocabulary } from './filter/fields.js';
import { globMatcher, type RegexResult, regexMatcher, type TextMatcher, wordMatcher } from './filter/pattern.js';
import type { Row } from './rows.js';

type Test<R, M> = (row: R, measure: M | null) => boolean;

export interface Filter<R = Row, M = PairRate> {
  /** As typed, without blanks at either end. */
  readonly text: string;
  readonly matches: Test<R, M>;
}

export interface FilterError {
  /** Where, in characters from the start of the text; 0 … length. */
  readonly at: number;
  readonly message: string;
}

export type FilterResult<R = Row, M = PairRate> =
  | { readonly ok: true; readonly filter: Filter<R, M> }
  | { readonly ok: false; readonly error: FilterError };

/** Matches every row. */
export const NO_FILTER: Filter = { text: '', matches: () => true };

type Failure = { readonly ok: false; readonly error: FilterError };
type TermResult<R, M> = { readonly ok: true; readonly test: Test<R, M>; readonly end: number } | Failure;

/** A filter of pairs. Never throws. An empty text matches everything. */
export function parseFilter(text: string): FilterResult {
  return parseFilterOf(PAIR_VOCABULARY, text);
}

/** A filter of any list. Never throws. */
export function parseFilterOf<R, M>(vocabulary: Vocabulary<R, M>, text: string): FilterResult<R, M> {
  const tests: Test<R, M>[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const term = parseTerm(vocabulary, text, at);
    if (!term.ok) return { ok: false, error: { ...term.error, at: Math.min(term.error.at, text.length) } };
    tests.push(term.test);
    at = skipBlanks(text, term.end);
  }
  return { ok: true, filter: { text: text.trim(), matches: (row, measure) => tests.every(test => test(row, measure)) } };
}

/** The text with a caret under the place, for a message on two lines. */
export function caretLines(text: string, error: FilterError, indent = ''): string {
  return `${indent}${text}\n${indent}${' '.repeat(error.at)}^ ${error.message}`;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

function fail(at: number, message: string): Failure {
  return { ok: false, error: { at, message } };
}

function parseTerm<R, M>(vocabulary: Vocabulary<R, M>, text: string, from: number): TermResult<R, M> {
  let at = from;
  let negated = false;
  while (text.charAt(at) === '!') {
    negated = !negated;
    at += 1;
  }
  if (at >= text.length || /\s/.test(text.charAt(at))) return fail(at, 'a term must follow !');
  const term = text.charAt(at) === '/' ? regexTerm<R, M>(text, at, vocabulary.allNames) : plainTerm(vocabulary, text, at);
  if (!term.ok || !negated) return term;
  const { test } = term;
  return { ...term, test: (row, measure) => !test(row, measure) };
}

/** `/regex/` at `from`; a slash inside is written `\/`. */
function regexTerm<R, M>(text: string, from: number, texts: (row: R) => readonly string[]): TermResult<R, M> {
  let end = from + 1;
  while (end < text.length && text.charAt(end) !== '/') end += text.charAt(end) === '\\' ? 2 : 1;
  if (end >= text.length) return fail(text.length, 'a regex ends with /');
  const after = text.charAt(end + 1);
  if (after !== '' && !/\s/.test(after)) return fail(end + 1, 'a space must follow a regex');
  const source = text.slice(from + 1, end);
  const regex: RegexResult = regexMatcher(source);
  if (!regex.ok) return fail(from + 1 + regex.at, regex.message);
  return { ok: true, end: end + 1, test: anyText(texts, regex.matcher) };
}

function anyText<R, M>(texts: (row: R) => readonly string[], matcher: TextMatcher): Test<R, M> {
  return row => texts(row).some(matcher);
}

const OPERATOR = /[:=<>]/;

function plainTerm<R, M>(vocabulary: Vocabulary<R, M>, text: string, from: number): TermResult<R, M> {
  let end = from;
  while (end < text.length && !/\s/.test(text.charAt(end))) end += 1;
  const term = text.slice(from, end);
  const split = term.search(OPERATOR);
  if (split < 0) return { ok: true, end, test: anyText(vocabulary.allNames, wordMatcher(term)) };
  const name = term.slice(0, split);
  const { fields } = vocabulary;
  const field = fields.get(name.toLowerCase());
  if (name === '') return fail(from, `a field must stand before ${term.charAt(0)}`);
  if (field === undefined) return fail(from, `no field "${name}"; there are ${[...fields.keys()].join(', ')}`);
  const operator = /^(?:[<>]=|[:=<>])/.exec(term.slice(split))?.[0] ?? ':';
  const valueAt = from + split + operator.length;
  if (valueAt >= end) return fail(end, `a value must follow ${name}${operator}`);
  return fieldTerm({ text, field, name, operator, valueAt, end });
}

interface FieldTerm<R, M> {
  readonly text: string;
  readonly field: Field<R, M>;
  readonly name: string;
  readonly operator: string;
  readonly valueAt: number;
  readonly end: number;
}

function fieldTerm<R, M>({ text, field, name, operator, valueAt, end }: FieldTerm<R, M>): TermResult<R, M> {
  const value = text.slice(valueAt, end);
  if (field.kind === 'text') {
    if (operator !== ':' && operator !== '=') return fail(valueAt - operator.length, `${name} is text: use ${name}:${value}`);
    if (operator === ':' && value.startsWith('/')) return regexTerm(text, valueAt, field.texts);
    return { ok: true, end, test: anyText(field.texts, globMatcher(value)) };
  }
  const wanted = parseNumber(value);
  if (wanted === null) return fail(valueAt, `a number must follow ${name}${operator}, such as 100, 1.5k or 2M`);
  const compare = COMPARISONS[operator];
  if (compare === undefined) return fail(valueAt - operator.length, `unknown comparison ${operator}`);
  const { numbers } = field;
  return {
    ok: true,
    end,
    test: (row, measure) => numbers(row, measure).some(number => number !== null && compare(number, wanted)),
  };
}

const COMPARISONS: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  ':': (value, wanted) => value === wanted,
  '=': (value, wanted) => value === wanted,
  '>': (value, wanted) => value > wanted,
  '<': (value, wanted) => value < wanted,
  '>=': (value, wanted) => value >= wanted,
  '<=': (value, wanted) => value <= wanted,
};

const MULTIPLIERS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** `100`, `1.5k`, `2M`; null for anything else. */
function parseNumber(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)([kmgt]?)$/i.exec(text);
  if (match === null) return null;
  const factor = MULTIPLIERS[(match[2] ?? '').toLowerCase()];
  return factor === undefined ? null : Number(match[1]) * factor;
}
