/** From a change in the journal to the plan that takes it back, or that finishes it. Pure. */
import { VethtopError } from '../../core/errors.js';
import { formatCommand } from '../command.js';
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
  return { title: `undo ${begin.id} (${begin.plan.title})`, steps: done.toReversed().flatMap(inverseSteps) };
}

/** The first command's inverse is the step's own command: it takes away all that the others bring. */
export function inverseSteps(step: Step): readonly Step[] {
  return inverseCommands(step.inverse).map((command, index) => ({
    change: { kind: 'undo' as const, of: step.change },
    title: `undo "${step.title}": ${formatCommand(command)}`,
    command,
    inverse: index === 0 ? undoneBy(step.command) : IMPLIED,
  }));
}

/** What was begun and not told to be done is done again, after whatever it did was undone. */
export function remainder({ begin, steps }: Entry): Plan {
  return { title: begin.plan.title, steps: begin.plan.steps.filter((_, index) => steps[index] !== 'done') };
}
