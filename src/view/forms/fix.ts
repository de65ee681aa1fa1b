/** Mending what the doctor found: no fields, only the plan. */
import type { Finding } from '../../doctor/model.js';
import type { FormSpec, Values } from './model.js';

/** What the form starts with. */
export function fixValues({ rule, subject }: Finding): Values {
  return { title: `${rule} of ${subject.text}` };
}

/** Why there is no plan for it, and what there is instead. */
export function unplannable({ fix }: Finding): string {
  const [first, ...others] = fix ?? [];
  if (first === undefined) return 'no command mends this: only a person can decide what is meant';
  return `no single change does it; y copies: ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

export const FIX: FormSpec = {
  title: ({ title }) => `fix ${title}`,
  fields: [],
  propose: () => ({}),
  intent: ({ remedy }) => remedy ?? { lacking: 'there is nothing to change' },
};
