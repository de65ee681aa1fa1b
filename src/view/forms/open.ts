/** Forms within the screen's state: opened on the selected row, and in charge of the keys while they are open. Pure. */
import type { Inventory } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import type { UiAction } from '../actions.js';
import { listState, NOTHING, withList } from '../lists/state.js';
import { chosenSubjects, selectedSubject } from '../selection.js';
import type { Doomed, Subject } from '../subject.js';
import type { UiState } from '../ui.js';
import { linkValues } from './edit-link.js';
import { fixValues, unplannable } from './fix.js';
import type { Form } from './model.js';
import { doomedValues } from './remove.js';
import { type Opening, openForm, updateForm } from './update.js';

export const READONLY = 'nothing is changed: --readonly is given, or VETHTOP_READONLY is set';

type Open = Extract<UiAction, { type: 'form' }>;

/** A notice where there is nothing to open it on. */
export function openOn(ui: UiState, action: Open, live: LiveState): UiState {
  if (ui.readonly) return { ...ui, notice: READONLY };
  const { inventory } = live;
  const subject = selectedSubject(ui, live);
  const doomed = action.form === 'remove' ? chosenSubjects(ui, live).flatMap(one => one.doomed ?? []) : [];
  const start = startOf(action, subject, doomed, inventory);
  if (typeof start === 'string') return { ...ui, notice: start };
  const id = action.form === 'remove' && doomed.length === 1 && doomed[0]?.kind === 'bridge' ? 'remove-bridge' : action.form;
  const here = subject?.namespace ?? null;
  const ask = ui.asks + 1;
  const form = openForm({ id, ...start, inventory, here: here === null || here.isHost ? null : here.name, ask });
  return { ...ui, picker: null, prompt: null, form, asks: ask };
}

type Start = Pick<Opening, 'initial' | 'remedy'>;

/** Or why there is nothing that it could be about. */
function startOf(
  { form, link: key }: Open,
  subject: Subject | null,
  doomed: readonly Doomed[],
  inventory: Inventory,
): Start | string {
  switch (form) {
    case 'remove':
      if (doomed.length === 0) return 'there is nothing to delete in this row';
      return { initial: doomedValues(inventory, doomed) };
    case 'edit-link': {
      const link = key === undefined ? undefined : inventory.links.get(key);
      return link === undefined ? 'the link is gone' : { initial: linkValues(inventory, link) };
    }
    case 'fix': {
      const finding = subject?.finding;
      if (finding === undefined) return 'f applies a fix: choose a finding in the Doctor first';
      return finding.remedy === null ? unplannable(finding) : { initial: fixValues(finding), remedy: finding.remedy };
    }
    default:
      return { initial: {} };
  }
}

/** What an open form makes of an action; null where it is none of its business. */
export function inForm(ui: UiState, action: UiAction, { inventory }: LiveState): UiState | null {
  if (ui.form === null) return null;
  switch (action.type) {
    case 'move':
    case 'edit':
    case 'insert':
    case 'accept':
    case 'cancel':
    case 'force':
    case 'form-looked':
    case 'form-step':
    case 'form-ended': {
      const form: Form | null = updateForm(ui.form, action, inventory, ui.asks + 1);
      const next = { ...ui, form, asks: Math.max(ui.asks, form?.ask ?? 0) };
      // What was tagged for it is gone.
      return action.type === 'form-ended' && action.outcome.kind === 'done' && ui.form.id === 'remove' ? untagged(next) : next;
    }
    default:
      return null;
  }
}

function untagged(ui: UiState): UiState {
  return listState(ui).tagged.size === 0 ? ui : withList(ui, { tagged: NOTHING });
}
