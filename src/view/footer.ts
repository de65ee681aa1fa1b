/** The last lines: keys, a notice, or the filter being typed with a caret under what is wrong. */
import { KEYMAP, keyLabel } from './keymap.js';
import { joinFitting, type Line, lineCells, span } from './line.js';
import type { Glyphs } from './theme.js';
import { modeOf, type Prompt, type UiState } from './ui.js';

const PROMPT = 'filter ';
const GAP = span('  ');
const GRAMMAR = 'word  field:glob  field>number  !term  /regex/';

export function footerLines(ui: UiState, glyphs: Glyphs, cells: number): readonly Line[] {
  if (ui.prompt !== null) return [promptLine(ui.prompt, cells), hintLine(ui.prompt, ui, glyphs, cells)];
  return [ui.notice === null ? keysLine(ui, glyphs, cells) : [span(ui.notice, 'warning')]];
}

function keysLine(ui: UiState, glyphs: Glyphs, cells: number): Line {
  const mode = modeOf(ui);
  const back: readonly Line[] = mode === 'main' && ui.page !== 'main' ? [[span('Esc', 'key'), span(' back', 'dim')]] : [];
  const parts = KEYMAP.filter(binding => binding.mode === mode).flatMap(({ keys, footer }): readonly Line[] => {
    const [key] = keys;
    return footer === undefined || key === undefined ? [] : [[span(keyLabel(key, glyphs), 'key'), span(` ${footer}`, 'dim')]];
  });
  // The last one, how to leave, stays whatever else has to go.
  const last = parts.at(-1) ?? [];
  const kept = joinFitting([...back, ...parts.slice(0, -1)], GAP, cells - lineCells(last) - lineCells([GAP]));
  return kept.length === 0 ? last : [...kept, GAP, ...last];
}

/** Characters of the text that are left of the screen. */
function scrolledBy({ cursor }: Prompt, cells: number): number {
  return Math.max(0, cursor - (cells - PROMPT.length - 1));
}

function promptLine(prompt: Prompt, cells: number): Line {
  const { text, cursor } = prompt;
  const from = scrolledBy(prompt, cells);
  return [
    span(PROMPT, 'active'),
    span(text.slice(from, cursor)),
    span(text.charAt(cursor) === '' ? ' ' : text.charAt(cursor), 'cursor'),
    span(text.slice(cursor + 1)),
  ];
}

/** The caret stands under the place; a message that would not fit to its right stands to its left. */
function hintLine(prompt: Prompt, ui: UiState, glyphs: Glyphs, cells: number): Line {
  const { error } = prompt;
  if (error === null) {
    return [...keysLine(ui, glyphs, cells), span('   '), span(GRAMMAR, 'dim')];
  }
  const before = Math.max(0, PROMPT.length + error.at - scrolledBy(prompt, cells));
  const message: Line = [span(error.message, 'warning')];
  const size = lineCells(message);
  if (before + 2 + size <= cells || before < size + 1) {
    return [span(' '.repeat(Math.min(before, cells - 1))), span('^ ', 'drop'), ...message];
  }
  return [span(' '.repeat(before - size - 1)), ...message, span(' '), span('^', 'drop')];
}
