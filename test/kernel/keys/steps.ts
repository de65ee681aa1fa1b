/** What a person does at the screen and sees there, as data. */
import type { KeyName } from '../../../src/view/keymap/index.js';
import type { Mode } from '../../../src/view/ui.js';
import type { Tmux } from '../../support/tmux.js';
import { until } from '../../support/until.js';

export type Step =
  | { readonly do: 'press'; readonly keys: readonly KeyName[] }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'see'; readonly there: readonly RegExp[]; readonly gone: readonly RegExp[] }
  /** Writes over what the screen shows, as a program in the background does. */
  | { readonly do: 'scribble'; readonly text: string };

export function press(...keys: readonly KeyName[]): Step {
  return { do: 'press', keys };
}

export function type(text: string): Step {
  return { do: 'type', text };
}

export function see(...there: readonly RegExp[]): Step {
  return { do: 'see', there, gone: [] };
}

export function gone(...texts: readonly RegExp[]): Step {
  return { do: 'see', there: [], gone: texts };
}

/** The selected row, by the name in its first column. */
export function selected(name: string): Step {
  return see(new RegExp(`^▸[ ✓]. ${name} `, 'm'));
}

/** What a key does: on the way from the list of pairs, at its first row, and back there. */
export interface KeyEffect {
  readonly mode: Mode;
  /** Each of them does it. */
  readonly keys: readonly KeyName[];
  /** To where the key does something. */
  readonly from?: readonly Step[];
  /** What follows the key. */
  readonly shows: readonly Step[];
  readonly back?: readonly Step[];
}

/** The list of pairs as the screen begins: nothing filtered, tagged, hidden, followed or scrolled, and a list of keys below. */
export const HOME: Step = {
  do: 'see',
  there: [/^1 Pairs \d+ │.* sort A ▲$/m, /^ +A▲ +N/m, /^▸ . p00 /m, /^\? help/m, /live 1\.0s/, /A→B pps/],
  gone: [/filter p|hidden {2}|following|✓\d/],
};

/** Starts the screen in the shell that the keys are tried from; its prompt shows the last status. */
export const START: readonly Step[] = [type('clear; vethtop-here'), press('enter'), HOME];

/** Keys that end the screen with status 0, and leave the shell. */
export function left(mode: Mode, keys: readonly KeyName[], from: readonly Step[]): readonly KeyEffect[] {
  return [{ mode, keys, from, shows: [see(/^\[0\]\$$/m)], back: START }];
}

/** Ctrl-Z stops the screen, and fg brings back what it showed. */
export function stopped(mode: Mode, from: readonly Step[], again: readonly Step[]): readonly KeyEffect[] {
  const shows = [see(/Stopped/, /^\[148\]\$$/m), type('clear; fg'), press('enter'), ...again];
  return [{ mode, keys: ['C-z'], from, shows, back: mode === 'main' ? [] : [press('escape')] }];
}

/** Ctrl-L draws what somebody else has written over. */
export function scribbled(mode: Mode, from: readonly Step[], back: readonly Step[]): readonly KeyEffect[] {
  const scribble: Step = { do: 'scribble', text: '\x1b[1;1HGARBAGE' };
  return [{ mode, keys: ['C-l'], from: [...from, scribble, see(/^GARBAGE/m)], shows: [see(/^vethtop {2}/m)], back }];
}

const TMUX_NAMES: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Escape',
  space: 'Space',
  tab: 'Tab',
  'S-tab': 'BTab',
  backspace: 'BSpace',
  delete: 'DC',
  f1: 'F1',
  f6: 'F6',
  f10: 'F10',
};

export async function carryOut(tmux: Tmux, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    switch (step.do) {
      case 'press':
        await tmux.send(...step.keys.map(key => TMUX_NAMES[key] ?? key));
        break;
      case 'type':
        await tmux.type(step.text);
        break;
      case 'scribble':
        await tmux.scribble(step.text);
        break;
      case 'see':
        await seen(tmux, step.there, step.gone);
        break;
    }
  }
}

async function seen(tmux: Tmux, there: readonly RegExp[], unwanted: readonly RegExp[]): Promise<void> {
  let screen = '';
  const missing = (): readonly RegExp[] => there.filter(text => !text.test(screen));
  const left = (): readonly RegExp[] => unwanted.filter(text => text.test(screen));
  await until(
    async () => {
      screen = (await tmux.capture()).join('\n');
      return missing().length === 0 && left().length === 0;
    },
    { what: () => `${missing().join(' and ')} without ${left().join(' and ')} on the screen:\n${screen}`, intervalMs: 20 },
  );
}
