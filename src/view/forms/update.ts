/** What keys and answers make of an open form. Pure. */
import type { Inventory } from '../../inventory/model.js';
import type { Intent } from '../../manage/intents/index.js';
import type { StepEvent } from '../../manage/runner.js';
import type { UiAction } from '../actions.js';
import { EDITS, type EditKind } from '../line-edit.js';
import { clamp } from '../selection.js';
import { answerOf, intentOf, isForcible, isRunnable, shownText } from './fill.js';
import { FORMS } from './index.js';
import type { Field, Form, FormId, Found, Outcome, Values } from './model.js';

const MAX_CHARS = 200;

export interface Opening {
  readonly id: FormId;
  readonly initial: Values;
  readonly remedy?: Intent | null;
  readonly inventory: Inventory;
  readonly here: string | null;
  readonly ask: number;
}

export function openForm({ id, initial, remedy = null, inventory, here, ask }: Opening): Form {
  const { fields, propose } = FORMS[id];
  const known = fields.flatMap(field => (initial[field.id] === undefined ? [] : [[field.id, initial[field.id] ?? '']]));
  const values: Values = Object.fromEntries(known);
  const form: Form = {
    id,
    stage: fields.length === 0 ? 'plan' : 'fill',
    context: { here },
    initial,
    remedy,
    values,
    proposed: propose(values, { inventory, here }),
    at: 0,
    cursor: 0,
    top: 0,
    ask,
    found: null,
    force: false,
    stopping: false,
    progress: [],
    outcome: null,
  };
  return atField(form, 0);
}

export function fieldOf({ id, at }: Form): Field | null {
  return FORMS[id].fields[at] ?? null;
}

/** The cursor at the end of what is there. */
function atField(form: Form, at: number): Form {
  const field = FORMS[form.id].fields[at];
  return { ...form, at, cursor: field === undefined ? 0 : shownText(form, field.id).length };
}

type FormAction = Extract<
  UiAction,
  { type: 'move' | 'edit' | 'insert' | 'accept' | 'cancel' | 'force' | 'form-looked' | 'form-step' | 'form-ended' }
>;

/** Null: the form is left. @param ask one that nothing has been asked with */
export function updateForm(form: Form, action: FormAction, inventory: Inventory, ask: number): Form | null {
  switch (action.type) {
    case 'move':
      if (form.stage !== 'fill')
        return { ...form, top: Math.max(0, form.top + action.direction * (action.by === 'row' ? 1 : 10)) };
      return atField(form, nextField(form, action));
    case 'edit':
      return edit(form, action.edit, inventory, ask);
    case 'insert':
      return insert(form, action.text, inventory, ask);
    case 'accept':
      return accept(form, ask);
    case 'cancel':
      return cancel(form);
    case 'force':
      return form.stage === 'plan' && isForcible(form) ? { ...form, force: !form.force } : form;
    case 'form-looked':
      return looked(form, action.found);
    case 'form-step':
      return form.stage === 'running' ? { ...form, progress: withStep(form, action.event) } : form;
    case 'form-ended':
      return form.stage === 'running' ? ended(form, action.outcome) : form;
  }
}

function nextField({ id, at }: Form, { by, direction }: Extract<UiAction, { type: 'move' }>): number {
  const last = FORMS[id].fields.length - 1;
  if (by !== 'row') return direction < 0 ? 0 : last;
  // Round: Tab goes on for ever.
  return (at + direction + last + 1) % (last + 1);
}

/** Something else is asked for now. */
function withText(form: Form, field: Field, text: string, cursor: number, inventory: Inventory, ask: number): Form {
  const at = clamp(cursor, 0, text.length);
  if (text === form.values[field.id]) return { ...form, cursor: at };
  const values = { ...form.values, [field.id]: text };
  const proposed = FORMS[form.id].propose(values, { inventory, here: form.context.here });
  const asked = { ...form, values, proposed, cursor: at, ask, force: false };
  // Nothing can be looked up for a form that lacks something.
  return 'lacking' in intentOf(asked) ? { ...asked, found: null } : asked;
}

