/** From a change in the journal to the plan that takes it back, or that finishes it. Pure. */
import { VethtopError } from '../../core/errors.js';
import { type Command, formatCommand } from '../command.js';
import type { Plan } from '../plan.js';
import { IMPLIED, inverseCommands, type Step, undoneBy } from '../steps/model.js';
import type { Entry } from './entry.js';

/** @throws VethtopError `refused` when something of it can't be brought back. */
export function undoPlan({ begin, steps }: Entry): Plan {
  const done = begin.plan.steps.filter((_, index) => steps[index] === 'done');
  const lost = done.flatMap(step => (step.inverse.kind === 'none' ? [`${step.title}: ${step.inverse.why}`] : []));
  if (lost.length > 0) {
    throw new VethtopError({
      code: 'refused',
      what: `change ${begin.id} can't be undone`,
      why: lost.join('; '),
      next: 'nothing was changed',
    });
  }
  return { title: `undo ${begin.id} (${begin.plan.title})`, steps: inverseOfAll(done) };
}

/** What takes steps back, the last one first; each with what brings it about again. */
export function inverseOfAll(done: readonly Step[]): readonly Step[] {
  const steps: Step[] = [];
  // What goes with an earlier step comes back after that one.
  let along: readonly Command[] = [];
  for (const step of done.toReversed()) {
    steps.push(...inverseSteps(step, along));
    along = step.inverse.kind === 'implied' ? [step.command, ...along] : [];
  }
  return steps;
}

/** The first command's inverse does the step again: that takes away all that the others bring. */
export function inverseSteps(step: Step, along: readonly Command[] = []): readonly Step[] {
  return inverseCommands(step.inverse).map((command, index) => ({
    change: { kind: 'undo' as const, of: step.change },
    title: `undo "${step.title}": ${formatCommand(command)}`,
    command,
    inverse: index === 0 ? undoneBy(...(step.redo ?? [step.command]), ...along) : IMPLIED,
  }));
}

/** What undoing leaves gone, for a person. */
export function lostOf({ begin, steps }: Entry): readonly string[] {
  return begin.plan.steps.flatMap(({ lost = [] }, index) => (steps[index] === 'done' ? lost : []));
}

/** What was begun and not told to be done is done again, after whatever it did was undone. */
export function remainder({ begin, steps }: Entry): Plan {
  return { title: begin.plan.title, steps: begin.plan.steps.filter((_, index) => steps[index] !== 'done') };
}
