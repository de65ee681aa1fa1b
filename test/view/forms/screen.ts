/** A screen with a form on it, whose questions the real planners answer from a made-up host. */
import { VethtopError } from '../../../src/core/errors.js';
import { type Link, type LinkKey, linkKey, namespaceOf } from '../../../src/inventory/model.js';
import type { LiveState } from '../../../src/live/model.js';
import type { HostFacts } from '../../../src/manage/facts/model.js';
import { type Intent, propose } from '../../../src/manage/intents/index.js';
import { HOST } from '../../../src/manage/place.js';
import { placeOfNamespace } from '../../../src/manage/resolve.js';
import type { LinkState } from '../../../src/manage/state/link-state.js';
import type { UiAction } from '../../../src/view/actions.js';
import { expand } from '../../../src/view/commands/run.js';
import { choicesFor } from '../../../src/view/forms/choices.js';
import { intentOf } from '../../../src/view/forms/fill.js';
import type { Form, Found } from '../../../src/view/forms/model.js';
import { initialUi } from '../../../src/view/initial.js';
import { actionFor } from '../../../src/view/keymap/index.js';
import { plainText } from '../../../src/view/line.js';
import { themeOf } from '../../../src/view/theme.js';
import { modeOf, type Size, type UiState } from '../../../src/view/ui.js';
import { update } from '../../../src/view/update.js';
import { view } from '../../../src/view/view.js';
import { liveOf } from '../fixtures.js';

/** br0 with an address and a port into red; red ⇄ blue; a container. */
export function smallHost(): LiveState {
  const live = liveOf({
    pairs: [
      { a: 'veth-red', b: 'eth0', placeB: 'red', master: 'br0' },
      { a: 'left', b: 'right', placeA: 'red', placeB: 'blue' },
      { a: 'veth3f1c2aa', b: 'eth0', placeB: 'c1', ownerB: 'docker:web-1' },
    ],
  });
  const links = new Map<LinkKey, Link>();
  const add = (link: Link, extra: Partial<Link>) => links.set(link.key, { ...link, ...extra });
  for (const link of live.inventory.links.values()) {
    add(link, link.kind === 'bridge' ? { addresses: ['172.18.0.1/24'], mtu: 1450 } : {});
  }
  for (const { a, b } of live.inventory.pairs) {
    if (b === null) continue;
    add(a, { lowerIfindex: b.ifindex, lowerNsid: b.nsid });
    add(b, { lowerIfindex: a.ifindex, lowerNsid: a.nsid });
  }
  return { ...live, inventory: { ...live.inventory, links } };
}

function stateOf({ inventory }: LiveState, link: Link): LinkState {
  const master = link.master === null ? undefined : inventory.links.get(linkKey(link.nsid, link.master));
  return {
    place: placeOfNamespace(namespaceOf(inventory, link)) ?? HOST,
    name: link.name,
    ifindex: link.ifindex,
    kind: link.kind,
    up: link.adminUp,
    mtu: link.mtu,
    mac: link.mac,
    master: master?.name ?? null,
    portWords: [],
    bridgeWords: [],
    altNames: [],
    addresses: (link.addresses ?? []).map(text => ({ text, ipv6: text.includes(':'), words: [] })),
    linkLocal: [],
    routes: [],
    qdisc: null,
    neighbours: [],
    sysctls: [],
    irreparable: [],
  };
}

export function factsOf(live: LiveState): HostFacts {
  const states = new Map<number, Map<number, LinkState>>();
  for (const link of live.inventory.links.values()) {
    const own = states.get(link.nsid) ?? new Map<number, LinkState>();
    states.set(link.nsid, own.set(link.ifindex, stateOf(live, link)));
  }
  return {
    inventory: live.inventory,
    states,
    defaultRoute: new Set(),
    session: null,
    immovable: new Map(),
    sysctls: new Map(),
    tables: new Set(),
    settings: new Map(),
    programs: { nft: true },
    kernel: [6, 8],
    hostIsPid1: true,
  };
}

export class FormScreen {
  ui: UiState;
  readonly live: LiveState;

  constructor(size: Size = { cols: 120, rows: 36 }, live = smallHost()) {
    this.live = live;
    this.ui = initialUi({ size });
  }

  act(action: UiAction): this {
    this.ui = update(this.ui, action, this.live);
    return this;
  }

  /** Presses keys by the keymap's names. @throws Error for one that does nothing, or reaches outside of the picture. */
  press(...keys: readonly string[]): this {
    for (const key of keys) {
      const action = actionFor(modeOf(this.ui), key);
      if (action === null) throw new Error(`${key} does nothing in mode ${modeOf(this.ui)}`);
      for (const one of expand(action, this.ui)) {
        if (one.type === 'quit' || one.type === 'suspend' || one.type === 'redraw' || one.type === 'copy') throw new Error(key);
        if (one.type === 'shell' || one.type === 'interval' || one.type === 'interval-of' || one.type === 'depth')
          throw new Error(key);
        this.act(one);
      }
    }
    return this;
  }

  type(text: string): this {
    return this.press(...[...text].map(char => (char === ' ' ? 'space' : char)));
  }

  get form(): Form {
    if (this.ui.form === null) throw new Error('no form is open');
    return this.ui.form;
  }

  intent(): Intent {
    const intent = intentOf(this.form);
    if ('lacking' in intent) throw new Error(intent.lacking);
    return intent;
  }

  /** What looking at the host gives for what is asked now. */
  answer(): Found {
    const { ask } = this.form;
    try {
      const facts = factsOf(this.live);
      const intent = this.intent();
      return { ask, kind: 'proposal', proposal: propose(intent, facts), proposed: choicesFor(intent, facts) };
    } catch (thrown) {
      if (thrown instanceof VethtopError) return { ask, kind: 'wrong', error: thrown, proposed: {} };
      throw thrown;
    }
  }

  look(): this {
    return this.act({ type: 'form-looked', found: this.answer() });
  }

  picture(ascii = false): string {
    const { lines } = view(this.live, this.ui, themeOf({ ascii, depth: 0 }));
    return `${lines.map(line => plainText(line).trimEnd()).join('\n')}\n`;
  }
}
