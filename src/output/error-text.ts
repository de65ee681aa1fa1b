/** Errors for stderr. */
import type { VethtopError } from '../core/errors.js';
import { sanitise } from '../core/text.js';
import type { Partial } from '../inventory/model.js';

/** The parts quote arguments and other programs' words, so they are sanitised here; their line breaks stay, indented. */
function harmless(text: string): string {
  return text.split(/\r?\n/).map(sanitise).join('\n  ');
}

/** `vethtop: what: why`, then `  → next`. */
export function formatError({ what, why, next }: Pick<VethtopError, 'what' | 'why' | 'next'>): string {
  const reason = why === undefined ? '' : `: ${harmless(why)}`;
  return `vethtop: ${harmless(what)}${reason}\n${next === undefined ? '' : `  → ${harmless(next)}\n`}`;
}

/** What the inventory lacks, and what would help. */
export function formatPartial(partial: readonly Partial[]): string {
  return partial.map(({ source, why, next }) => formatError({ what: `not all could be read: ${source}`, why, next })).join('');
}
