/** What each key of the list and of the pages does, as it is seen. */
import { gone, HOME, type KeyEffect, left, press, type Step, scribbled, see, selected, stopped, type } from './steps.js';

function main(keys: KeyEffect['keys'], effect: Omit<KeyEffect, 'mode' | 'keys'>): KeyEffect {
  return { mode: 'main', keys, ...effect };
}

const ESCAPE: readonly Step[] = [press('escape')];
const FIRST_VIEW: readonly Step[] = [press('1')];

const MOVE: readonly KeyEffect[] = [
  main(['up', 'k'], { from: [press('down', 'down'), selected('p02')], shows: [selected('p01')], back: [press('home')] }),
  main(['down', 'j'], { shows: [selected('p01')], back: [press('home')] }),
  main(['pageup'], { from: [press('end'), selected('p39')], shows: [selected('p2\\d')], back: [press('home')] }),
  main(['pagedown'], { shows: [selected('p1\\d')], back: [press('home')] }),
  main(['home'], { from: [press('end'), selected('p\\d9')], shows: [selected('p00')] }),
  main(['end'], { shows: [selected('p39')], back: [press('home')] }),
  main(['right', 'l'], { shows: [see(/^ +A▲ +B /m)], back: [press('left')] }),
  main(['left', 'h'], { from: [press('right'), see(/^ +A▲ +B /m)], shows: [see(/^ +A▲ +N/m)] }),
];

const LIST: readonly KeyEffect[] = [
  main(['/'], { shows: [see(/^filter/m)], back: ESCAPE }),
  main(['s', 'f6'], { shows: [see(/│ sort by$/m)], back: ESCAPE }),
  main(['<'], { shows: [see(/sort state ▲$/m)], back: [press('>'), press('home')] }),
  main(['>'], { shows: [see(/sort nsA ▲$/m)], back: [press('<'), press('home')] }),
  main(['I'], { shows: [see(/sort A ▼$/m)], back: [press('I'), press('home')] }),
  main(['c'], { shows: [see(/│ columns {2}Space switches/)], back: ESCAPE }),
  main(['g'], { shows: [see(/│ group by$/m)], back: ESCAPE }),
  main(['space'], { shows: [see(/✓1/), selected('p01')], back: [press('U'), press('home')] }),
  main(['U'], { from: [press('space'), see(/✓1/)], shows: [gone(/✓/)], back: [press('home')] }),
  main(['H'], { shows: [see(/1 hidden/), gone(/ p00 /)], back: [type(':unhide'), press('enter'), press('home')] }),
  main(['F'], { shows: [see(/following/)], back: ESCAPE }),
  main(['a'], { shows: [see(/^ +LINK/m, /all classes/)], back: [press('a'), gone(/all classes/), ...FIRST_VIEW] }),
];

const SHOW: readonly KeyEffect[] = [
  main(['enter'], { shows: [see(/certainty +exact/)], back: ESCAPE }),
  main(['tab'], { shows: [see(/KEPT ALIVE BY/)], back: FIRST_VIEW }),
  main(['S-tab'], { shows: [see(/WHAT IS WRONG/)], back: FIRST_VIEW }),
  main(['1'], { from: [press('2'), see(/KEPT ALIVE BY/)], shows: [HOME] }),
  main(['2'], { shows: [see(/KEPT ALIVE BY/)], back: FIRST_VIEW }),
  main(['3'], { shows: [see(/BRIDGE \/ PORT \/ PEER/)], back: FIRST_VIEW }),
  main(['4'], { shows: [see(/^ +LINK +|no losses so far/m)], back: FIRST_VIEW }),
  main(['5'], { shows: [see(/WHAT IS WRONG/)], back: FIRST_VIEW }),
  main(['escape'], { from: [press('enter'), see(/certainty/)], shows: [HOME] }),
  main(['p'], { shows: [see(/■ paused/)], back: [press('p')] }),
  main(['u'], { shows: [see(/A→B bit\/s/)], back: [press('u', 'u')] }),
  main(['i'], { from: [see(/ kbit\/s/)], shows: [see(/ Kibit\/s/)], back: [press('i'), see(/ kbit\/s/)] }),
  main(['T'], { shows: [see(/│ theme$/m)], back: ESCAPE }),
  main(['E'], { shows: [see(/^Esc back/m, /^\d\d:\d\d:\d\d {2}\* probes are live/m), gone(/one row up/)], back: ESCAPE }),
  main(['?', 'f1'], { shows: [see(/one row up/)], back: ESCAPE }),
];

const SESSION: readonly KeyEffect[] = [
  main([':'], { shows: [see(/^:$/m, /Tab completes/)], back: ESCAPE }),
  main(['+'], { shows: [see(/live 2\.0s/)], back: [press('-'), press('home')] }),
  main(['-'], { shows: [see(/live 500ms/)], back: [press('+'), press('home')] }),
  main(['L'], { shows: [see(/light: drops are probed/)], back: [press('L'), see(/full: packets and/), press('home')] }),
  main(['y'], { shows: [see(/copied: p00@host e00@blue/)], back: [press('home')] }),
  ...stopped('main', [], [HOME]),
  ...scribbled('main', [], []),
  ...left('main', ['q', 'f10', 'C-c'], []),
];

const CHANGE: readonly KeyEffect[] = [
  main(['n'], { shows: [see(/│ new$/m)], back: ESCAPE }),
  main(['e'], { shows: [see(/│ edit$/m, /e00 +blue/)], back: ESCAPE }),
  main(['D'], { shows: [see(/^─ delete pair p00/m, /go on\?/)], back: ESCAPE }),
  main(['x'], { shows: [see(/^In blue\. Leave with exit\./m)], back: [type('exit'), press('enter')] }),
  main(['f'], {
    from: [press('5'), see(/end-down|is down, its other end is up/)],
    shows: [see(/^─ fix end-down of e01@many/m, /ip -n many link set dev e01 up|ip -n many link set e01 up/, /go on\?/)],
    back: [press('escape'), see(/WHAT IS WRONG/), ...FIRST_VIEW],
  }),
];

export const LIST_KEYS: readonly KeyEffect[] = [...MOVE, ...LIST, ...SHOW, ...SESSION, ...CHANGE];
