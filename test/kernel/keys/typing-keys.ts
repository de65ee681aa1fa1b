/** What each key does while something is typed, chosen or asked, as it is seen. */
import type { Mode } from '../../../src/view/ui.js';
import { gone, HOME, type KeyEffect, left, press, type Step, scribbled, see, selected, stopped, type } from './steps.js';

type Effect = Omit<KeyEffect, 'mode'>;

function inMode(mode: Mode, effects: readonly Effect[]): readonly KeyEffect[] {
  return effects.map(effect => ({ mode, ...effect }));
}

const OUT: readonly Step[] = [press('escape')];
const FILTER: readonly Step[] = [press('/'), see(/^filter/m)];
const FILTERED: readonly Step[] = [...FILTER, type('p0'), see(/^filter p0$/m)];

export const PROMPT_EFFECTS: readonly KeyEffect[] = [
  ...inMode('prompt', [
    { keys: ['enter'], from: FILTERED, shows: [see(/filter p0 \[10\//, /^\? help/m)], back: [press('escape')] },
    { keys: ['escape'], from: FILTERED, shows: [HOME] },
    { keys: ['tab'], from: [type(':grou'), see(/^:grou$/m)], shows: [see(/^:group$/m, /bridge/)], back: OUT },
    { keys: ['backspace'], from: FILTERED, shows: [see(/^filter p$/m)], back: OUT },
    { keys: ['delete'], from: [...FILTERED, press('home')], shows: [see(/^filter 0$/m)], back: OUT },
    { keys: ['C-u'], from: FILTERED, shows: [see(/^filter$/m)], back: OUT },
    { keys: ['left'], from: FILTERED, shows: [type('_'), see(/^filter p_0$/m)], back: OUT },
    { keys: ['right'], from: [...FILTERED, press('home')], shows: [type('_'), see(/^filter p_0$/m)], back: OUT },
    { keys: ['home', 'C-a'], from: FILTERED, shows: [type('_'), see(/^filter _p0$/m)], back: OUT },
    { keys: ['end', 'C-e'], from: [...FILTERED, press('home')], shows: [type('_'), see(/^filter p0_$/m)], back: OUT },
    {
      keys: ['up'],
      from: [...FILTERED, press('down', 'down'), selected('p02')],
      shows: [selected('p01')],
      back: [press('escape'), press('home')],
    },
    { keys: ['down'], from: FILTERED, shows: [selected('p01')], back: [press('escape'), press('home')] },
  ]),
  ...left('prompt', ['f10', 'C-c'], FILTER),
  ...stopped('prompt', FILTER, [see(/^filter/m)]),
  ...scribbled('prompt', FILTER, OUT),
];

const PICKER: readonly Step[] = [press('s'), see(/│ sort by$/m, /▸ ▲ a /)];
const CLOSED: readonly Step[] = [gone(/sort by$/m), HOME];

export const PICKER_EFFECTS: readonly KeyEffect[] = [
  ...inMode('picker', [
    {
      keys: ['enter', 'space'],
      from: [...PICKER, press('down'), see(/▸ {3}nsA/)],
      shows: [see(/sort nsA ▲$/m), gone(/sort by$/m)],
      back: [press('<'), press('home')],
    },
    { keys: ['escape', 's', 'f6', 'c', 'g', 'T', 'n', 'e'], from: PICKER, shows: CLOSED },
    { keys: ['I'], from: PICKER, shows: [see(/▸ ▼ a /)], back: [press('I'), press('escape'), gone(/sort by$/m), press('home')] },
    { keys: ['up', 'k'], from: PICKER, shows: [see(/▸ {3}state/)], back: OUT },
    { keys: ['down', 'j'], from: PICKER, shows: [see(/▸ {3}nsA/)], back: OUT },
    { keys: ['home'], from: PICKER, shows: [see(/▸ {3}state/)], back: OUT },
    { keys: ['end'], from: PICKER, shows: [gone(/▸ ▲ a /)], back: OUT },
  ]),
  ...left('picker', ['q', 'f10', 'C-c'], PICKER),
  ...stopped('picker', PICKER, [see(/▸ ▲ a /)]),
  ...scribbled('picker', PICKER, OUT),
];

const FORM: readonly Step[] = [type(':new pair'), press('enter'), see(/^▸ end A/m)];
const TYPED: readonly Step[] = [...FORM, type('zx'), see(/end A +zx$/m)];

export const FORM_EFFECTS: readonly KeyEffect[] = [
  ...inMode('form', [
    {
      keys: ['enter'],
      from: FORM,
      shows: [see(/^─ new pair ─.* plan ─$/m, /go on\?/)],
      back: [press('escape'), see(/^▸ end A/m), ...OUT],
    },
    { keys: ['escape'], from: FORM, shows: [HOME] },
    { keys: ['tab', 'down'], from: FORM, shows: [see(/^▸ {3}in/m)], back: OUT },
    { keys: ['S-tab', 'up'], from: FORM, shows: [see(/^▸ up/m)], back: OUT },
    { keys: ['pageup'], from: [...FORM, press('tab', 'tab'), see(/^▸ {3}addresses/m)], shows: [see(/^▸ end A/m)], back: OUT },
    { keys: ['pagedown'], from: FORM, shows: [see(/^▸ up/m)], back: OUT },
    {
      keys: ['right'],
      from: [...FORM, press('tab'), type('bl'), see(/^▸ {3}in +bl$/m)],
      shows: [see(/^▸ {3}in +blue$/m)],
      back: OUT,
    },
    { keys: ['C-u'], from: TYPED, shows: [see(/end A$/m)], back: OUT },
    { keys: ['backspace'], from: TYPED, shows: [see(/end A +z$/m)], back: OUT },
    { keys: ['delete'], from: [...TYPED, press('home')], shows: [see(/end A +x$/m)], back: OUT },
    { keys: ['left'], from: TYPED, shows: [type('_'), see(/end A +z_x$/m)], back: OUT },
    { keys: ['home', 'C-a'], from: TYPED, shows: [type('_'), see(/end A +_zx$/m)], back: OUT },
    { keys: ['end', 'C-e'], from: [...TYPED, press('home')], shows: [type('_'), see(/end A +zx_$/m)], back: OUT },
  ]),
  ...left('form', ['f10', 'C-c'], FORM),
  ...stopped('form', FORM, [see(/^▸ end A/m)]),
  ...scribbled('form', FORM, OUT),
];

const PLAN: readonly Step[] = [press('D'), see(/go on\?/)];
const LAST: readonly Step[] = [press('end'), gone(/^▸.. p00 /m), ...PLAN];
const onNamespace = (name: string): readonly Step[] => [
  press('2'),
  see(/KEPT ALIVE BY/),
  press('/'),
  type(name),
  press('enter'),
  see(/filter .*\[1\//),
  press('D'),
];
/** With more commands than the screen has rows. */
const LONG: readonly Step[] = [...onNamespace('many'), see(/^ also$/m, /more lines/)];
const FROM_NAMESPACES: readonly Step[] = [press('escape'), see(/KEPT ALIVE BY/), press('escape'), gone(/\[1\//), press('1')];

export const PLAN_EFFECTS: readonly KeyEffect[] = [
  ...inMode('plan', [
    { keys: ['enter', 'y'], from: LAST, shows: [see(/Done: delete pair/)], back: [press('enter'), see(/^▸/m), press('home')] },
    { keys: ['escape', 'n', 'q'], from: PLAN, shows: [HOME] },
    {
      keys: ['f'],
      from: [...onNamespace('busy'), see(/refused/, /holds 1 process/)],
      shows: [see(/although it may hurt/)],
      back: FROM_NAMESPACES,
    },
    { keys: ['down', 'j'], from: LONG, shows: [gone(/^ also$/m)], back: FROM_NAMESPACES },
    { keys: ['up', 'k'], from: [...LONG, press('down'), gone(/^ also$/m)], shows: [see(/^ also$/m)], back: FROM_NAMESPACES },
    { keys: ['pagedown'], from: LONG, shows: [gone(/^ also$/m)], back: FROM_NAMESPACES },
    { keys: ['pageup'], from: [...LONG, press('pagedown'), gone(/^ also$/m)], shows: [see(/^ also$/m)], back: FROM_NAMESPACES },
  ]),
  ...left('plan', ['f10', 'C-c'], PLAN),
  ...stopped('plan', PLAN, [see(/go on\?/)]),
  ...scribbled('plan', PLAN, OUT),
];
