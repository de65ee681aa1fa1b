/** A plan: an ordered list of steps that change the host. Pure data; `runner.ts` runs it. */
import { type Command, formatCommand } from './command.js';
import { inverseCommands, type Step } from './steps/model.js';

export interface Plan {
  /** Imperative, for a person. */
  readonly title: string;
  readonly steps: readonly Step[];
}

/** What a person would type, one line a step. */
export function planCommands(plan: Plan): readonly string[] {
  return plan.steps.map(step => formatCommand(step.command));
}

/** The commands that take `steps` back, last step first. Steps that go with an earlier one, or that nothing brings back, have none. */
export function undoCommands(steps: readonly Step[]): readonly Command[] {
  return steps.toReversed().flatMap(({ inverse }) => inverseCommands(inverse));
}