/** The first typed character takes the place of what is only proposed. */
function insert(form: Form, inserted: string, inventory: Inventory, ask: number): Form {
  const field = fieldOf(form);
  if (form.stage !== 'fill' || field === null) return form;
  if (field.choices !== undefined) {
    const chosen = inserted === ' ' ? besides(form, field, 1) : field.choices.find(choice => choice.startsWith(inserted));
    return chosen === undefined ? form : withText(form, field, chosen, chosen.length, inventory, ask);
  }
  const typed = form.values[field.id];
  const text = typed ?? '';
  const cursor = typed === undefined ? 0 : form.cursor;
  if (text.length + inserted.length > MAX_CHARS) return form;
  return withText(form, field, text.slice(0, cursor) + inserted + text.slice(cursor), cursor + inserted.length, inventory, ask);
}

function besides(form: Form, { id, choices = [] }: Field, direction: 1 | -1): string | undefined {
  return choices.at((choices.indexOf(shownText(form, id)) + direction) % choices.length);
}

function edit(form: Form, kind: EditKind, inventory: Inventory, ask: number): Form {
  const field = fieldOf(form);
  if (form.stage !== 'fill' || field === null) return form;
  if (field.choices !== undefined) {
    const direction = kind === 'left' ? -1 : kind === 'right' ? 1 : null;
    const chosen = direction === null ? undefined : besides(form, field, direction);
    return chosen === undefined ? form : withText(form, field, chosen, chosen.length, inventory, ask);
  }
  const text = shownText(form, field.id);
  if (kind === 'right' && form.cursor === text.length) {
    const whole = completionOf(form, field, inventory);
    return whole === null ? form : withText(form, field, whole, whole.length, inventory, ask);
  }
  const [changed, cursor] = EDITS[kind]({ text, cursor: form.cursor });
  if (changed === text) return { ...form, cursor: clamp(cursor, 0, text.length) };
  return withText(form, field, changed, cursor, inventory, ask);
}

/** What the last word may go on with, all of it; null: nothing. */
export function completionOf(form: Form, field: Field, inventory: Inventory): string | null {
  const text = shownText(form, field.id);
  const start = text.slice(Math.max(text.lastIndexOf(' '), text.lastIndexOf(',')) + 1);
  const one = field.completions?.(inventory).find(name => name.startsWith(start) && name !== start);
  return one === undefined ? null : text.slice(0, text.length - start.length) + one;
}

function accept(form: Form, ask: number): Form | null {
  switch (form.stage) {
    case 'fill': {
      // What is known to be wrong is mended here.
      return 'lacking' in intentOf(form) || answerOf(form)?.kind === 'wrong' ? form : { ...form, stage: 'plan', top: 0, ask };
    }
    case 'plan':
      return isRunnable(form) ? { ...form, stage: 'running', top: 0, progress: [] } : form;
    case 'running':
      return form;
    case 'done':
      return null;
  }
}

/** Leaving a run stops it between two steps. */
function cancel(form: Form): Form | null {
  if (form.stage === 'running') return { ...form, stopping: true };
  const hasFields = FORMS[form.id].fields.length > 0;
  const failed = form.outcome?.kind === 'failed';
  if (hasFields && (form.stage === 'plan' || failed)) {
    return { ...form, stage: 'fill', top: 0, force: false, stopping: false, progress: [], outcome: null };
  }
  return null;
}

/** Answers to what is no longer asked come late, and are not wanted. */
function looked(form: Form, found: Found): Form {
  if (found.ask !== form.ask || form.stage === 'running' || form.stage === 'done') return form;
  const next = { ...form, found };
  const field = fieldOf(form);
  return field === null || form.values[field.id] !== undefined ? next : atField(next, form.at);
}

function withStep({ progress }: Form, { index, total, state, why }: StepEvent): Form['progress'] {
  return Array.from({ length: total }, (_, at) =>
    at === index ? { state, why } : (progress[at] ?? { state: 'waiting' as const, why: undefined }),
  );
}

function ended(form: Form, outcome: Outcome): Form {
  return { ...form, stage: 'done', outcome, stopping: false };
}
