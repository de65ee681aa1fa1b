import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { FORM_IDS, type Found } from '../../../src/view/forms/model.js';
import { READONLY } from '../../../src/view/forms/open.js';
import { KEYMAP } from '../../../src/view/keymap/index.js';
import { lineCells, plainText } from '../../../src/view/line.js';
import { listState } from '../../../src/view/lists/state.js';
import { themeOf } from '../../../src/view/theme.js';
import { modeOf } from '../../../src/view/ui.js';
import { view } from '../../../src/view/view.js';
import { FormScreen } from './screen.js';

beforeAll(() => {
  process.env.TZ = 'UTC';
});

/** Selected by what is on its row. */
function onRow(text: string, screen = new FormScreen()): FormScreen {
  screen.press('home');
  for (const _ of screen.live.inventory.pairs) {
    const selected = screen
      .picture()
      .split('\n')
      .find(line => line.startsWith('▸'));
    if (selected?.includes(text)) return screen;
    screen.press('down');
  }
  throw new Error(`no row with ${text}`);
}

describe('delete', () => {
  test('starts with the plan, and runs on a yes only when the host has answered', () => {
    const screen = onRow('veth-red').press('D');
    expect(modeOf(screen.ui)).toBe('plan');
    expect(screen.intent()).toEqual({ kind: 'remove-pair', link: 'veth-red@4026531840' });
    expect(screen.picture()).toContain('looking at the host');
    expect(screen.press('enter', 'y').form.stage).toBe('plan');
    screen.look();
    const picture = screen.picture();
    expect(picture).toContain('ip link del dev veth-red');
    expect(picture).toContain('the other end, eth0@red, goes too');
    expect(picture).toContain('br0 loses its last port');
    expect(picture).toMatch(/go on\? {2}⏎ runs it, Esc leaves/);
    expect(screen.press('y').form.stage).toBe('running');
  });

  test.each(['escape', 'n', 'q'])('%s leaves it with nothing run', key => {
    const screen = onRow('veth-red').press('D').look().press(key);
    expect(screen.ui.form).toBeNull();
    expect(modeOf(screen.ui)).toBe('main');
  });

  test('an answer to an earlier question is not taken for one to this', () => {
    const screen = onRow('left').press('D');
    const late = screen.answer();
    screen.press('escape');
    onRow('veth-red', screen).press('D').act({ type: 'form-looked', found: late });
    expect(screen.form.found).toBeNull();
    expect(screen.press('enter').form.stage).toBe('plan');
  });

  test('what a container engine owns is refused, and gone past only after f', () => {
    const screen = onRow('web-1').press('D').look();
    expect(screen.picture()).toMatch(/! deleting eth0: namespace c1 belongs to docker:web-1/);
    expect(screen.picture()).toMatch(/refused {2}f goes past it, Esc leaves/);
    expect(screen.press('enter', 'y').form.stage).toBe('plan');
    screen.press('f');
    expect(screen.picture()).toContain('although it may hurt');
    expect(screen.press('enter').form.stage).toBe('running');
  });

  test('a namespace goes by its name, and what is in it is in the plan', () => {
    const screen = new FormScreen().press('2').act({ type: 'filter', text: 'ns:red' }).press('D').look();
    expect(screen.intent()).toEqual({ kind: 'remove-namespace', name: 'red' });
    expect(screen.picture()).toContain('ip netns del red');
  });

  const onBridge = (): FormScreen => onRow('br0', new FormScreen().press('3'));

  test('a bridge: its ports may get its addresses back', () => {
    const screen = onBridge().press('D');
    expect(screen.intent()).toEqual({ kind: 'remove-bridge', link: 'br0@4026531840', restorePorts: false });
    expect(screen.look().picture()).toContain('its address 172.18.0.1/24 goes');
    screen.press('space').look();
    expect(screen.intent()).toMatchObject({ restorePorts: true });
    expect(screen.picture()).toContain('ip addr add 172.18.0.1/24 dev veth-red');
    expect(screen.press('enter').look().picture()).toMatch(/go on\? {2}⏎ runs it, Esc goes back/);
    expect(screen.press('y').form.stage).toBe('running');
  });

  test('what is tagged goes in one plan, each thing once, and nothing else', () => {
    const screen = onRow('veth-red').press('space', 'space');
    const before = listState(screen.ui).tagged.size;
    screen.press('D').look();
    expect(before).toBe(2);
    expect(screen.picture()).toContain('delete 2 things');
    const intent = screen.intent();
    if (intent.kind !== 'remove-several') throw new Error(intent.kind);
    expect(intent.removals).toHaveLength(2);
    expect(screen.picture().match(/ip (-n \w+ )?link del/g)).toHaveLength(2);
    expect(screen.picture().match(/br0 loses/g)).toHaveLength(1);
    screen.press('f', 'enter').act({ type: 'form-ended', outcome: { kind: 'done', id: 1 } });
    expect(listState(screen.ui).tagged.size).toBe(0);
  });

  test('the steps show how far they are, and Esc stops a run', () => {
    const screen = onRow('veth-red').press('D').look().press('enter');
    const found = screen.form.found;
    if (found?.kind !== 'proposal') throw new Error('no plan');
    const [step] = found.proposal.plan.steps;
    if (step === undefined) throw new Error('no step');
    const tell = (state: 'running' | 'done' | 'failed') =>
      screen.act({
        type: 'form-step',
        event: { index: 0, total: 1, step, state, ...(state === 'failed' ? { why: 'EBUSY' } : {}) },
      });
    tell('running');
    expect(screen.picture()).toMatch(/▸ ip link del/);
    screen.press('escape');
    expect(screen.form).toMatchObject({ stage: 'running', stopping: true });
    tell('failed');
    expect(screen.picture()).toMatch(/x ip link del[^\n]*\n +failed: EBUSY/);
    screen.act({
      type: 'form-ended',
      outcome: { kind: 'failed', error: { what: 'it failed', why: 'EBUSY', next: 'try again' } },
    });
    expect(screen.picture()).toMatch(/! it failed: EBUSY\n +→ try again/);
    expect(screen.press('escape').ui.form).toBeNull();
  });
});

