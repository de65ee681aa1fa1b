/** A plan on the screen: the exact commands with how far they are, what goes with them, and what stands in the way. Pure. */

import { sanitise } from '../../core/text.js';
import { formatCommand } from '../../manage/command.js';
import type { Problem } from '../../manage/problem.js';
import { type Line, span } from '../line.js';
import type { Glyphs, Role } from '../theme.js';
import { wrapped } from '../wrap.js';
import { answerOf } from './fill.js';
import type { Failure, Form, StepProgress } from './model.js';

interface Sign {
  readonly sign: (glyphs: Glyphs) => string;
  readonly style: Role;
}

const SIGNS: Readonly<Record<StepProgress['state'], Sign>> = {
  waiting: { sign: () => ' ', style: 'dim' },
  running: { sign: ({ selected }) => selected, style: 'active' },
  done: { sign: ({ tag }) => tag, style: 'ok' },
  skipped: { sign: () => '-', style: 'warning' },
  failed: { sign: () => 'x', style: 'drop' },
  undone: { sign: ({ from }) => from, style: 'warning' },
};

/** All there is to say before it is run, and every command. */
export function planLines(form: Form, cells: number, glyphs: Glyphs): readonly Line[] {
  const { found } = form;
  if (found === null) return [];
  if (found.kind === 'wrong') return failureLines(found.error, cells, glyphs);
  const { effects, notes, problems } = found.proposal;
  const { lines } = stepLines(form, cells, glyphs);
  return [
    ...problems.flatMap(problem => problemLines(problem, cells, glyphs)),
    ...section('also', effects, 'warning', cells, glyphs),
    ...section('note', notes, 'dim', cells, glyphs),
    ...(lines.length === 0 ? [] : [[span(' commands', 'heading')]]),
    ...lines,
  ];
}

/** The commands with how far they are; `reached` is the line of the last one that was begun. */
export function stepLines(
  { found, progress }: Form,
  cells: number,
  glyphs: Glyphs,
): { readonly lines: readonly Line[]; readonly reached: number } {
  const lines: Line[] = [];
  let reached = 0;
  for (const [index, step] of (found?.kind === 'proposal' ? found.proposal.plan.steps : []).entries()) {
    const { state, why } = progress[index] ?? { state: 'waiting', why: undefined };
    const { sign, style } = SIGNS[state];
    if (state !== 'waiting') reached = lines.length;
    lines.push(...wrapped(span(` ${sign(glyphs)} `, style), formatCommand(step.command), 'plain', cells));
    if (why !== undefined) lines.push(...wrapped(span('     '), `${state}: ${printable(why, glyphs)}`, style, cells));
  }
  return { lines, reached };
}

/** Titles of plans join two ends by a sign that not every terminal draws as wide. */
function printable(text: string, { pair }: Glyphs): string {
  return sanitise(text).replaceAll('↔', pair);
}

function section(title: string, texts: readonly string[], style: Role, cells: number, glyphs: Glyphs): readonly Line[] {
  const { dot } = glyphs;
  if (texts.length === 0) return [];
  return [
    [span(` ${title}`, 'heading')],
    ...texts.flatMap(text => wrapped(span(` ${dot} `, style), printable(text, glyphs), style, cells)),
  ];
}

function problemLines({ what, why, next, forcible }: Problem, cells: number, glyphs: Glyphs): readonly Line[] {
  return reasonLines({ what, why, next }, forcible ? 'warning' : 'drop', cells, glyphs);
}

export function failureLines(failure: Failure, cells: number, glyphs: Glyphs): readonly Line[] {
  return reasonLines(failure, 'drop', cells, glyphs);
}

function reasonLines({ what, why, next }: Failure, style: Role, cells: number, glyphs: Glyphs): readonly Line[] {
  const text = why === undefined ? what : `${what}: ${why}`;
  return [
    ...wrapped(span(' ! ', style), printable(text, glyphs), style, cells),
    ...(next === undefined ? [] : wrapped(span(`   ${glyphs.to} `, 'dim'), printable(next, glyphs), 'dim', cells)),
  ];
}

/** What it came to; empty before the end. */
export function outcomeLines({ outcome, found }: Form, cells: number, glyphs: Glyphs): readonly Line[] {
  if (outcome === null) return [];
  if (outcome.kind === 'failed') return failureLines(outcome.error, cells, glyphs);
  const title = found?.kind === 'proposal' ? found.proposal.plan.title : '';
  const undo = outcome.id === null ? '' : ` Take it back with: vethtop undo ${outcome.id}`;
  return wrapped(span(` ${glyphs.tag} `, 'ok'), `Done: ${printable(title, glyphs)}.${undo}`, 'ok', cells);
}

/** Whether what is shown is what is asked for now. */
export function isCurrent(form: Form): boolean {
  return form.stage === 'running' || form.stage === 'done' || answerOf(form) !== null;
}
