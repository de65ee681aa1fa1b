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

/** Each command once, where it comes first. */
export function uniqueSteps(steps: readonly Step[]): readonly Step[] {
  const found = new Map<string, Step>();
  for (const step of steps) {
    const key = formatCommand(step.command);
    if (!found.has(key)) found.set(key, step);
  }
  return [...found.values()];
}
