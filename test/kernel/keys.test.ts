/** Every key of the keymap, pressed in a real terminal on a live host: each has an effect that a person sees. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYMAP } from '../../src/view/keymap/index.js';
import { ensureBuilt } from '../support/build.js';
import { CLI } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { Tmux } from '../support/tmux.js';
import { LIST_KEYS } from './keys/list-keys.js';
import { carryOut, HOME, type KeyEffect, press, START } from './keys/steps.js';
import { FORM_EFFECTS, PICKER_EFFECTS, PLAN_EFFECTS, PROMPT_EFFECTS } from './keys/typing-keys.js';

const EFFECTS: readonly KeyEffect[] = [...LIST_KEYS, ...PROMPT_EFFECTS, ...PICKER_EFFECTS, ...FORM_EFFECTS, ...PLAN_EFFECTS];

/** 40 pairs, of which one carries traffic, one has an end that is down, and the others are as they were made. */
const HOST = `
for n in blue many busy; do ip netns add $n; done
for n in $(seq -w 0 39); do
  [ $n = 00 ] && ns=blue || ns=many
  echo link add p$n type veth peer name e$n netns $ns
done | ip -batch -
ip link set p00 up; ip -n blue link set e00 up; ip addr add 10.251.5.1/24 dev p00; ip -n blue addr add 10.251.5.2/24 dev e00
ip link set p01 up
cat >/run/keys.rc <<'END'
PS1='[$?]$ '
alias vethtop-here='${process.execPath} ${CLI} --sort a'
END
`;
const ENV = { LANG: 'C.UTF-8', SHELL: '/bin/sh', XDG_STATE_HOME: '/run/state' };

describe('the table of effects', () => {
  it('has every key of the keymap in every mode, once', () => {
    const wanted = KEYMAP.flatMap(({ mode, keys }) => keys.map(key => `${mode} ${key}`));
    const tried = EFFECTS.flatMap(({ mode, keys }) => keys.map(key => `${mode} ${key}`));
    expect(tried.toSorted()).toEqual(wanted.toSorted());
  });
});

describeNeeding(['root', 'namespaces', 'program:bpftrace', 'program:tmux'], 'each key, in tmux on a live host', () => {
  let host: PrivateHost;
  let tmux: Tmux;

  beforeAll(async () => {
    await ensureBuilt();
    host = await PrivateHost.create();
    await host.sh(HOST);
    await host.spawn('ping', ['-q', '-i', '0.05', '-s', '1000', '10.251.5.2']);
    await host.spawn('ip', ['netns', 'exec', 'busy', 'sleep', '600']);
    await open();
  });
  afterAll(async () => {
    await tmux?.stop();
    await host?.dispose();
  });

  async function open(): Promise<void> {
    const command = ['bash', '--noprofile', '--rcfile', '/run/keys.rc', '-i'] as const;
    tmux = await Tmux.start({ cols: 80, rows: 24, command: [...command], inHost: host, env: ENV });
    await tmux.until('[0]$');
    await carryOut(tmux, START);
  }

  it.each(EFFECTS.flatMap(effect => effect.keys.map(key => [effect.mode, key, effect] as const)))(
    '%s: %s',
    async (_mode, key, { from = [], shows, back = [] }) => {
      try {
        await carryOut(tmux, [...from, press(key), ...shows, ...back, HOME]);
      } catch (thrown) {
        // The next key starts afresh, wherever this one has led.
        await tmux.stop();
        await open();
        throw thrown;
      }
    },
  );
});
