/** Globs and regexes that can't take long: they run over every name at every frame. */

const MAX_REGEX_CHARS = 100;
/** With names of at most a few dozen characters, three unbounded repeats are still quick. */
const MAX_REPEATS = 3;
/** Longer names are matched by their beginning. */
const MAX_SUBJECT_CHARS = 128;

export type TextMatcher = (text: string) => boolean;

/** `*` any characters, `?` one; the whole text, whatever its case. Linear in practice: no backtracking past the last `*`. */
export function globMatcher(glob: string): TextMatcher {
  const pattern = glob.toLowerCase();
  return text => globMatches(pattern, text.toLowerCase());
}

function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const want = pattern[p];
    if (want === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (want !== undefined && (want === '?' || want === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** A glob where it has `*` or `?`, otherwise a part of the name. */
export function wordMatcher(word: string): TextMatcher {
  if (/[*?]/.test(word)) return globMatcher(word);
  const wanted = word.toLowerCase();
  return text => text.toLowerCase().includes(wanted);
}

export type RegexResult =
  | { readonly ok: true; readonly matcher: TextMatcher }
  | { readonly ok: false; readonly at: number; readonly message: string };

/** A regex, whatever the case. Refuses what could backtrack for long; `at` counts from the start of `source`. */
export function regexMatcher(source: string): RegexResult {
  const refused = refusal(source);
  if (refused !== null) return { ok: false, ...refused };
  try {
    const regex = new RegExp(source, 'iu');
    return { ok: true, matcher: text => regex.test(text.slice(0, MAX_SUBJECT_CHARS)) };
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, at: 0, message: `not a regex: ${text.replace(/^.*\/[a-z]*: /, '').toLowerCase()}` };
  }
}

interface Refusal {
  readonly at: number;
  readonly message: string;
}

function refusal(source: string): Refusal | null {
  if (source === '') return { at: 0, message: 'an empty regex matches everything' };
  if (source.length > MAX_REGEX_CHARS)
    return { at: MAX_REGEX_CHARS, message: `a regex has at most ${MAX_REGEX_CHARS} characters` };
  let repeats = 0;
  /** For each open group: does it repeat or branch inside? */
  const groups: boolean[] = [];
  let closedBusy = false;
  let afterGroup = false;
  for (const { at, text, kind } of regexTokens(source)) {
    if (kind === 'repeat') {
      repeats += 1;
      if (afterGroup && closedBusy) return { at, message: 'a repeated group must not repeat or branch inside' };
      if (repeats > MAX_REPEATS) return { at, message: `a regex repeats at most ${MAX_REPEATS} times` };
      markBusy(groups);
    } else if (kind === 'branch') markBusy(groups);
    else if (kind === 'open') {
      if (/^\(\?[=!<]/.test(source.slice(at))) return { at, message: 'look-around and named groups are not supported' };
      groups.push(false);
    } else if (kind === 'back') return { at, message: `back-references (${text}) are not supported` };
    afterGroup = kind === 'close';
    if (kind === 'close') closedBusy = groups.pop() ?? false;
  }
  return null;
}

/** What happens in a group happens in all around it. */
function markBusy(groups: boolean[]): void {
  groups.fill(true);
}

interface RegexToken {
  readonly at: number;
  readonly text: string;
  readonly kind: 'open' | 'close' | 'branch' | 'repeat' | 'back' | 'other';
}

const TOKEN = /\\[1-9k]|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?:)?|\)|\||[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu;

function* regexTokens(source: string): Generator<RegexToken> {
  for (const match of source.matchAll(TOKEN)) yield { at: match.index, text: match[0], kind: kindOf(match[0]) };
}

function kindOf(text: string): RegexToken['kind'] {
  if (/^\\[1-9k]/.test(text)) return 'back';
  if (text.startsWith('(')) return 'open';
  if (text === ')') return 'close';
  if (text === '|') return 'branch';
  return /^(?:[*+?]\??|\{\d+(?:,\d*)?\}\??)$/.test(text) ? 'repeat' : 'other';
}