test('of a long plan, the step that runs is in sight', () => {
  const screen = onRow('veth-red', new FormScreen({ cols: 80, rows: 12 }))
    .press('D')
    .look();
  const found = screen.answer();
  if (found.kind !== 'proposal') throw new Error('no plan');
  const [step] = found.proposal.plan.steps;
  if (step === undefined) throw new Error('no step');
  const steps = Array.from({ length: 40 }, (_, index) => ({ ...step, command: { file: 'ip', args: [`step${index}`] } }));
  const proposal = { ...found.proposal, plan: { title: 'a ↔ b', steps } };
  screen.act({ type: 'form-looked', found: { ...found, proposal } }).press('enter');
  for (let index = 0; index < 30; index += 1) {
    screen.act({ type: 'form-step', event: { index, total: 40, step, state: 'running' } });
    expect(screen.picture()).toContain(`▸ ip step${index}\n`);
  }
  screen.act({ type: 'form-ended', outcome: { kind: 'done', id: 7 } });
  expect(screen.picture()).toContain('✓ Done: a ⇄ b. Take it back with: vethtop undo 7');
});

describe('edit', () => {
  function editing(): FormScreen {
    const screen = onRow('veth-red').press('e', 'down', 'enter');
    expect(screen.picture()).toContain('edit eth0@red');
    return screen;
  }
  const to = (screen: FormScreen, label: string): FormScreen => {
    for (let tries = 0; !new RegExp(`^▸ +${label}( |$)`, 'm').test(screen.picture()); tries += 1) {
      if (tries > 20) throw new Error(`no field ${label}: ${screen.picture()}`);
      screen.press('tab');
    }
    return screen;
  };

  test('nothing is asked for what stays as it is', () => {
    const screen = editing();
    expect(() => screen.intent()).toThrow('nothing is changed yet');
    expect(screen.press('enter').form.stage).toBe('fill');
    to(screen, 'MTU').press('C-u').type('1500');
    expect(() => screen.intent()).toThrow('nothing is changed yet');
  });

  test.each([
    ['state', [' '], { up: false }],
    ['name', ['C-u', 'i', 'n'], { rename: 'in' }],
    ['MTU', ['C-u', '9', '0', '0', '0'], { mtu: 9000 }],
    [
      'addresses',
      ['C-u', '1', '0', '.', '1', '.', '1', '.', '1', '/', '8'],
      { addAddresses: ['10.1.1.1/8'], removeAddresses: ['172.18.0.2/16'] },
    ],
    ['MAC', ['C-u', ...'02:00:00:00:00:01'], { mac: '02:00:00:00:00:01' }],
    ['bridge', ['b', 'r', '0'], { attach: 'br0' }],
    ['namespace', ['C-u', 'b', 'right'], { move: 'blue' }],
  ] as const)('%s', (label, keys, change) => {
    const screen = to(editing(), label).press(...keys.map(key => (key === ' ' ? 'space' : key)));
    const nothing = { addAddresses: [], removeAddresses: [] };
    expect(screen.intent()).toEqual({ kind: 'set-link', link: 'eth0@4026531841', ...nothing, ...change });
  });

  test('emptying the bridge detaches', () => {
    const screen = onRow('veth-red').press('e', 'enter');
    to(screen, 'bridge').press('C-u');
    expect(screen.intent()).toMatchObject({ kind: 'set-link', link: 'veth-red@4026531840', detach: true });
  });

  test('addresses are given to the bridge of a port, and there has to be one', () => {
    const screen = to(onRow('veth-red').press('e', 'enter'), 'to bridge').press('space');
    expect(screen.intent()).toMatchObject({ link: 'veth-red@4026531840', moveAddressTo: 'br0' });
    expect(() => to(editing(), 'to bridge').press('y').intent()).toThrow('it is a port of no bridge');
  });

  test('what is wrong is told as it is typed, and never runs', () => {
    const screen = to(editing(), 'MTU').press('C-u').type('20').look();
    expect(screen.picture()).toMatch(/! 20 can't be an MTU: the kernel takes 68 to 65535/);
    screen.press('enter').look();
    expect(screen.picture()).toContain('refused  Esc goes back');
    expect(screen.press('enter', 'y', 'f', 'enter').form.stage).toBe('plan');
    expect(screen.press('escape').form.stage).toBe('fill');
    to(screen, 'MTU').press('C-u').type('lots');
    expect(screen.picture()).toContain('the MTU is a whole number, and not "lots"');
  });

  test('going back after the plan and changing something asks again', () => {
    const screen = to(editing(), 'MTU').press('C-u').type('1400').press('enter').look().press('escape', 'backspace', 'enter');
    expect(screen.press('enter').form.stage).toBe('plan');
    expect(screen.picture()).toContain('looking at the host');
  });
});

describe('new', () => {
  const open = (name: string, screen = new FormScreen()): FormScreen => screen.press(':').type(`new ${name}`).press('enter');

  test('a namespace has a free name at once', () => {
    expect(open('namespace').intent()).toEqual({ kind: 'add-namespace', name: 'ns1' });
  });

  test('a pair: free names, the selected namespace, and nothing else', () => {
    const screen = open('pair', onRow('veth-red'));
    expect(screen.intent()).toMatchObject({ a: { link: 'veth0@host' }, b: { link: 'eth1@red' }, up: true, mtu: undefined });
    // The first character takes the place of what is proposed; the other proposals follow.
    screen.press('down', 'down', 'down', 'down').type('blue');
    expect(screen.intent()).toMatchObject({ b: { link: 'eth0@blue' } });
  });

  test('a bridge with ports', () => {
    const screen = open('bridge').press('down', 'down').type('10.0.0.1/24').press('down').type('le').press('right');
    expect(screen.intent()).toMatchObject({ kind: 'add-bridge', link: 'br1@host', addresses: ['10.0.0.1/24'], ports: ['left'] });
  });

  test('connect: the next free address, the gateway, the port and the MTU of the bridge are proposed', () => {
    const screen = open('connect').press('C-u').type('web').look();
    const picture = screen.picture();
    expect(picture).toMatch(/addresses +172\.18\.0\.3\/24\n/);
    expect(picture).toMatch(/gateway +172\.18\.0\.1\n/);
    expect(picture).toMatch(/port +web_p\n/);
    expect(picture).toMatch(/MTU +1450\n/);
    expect(picture).toContain('ip netns add web');
    expect(screen.intent()).toMatchObject({ bridge: 'br0', addresses: [], mtu: undefined });
  });

  test('a way out for a bridge', () => {
    const screen = open('uplink').press('down', 'C-u').type('le').press('right');
    expect(screen.intent()).toEqual({ kind: 'uplink', bridge: 'br0', via: 'left@red', masquerade: true });
    expect(screen.look().picture()).toContain('left@red is in another namespace than the bridge');
    screen.press('C-u').type('veth-red').look();
    expect(screen.picture()).toContain('oifname "veth-red" masquerade');
    expect(screen.press('down', 'space').intent()).toMatchObject({ masquerade: false });
  });

  test('a name that is taken is told', () => {
    const screen = open('namespace').type('red').look();
    expect(screen.picture()).toContain('there is a namespace red already');
  });
});

test.each(['D', 'e', 'n'])('%s is refused where nothing may be changed', key => {
  const screen = onRow('veth-red');
  screen.ui = { ...screen.ui, readonly: true };
  screen.press(key);
  expect(screen.ui).toMatchObject({ form: null, picker: null, notice: READONLY });
});

test('a form opened by a command is refused there, too', () => {
  const screen = new FormScreen();
  screen.ui = { ...screen.ui, readonly: true };
  expect(screen.press(':').type('new pair').press('enter').ui).toMatchObject({ form: null, notice: READONLY });
});

test('the list stays as it was behind a form', () => {
  const screen = onRow('left');
  const before = listState(screen.ui);
  screen
    .press(':')
    .type('new pair')
    .press('enter')
    .type('abc')
    .press('down', 'pagedown', 'enter')
    .look()
    .press('escape', 'escape');
  expect(listState(screen.ui)).toEqual(before);
});

describe.each([
  [120, 36],
  [80, 24],
  [60, 15],
])('%i×%i', (cols, rows) => {
  const at = (): FormScreen => onRow('veth-red', new FormScreen({ cols, rows }));

  test('pictures', async () => {
    const shots: readonly (readonly [string, FormScreen])[] = [
      ['delete', at().press('D').look()],
      ['refused', onRow('veth3f1c2aa', at()).press('D').look()],
      ['edit', at().press('e', 'enter').press('down', 'down', 'C-u').type('1400').look()],
      ['new', at().press('n')],
      ['pair', at().act({ type: 'form', form: 'add-pair' }).type('cable0').look()],
      ['connect', at().act({ type: 'form', form: 'connect' }).type('web').look()],
    ];
    for (const [name, screen] of shots) {
      await expect(screen.picture()).toMatchFileSnapshot(`snapshots/${name}-${cols}x${rows}.txt`);
      expect(screen.picture(true)).toMatch(/^[\n\x20-\x7e]*$/);
    }
  });
});

/** What the planners say, without commands and what was typed. */
function saidIn(found: Found): string {
  if (found.kind === 'wrong') return [found.error.why, found.error.next].join('\n');
  const { effects, notes, problems } = found.proposal;
  return [...effects, ...notes, ...problems.flatMap(({ what, why, next }) => [what, why, next])].join('\n');
}

test('whatever is pressed, typed and answered: every line fits, and nothing runs without a yes to what is shown', () => {
  const keys = [...new Set(KEYMAP.filter(({ mode }) => mode === 'form' || mode === 'plan').flatMap(binding => binding.keys))];
  const step = fc.oneof(
    fc.constantFrom(...keys, 'a', '1', '/', '.', 'space'),
    fc.constant('look'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).map(char => `insert ${char}`),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...FORM_IDS),
      fc.record({ cols: fc.integer({ min: 50, max: 200 }), rows: fc.integer({ min: 10, max: 50 }) }),
      fc.array(step, { maxLength: 40 }),
      (id, size, steps) => {
        const screen = new FormScreen(size);
        const [link] = screen.live.inventory.links.keys();
        screen.act({ type: 'form', form: id, ...(link === undefined ? {} : { link }) });
        for (const one of steps) {
          const before = screen.ui.form;
          if (before === null) break;
          if (one === 'look') {
            if (before.stage !== 'running') {
              try {
                screen.intent();
              } catch {
                continue;
              }
              screen.look();
            }
          } else if (one.startsWith('insert ')) screen.act({ type: 'insert', text: one.slice(7) });
          else if (!/^(C-[czl]|f10)$/.test(one)) {
            try {
              screen.press(one);
            } catch {
              continue;
            }
          }
          const after = screen.ui.form;
          // Options are the command line's: a form has fields.
          if (after?.found != null) expect(saidIn(after.found)).not.toMatch(/(^| )--[a-z]/);
          if (after?.stage === 'running' && before.stage !== 'running') {
            expect(before.found).toMatchObject({ ask: before.ask, kind: 'proposal' });
            expect(['enter', 'y']).toContain(one);
          }
          const { lines } = view(screen.live, screen.ui, themeOf({ ascii: false, depth: 0 }));
          expect(lines).toHaveLength(size.rows);
          for (const line of lines) {
            expect(lineCells(line)).toBe(size.cols);
            expect(plainText(line)).not.toMatch(/\p{Cc}/u);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
