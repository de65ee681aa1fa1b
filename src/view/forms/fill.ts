/** What is in a form: typed, proposed, and what it asks for. Pure. */
import type { Intent } from '../../manage/intents/index.js';
import { FORMS } from './index.js';
import type { Filled, Form, Found, Lacking } from './model.js';

/** Typed, else what the host proposes, else what the form does. */
export function shownText({ values, found, proposed }: Form, id: string): string {
  return values[id] ?? found?.proposed[id] ?? proposed[id] ?? '';
}

export function isTyped({ values }: Form, id: string): boolean {
  return values[id] !== undefined;
}

export function filledOf(form: Form): Filled {
  return {
    shown: id => shownText(form, id).trim(),
    typed: id => form.values[id]?.trim() || undefined,
    initial: form.initial,
    remedy: form.remedy,
  };
}

export function intentOf(form: Form): Intent | Lacking {
  return FORMS[form.id].intent(filledOf(form));
}

/** The answer to what is asked now; null while it is awaited. */
export function answerOf({ found, ask }: Form): Found | null {
  return found?.ask === ask ? found : null;
}

/** Whether a yes would run it. */
export function isRunnable(form: Form): boolean {
  const answer = answerOf(form);
  if (answer?.kind !== 'proposal') return false;
  const { plan, problems } = answer.proposal;
  return plan.steps.length > 0 && problems.every(({ forcible }) => forcible && form.force);
}

/** Whether `force` would make it runnable. */
export function isForcible(form: Form): boolean {
  const answer = answerOf(form);
  if (answer?.kind !== 'proposal') return false;
  const { problems } = answer.proposal;
  return problems.length > 0 && problems.every(({ forcible }) => forcible);
}
