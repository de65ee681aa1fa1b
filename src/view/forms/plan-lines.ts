/** A plan on the screen: the exact commands with how far they are, what goes with them, and what stands in the way. Pure. */

import { sanitise } from '../../core/text.js';
import { formatCommand } from '../../manage/command.js';
import type { Problem } from '../../manage/problem.js';
import { type Line, span } from '../line.js';
import type { Glyphs, Role } from '../theme.js';
import { answerOf } from './fill.js';
import type { Failure, Form, StepProgress } from './model.js';
import { wrapped } from './wrap.js';

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

/** Every command, and all there is to say about it. */
export function planLines(form: Form, cells: number, glyphs: Glyphs): readonly Line[] {
  const { found } = form;
  if (found === null) return [];
  if (found.kind === 'wrong') return failureLines(found.error, cells, glyphs);
  const { plan, effects, notes, problems } = found.proposal;
  const commands = plan.steps.flatMap((step, index): readonly Line[] => {
    const { state, why } = form.progress[index] ?? { state: 'waiting', why: undefined };
    const { sign, style } = SIGNS[state];
    const command = wrapped(span(` ${sign(glyphs)} `, style), formatCommand(step.command), 'plain', cells);
    return [...command, ...(why === undefined ? [] : wrapped(span('     '), `${state}: ${sanitise(why)}`, style, cells))];
  });
  return [
    ...problems.flatMap(problem => problemLines(problem, cells, glyphs)),
    ...section('also', effects, 'warning', cells, glyphs),
    ...section('note', notes, 'dim', cells, glyphs),
    ...(commands.length === 0 ? [] : [[span(' commands', 'heading')]]),
    ...commands,
  ];
}

function section(title: string, texts: readonly string[], style: Role, cells: number, { dot }: Glyphs): readonly Line[] {
  if (texts.length === 0) return [];
  return [
    [span(` ${title}`, 'heading')],
    ...texts.flatMap(text => wrapped(span(` ${dot} `, style), sanitise(text), style, cells)),
  ];
}

function problemLines({ what, why, next, forcible }: Problem, cells: number, glyphs: Glyphs): readonly Line[] {
  return reasonLines({ what, why, next }, forcible ? 'warning' : 'drop', cells, glyphs);
}

export function failureLines(failure: Failure, cells: number, glyphs: Glyphs): readonly Line[] {
  return reasonLines(failure, 'drop', cells, glyphs);
}

function reasonLines({ what, why, next }: Failure, style: Role, cells: number, { to }: Glyphs): readonly Line[] {
  const text = why === undefined ? what : `${what}: ${why}`;
  return [
    ...wrapped(span(' ! ', style), sanitise(text), style, cells),
    ...(next === undefined ? [] : wrapped(span(`   ${to} `, 'dim'), sanitise(next), 'dim', cells)),
  ];
}

/** What it came to; empty before the end. */
export function outcomeLines({ outcome, found }: Form, cells: number, glyphs: Glyphs): readonly Line[] {
  if (outcome === null) return [];
  if (outcome.kind === 'failed') return failureLines(outcome.error, cells, glyphs);
  const title = found?.kind === 'proposal' ? found.proposal.plan.title : '';
  const undo = outcome.id === null ? '' : ` Take it back with: vethtop undo ${outcome.id}`;
  return wrapped(span(` ${glyphs.tag} `, 'ok'), `Done: ${sanitise(title)}.${undo}`, 'ok', cells);
}

/** Whether what is shown is what is asked for now. */
export function isCurrent(form: Form): boolean {
  return form.stage === 'running' || form.stage === 'done' || answerOf(form) !== null;
}
