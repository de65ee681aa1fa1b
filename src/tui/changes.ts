/** The shell around a form: looks at the host when the form asks something else, runs its plan when it is to run, and tells. */
import { reasonOf, VethtopError } from '../core/errors.js';
import type { Live } from '../live/model.js';
import type { ChangeResult } from '../manage/change.js';
import type { Intent } from '../manage/intents/index.js';
import type { Proposal } from '../manage/intents/proposal.js';
import type { UiAction } from '../view/actions.js';
import { intentOf } from '../view/forms/fill.js';
import type { Failure, Form, Values } from '../view/forms/model.js';

export interface ChangesOptions {
  readonly live: Live;
  readonly act: (action: UiAction) => void;
}

export interface Changes {
  /** To be told of each state of the form. */
  follow(form: Form | null): void;
  readonly running: boolean;
  /** Stops what runs between two steps; what was done is undone when this returns. */
  stop(): Promise<void>;
}

/** A person who types is waited for so long before the host is looked at. */
const TYPING_MS = 120;

interface Answer {
  readonly proposal: Proposal;
  readonly proposed: Values;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

export function followChanges({ live, act }: ChangesOptions): Changes {
  let asked = 0;
  let timer: NodeJS.Timeout | null = null;
  let running: Running | null = null;

  function follow(form: Form | null): void {
    if (form === null || form.ask !== asked) {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    }
    if (form === null) return;
    if (form.stage === 'running') {
      if (running === null) running = start(form);
      if (form.stopping) running.abort.abort();
    } else if (form.stage !== 'done' && form.ask !== asked) {
      asked = form.ask;
      const intent = intentOf(form);
      if ('lacking' in intent) return;
      // What a person types is tried on the inventory that is there; what may be run, on the host as it is.
      const fresh = form.stage === 'plan';
      timer = setTimeout(() => void answer(form.ask, intent, fresh), fresh ? 0 : TYPING_MS);
    }
  }

  async function answer(ask: number, intent: Intent, fresh: boolean): Promise<void> {
    try {
      const { proposal, proposed } = await lookFor(intent, live, fresh);
      act({ type: 'form-looked', found: { ask, kind: 'proposal', proposal, proposed } });
    } catch (thrown) {
      act({ type: 'form-looked', found: { ask, kind: 'wrong', error: failureOf(thrown), proposed: {} } });
    }
  }

  function start(form: Form): Running {
    const abort = new AbortController();
    const ended = carryOut(form, abort.signal).finally(() => {
      running = null;
    });
    return { abort, ended };
  }

  async function carryOut(form: Form, signal: AbortSignal): Promise<void> {
    try {
      const { id } = await runForm(form, signal, event => act({ type: 'form-step', event }));
      act({ type: 'form-ended', outcome: { kind: 'done', id } });
    } catch (thrown) {
      act({ type: 'form-ended', outcome: { kind: 'failed', error: failureOf(thrown) } });
    }
  }

  return {
    follow,
    get running() {
      return running !== null;
    },
    async stop() {
      running?.abort.abort();
      await running?.ended;
    },
  };
}

async function lookFor(intent: Intent, live: Live, fresh: boolean): Promise<Answer> {
  const [{ draftOf, readInventory }, { readFacts }, { choicesFor }] = await Promise.all([
    import('../manage/change.js'),
    import('../manage/facts/read.js'),
    import('../view/forms/choices.js'),
  ]);
  const draft = draftOf(intent);
  const inventory = fresh ? readInventory() : live.state().inventory;
  const facts = await readFacts(inventory, draft.needs(inventory));
  return { proposal: draft.propose(facts), proposed: choicesFor(intent, facts) };
}

async function runForm(
  form: Form,
  signal: AbortSignal,
  onEvent: (event: Extract<UiAction, { type: 'form-step' }>['event']) => void,
): Promise<ChangeResult> {
  const intent = intentOf(form);
  if (form.found?.kind !== 'proposal' || 'lacking' in intent) throw new Error('a form without a plan was to be run');
  const { draftOf, runChange } = await import('../manage/change.js');
  const change = { proposal: form.found.proposal, draft: draftOf(intent) };
  return runChange(change, { force: form.force, signal, onEvent });
}

function failureOf(thrown: unknown): Failure {
  return thrown instanceof VethtopError ? thrown : { what: reasonOf(thrown) };
}
