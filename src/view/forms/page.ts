/** An open form as a page: its fields with the plan that comes of them, or the plan with the question. Pure. */
import type { Inventory } from '../../inventory/model.js';
import { ruleLine } from '../detail.js';
import { keyLabel } from '../keymap/index.js';
import { type Line, span } from '../line.js';
import type { Glyphs, Theme } from '../theme.js';
import { answerOf, intentOf, isForcible, isRunnable, isTyped, shownText } from './fill.js';
import { FORMS } from './index.js';
import type { Field, Form, Stage } from './model.js';
import { isCurrent, outcomeLines, planLines, stepLines } from './plan-lines.js';
import { completionOf, fieldOf } from './update.js';

const LABEL_CELLS = 15;

export interface FormPage {
  readonly rows: number;
  readonly cells: number;
  readonly theme: Theme;
  readonly inventory: Inventory;
}

const LABELS: Readonly<Record<Stage, string>> = { fill: 'form', plan: 'plan', running: 'running', done: 'result' };

/** Exactly `rows` lines. */
export function formLines(form: Form, { rows, cells, theme, inventory }: FormPage): readonly Line[] {
  const { glyphs } = theme;
  const title = ruleLine([span(FORMS[form.id].title(form.initial), 'name')], LABELS[form.stage], cells, theme);
  const room = rows - 2;
  const above = form.stage === 'fill' ? fillLines(form, inventory, room, cells, glyphs) : outcomeLines(form, cells, glyphs);
  const below = belowLines(form, Math.max(0, room - above.length), cells, glyphs);
  const body = Array.from({ length: room }, (_, index) => [...above, ...below][index] ?? []);
  return [title, ...body, questionLine(form, glyphs)].slice(0, rows);
}

/** Before the run, the plan; then the steps alone, the one that runs in sight. */
function belowLines(form: Form, rows: number, cells: number, glyphs: Glyphs): readonly Line[] {
  if (form.stage === 'fill') return window(planLines(form, cells, glyphs), 0, rows, glyphs);
  if (form.stage === 'plan') return window(planLines(form, cells, glyphs), form.top, rows, glyphs);
  const { lines, reached } = stepLines(form, cells, glyphs);
  return window(lines, form.stage === 'running' ? Math.max(0, reached - rows + 3) : form.top, rows, glyphs);
}

/** As many lines as fit, from `top`; the last one says how many more there are. */
function window(lines: readonly Line[], top: number, rows: number, glyphs: Glyphs): readonly Line[] {
  const from = Math.min(top, Math.max(0, lines.length - rows));
  const shown = lines.slice(from, from + rows);
  const more = lines.length - from - shown.length;
  if (more === 0 || rows === 0) return shown;
  const last: Line = [span(` ${glyphs.ellipsis} ${more + 1} more lines`, 'dim')];
  return [...shown.slice(0, -1), last];
}

/** Fields around the chosen one, and what belongs in it. */
function fillLines(form: Form, inventory: Inventory, rows: number, cells: number, glyphs: Glyphs): readonly Line[] {
  const { fields } = FORMS[form.id];
  const most = Math.max(1, Math.min(fields.length, rows - 4));
  const first = Math.min(Math.max(0, form.at - most + 1), fields.length - most);
  const field = fieldOf(form);
  return [
    ...fields.slice(first, first + most).map((one, index) => fieldLine(form, one, first + index === form.at, cells, glyphs)),
    field === null ? [] : hintLine(form, field, inventory, glyphs),
    [],
  ];
}

function fieldLine(form: Form, { id, label, choices }: Field, chosen: boolean, cells: number, glyphs: Glyphs): Line {
  const text = shownText(form, id);
  const style = isTyped(form, id) ? 'plain' : 'dim';
  const mark = span(`${chosen ? glyphs.selected : ' '} ${label.padEnd(LABEL_CELLS)}`, chosen ? 'active' : 'plain');
  if (choices !== undefined) {
    const others = choices.filter(choice => choice !== text);
    return [mark, span(text, chosen ? 'cursor' : style), ...(chosen ? [span(`  ${others.join('  ')}`, 'dim')] : [])];
  }
  if (!chosen) return [mark, span(text, style)];
  const from = Math.max(0, form.cursor - (cells - LABEL_CELLS - 3));
  return [
    mark,
    span(text.slice(from, form.cursor), style),
    span(text.charAt(form.cursor) || ' ', 'cursor'),
    span(text.slice(form.cursor + 1), style),
  ];
}

function hintLine(form: Form, field: Field, inventory: Inventory, glyphs: Glyphs): Line {
  const whole = field.choices === undefined ? completionOf(form, field, inventory) : null;
  const key = keyLabel('right', glyphs);
  const offer: Line = whole === null ? [] : [span(`   ${key}`, 'key'), span(` ${whole}`, 'dim')];
  return [span(`  ${' '.repeat(LABEL_CELLS)}${field.about}`, 'dim'), ...offer];
}

/** What Enter and Esc do now, and why Enter does nothing. */
function questionLine(form: Form, glyphs: Glyphs): Line {
  const key = (name: string, what: string): Line => [span(keyLabel(name, glyphs), 'key'), span(` ${what}`)];
  const said = (text: string): Line => [span(` ${text}  `, 'warning')];
  const leave = key('escape', FORMS[form.id].fields.length > 0 && form.stage === 'plan' ? 'goes back' : 'leaves');
  switch (form.stage) {
    case 'fill':
      return [...fillState(form), ...key('enter', 'shows the plan'), span(', '), ...key('escape', 'leaves')];
    case 'plan': {
      if (!isCurrent(form)) return [...said(`looking at the host ${glyphs.ellipsis}`), ...leave];
      if (isRunnable(form))
        return [...said(form.force ? 'although it may hurt:' : 'go on?'), ...key('enter', 'runs it, '), ...leave];
      const nothing = answerOf(form)?.kind === 'proposal' && !hasProblems(form);
      if (nothing) return [...said('there is nothing to do'), ...leave];
      return [...said('refused'), ...(isForcible(form) ? key('f', 'goes past it, ') : []), ...leave];
    }
    case 'running':
      return [...said(form.stopping ? 'stopping' : 'running'), ...key('escape', 'stops it, and what was done is undone')];
    case 'done':
      return [span(' '), ...key('enter', 'goes back to the list')];
  }
}

function hasProblems({ found }: Form): boolean {
  return found?.kind === 'proposal' && found.proposal.problems.length > 0;
}

function fillState(form: Form): Line {
  const intent = intentOf(form);
  const text = 'lacking' in intent ? intent.lacking : hasProblems(form) && answerOf(form) !== null ? 'not like this' : '';
  return text === '' ? [span(' ')] : [span(` ${text}  `, 'warning')];
}
