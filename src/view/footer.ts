/** The last lines: keys, a notice, or the filter being typed with a caret under what is wrong. */
import type { LiveState } from '../live/model.js';
import { complete } from './commands/complete.js';
import { KEYMAP, keyLabel } from './keymap/index.js';
import { fitLine, joinFitting, type Line, lineCells, span } from './line.js';
import { viewOf } from './lists/index.js';
import type { Glyphs } from './theme.js';
import { modeOf, type Prompt, type UiState } from './ui.js';

const PROMPTS: Readonly<Record<Prompt['kind'], string>> = { filter: 'filter ', command: ':' };
const GAP = span('  ');
const GRAMMAR = 'word  field:glob  field>number  !term  /regex/';

export function footerLines(live: LiveState, ui: UiState, glyphs: Glyphs, cells: number): readonly Line[] {
  if (ui.prompt !== null) return [promptLine(ui.prompt, cells), hintLine(ui.prompt, live, ui, glyphs, cells)];
  return [ui.notice === null ? keysLine(ui, glyphs, cells) : [span(ui.notice, 'warning')]];
}

function keysLine(ui: UiState, glyphs: Glyphs, cells: number): Line {
  const mode = modeOf(ui);
  const back = mode === 'main' ? pageKeys(ui, glyphs) : [];
  const parts = KEYMAP.filter(binding => binding.mode === mode).flatMap(({ keys, footer }): readonly Line[] => {
    const [key] = keys;
    return footer === undefined || key === undefined ? [] : [[span(keyLabel(key, glyphs), 'key'), span(` ${footer}`, 'dim')]];
  });
  // The last one, how to leave, stays whatever else has to go.
  const last = parts.at(-1) ?? [];
  const kept = joinFitting([...back, ...parts.slice(0, -1)], GAP, cells - lineCells(last) - lineCells([GAP]));
  return kept.length === 0 ? last : [...kept, GAP, ...last];
}

/** How to leave a page, and what is particular to it. */
function pageKeys(ui: UiState, glyphs: Glyphs): readonly Line[] {
  if (ui.page === 'main') return [];
  const leave: Line = [span('Esc', 'key'), span(' back', 'dim')];
  const time: Line = [span(`${keyLabel('left', glyphs)} ${keyLabel('right', glyphs)}`, 'key'), span(' time', 'dim')];
  return ui.page === 'detail' && viewOf(ui).charted ? [leave, time] : [leave];
}

/** Characters of the text that are left of the screen. */
function scrolledBy({ cursor, kind }: Prompt, cells: number): number {
  return Math.max(0, cursor - (cells - PROMPTS[kind].length - 1));
}

function promptLine(prompt: Prompt, cells: number): Line {
  const { text, cursor } = prompt;
  const from = scrolledBy(prompt, cells);
  return [
    span(PROMPTS[prompt.kind], 'active'),
    span(text.slice(from, cursor)),
    span(text.charAt(cursor) === '' ? ' ' : text.charAt(cursor), 'cursor'),
    span(text.slice(cursor + 1)),
  ];
}

/** The caret stands under the place; a message that would not fit to its right stands to its left. */
function hintLine(prompt: Prompt, live: LiveState, ui: UiState, glyphs: Glyphs, cells: number): Line {
  const { error } = prompt;
  if (error === null && prompt.kind === 'command') return candidateLine(prompt.text, live, ui, cells);
  if (error === null) {
    return [...keysLine(ui, glyphs, cells), span('   '), span(GRAMMAR, 'dim')];
  }
  const before = Math.max(0, PROMPTS[prompt.kind].length + error.at - scrolledBy(prompt, cells));
  const message: Line = [span(error.message, 'warning')];
  const size = lineCells(message);
  if (before + 2 + size <= cells || before < size + 1) {
    const at = Math.min(before, cells - 1);
    return [span(' '.repeat(at)), span('^ ', 'drop'), ...fitLine(message, cells - at - 2, { ellipsis: glyphs.ellipsis })];
  }
  return [span(' '.repeat(before - size - 1)), ...message, span(' '), span('^', 'drop')];
}

/** What the command may go on with. */
function candidateLine(text: string, live: LiveState, ui: UiState, cells: number): Line {
  const { candidates } = complete(text, ui, live);
  const key: Line = [span('Tab', 'key'), span(' completes', 'dim')];
  if (candidates.length === 0) return key;
  const words = candidates.map((word): Line => [span(word, 'dim')]);
  return [...key, GAP, ...joinFitting(words, GAP, cells - lineCells(key) - lineCells([GAP]))];
}
