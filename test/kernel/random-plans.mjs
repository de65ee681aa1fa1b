// Inside a private host: random changes, one after the other, until COUNT were accepted and run, and COUNT were refused.
// Accepted ones must run; refused ones must change nothing. The seed is in what it prints.  node random-plans.mjs COUNT [SEED]
import fc from 'fast-check';
import { draftOf, readInventory, runChange } from '../../dist/manage/change.js';
import { readFacts } from '../../dist/manage/facts/read.js';
import { needsOf, propose } from '../../dist/manage/intents/index.js';
import { runPlan } from '../../dist/manage/runner.js';
import { hostState } from './host-state.mjs';

const count = Number(process.argv[2]);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);

const namespace = fc.constantFrom('n1', 'n2', 'host');
const name = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a0', 'a1', 'b0', 'b1', 'br0', 'br1', 'eth0', 'n1_p') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '-rf',
      'a b',
      'way-too-long-a-name',
      'x/y',
      'all',
      '.',
      'x%d',
      'é'.repeat(8),
      'a:b',
      '日本',
      '$(id)',
      "it's",
    ),
  },
);
const link = fc
  .tuple(name, fc.option(namespace, { nil: null }))
  .map(([one, where]) => (where === null ? one : `${one}@${where}`));
const address = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 254 }))
      .map(([net, host]) => `10.0.${net}.${host}/24`),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 999 }).map(n => `fd00::${n}/64`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '10.0.0.0/24',
      '10.0.0.255/24',
      '10.0.0.1',
      '10.0.0.1/33',
      '224.0.0.1/4',
      'x',
      '::/0',
      '300.1.1.1/8',
    ),
  },
);
const addresses = fc.array(address, { maxLength: 2 });
const mtu = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: fc.integer({ min: 1280, max: 9000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 68, max: 65_535 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 67, 65_536, 1e9) },
);
const mac = fc.constantFrom(
  undefined,
  undefined,
  '02:00:00:00:00:01',
  '02:00:00:00:00:02',
  '01:00:00:00:00:00',
  'zz',
  '00:00:00:00:00:00',
);
const maybe = arbitrary => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const KINDS = {
  'add-namespace': fc.record({ name: fc.oneof(namespace, name) }),
  'add-pair': fc.record({
    a: fc.record({ link, addresses, mac }),
    b: fc.record({ link, addresses, mac }),
    mtu,
    up: fc.boolean(),
    createNamespaces: fc.boolean(),
  }),
  'add-bridge': fc.record({
    link,
    addresses,
    ports: fc.array(name, { maxLength: 2 }),
    mtu,
    stp: fc.boolean(),
    vlanFiltering: fc.constant(false),
    up: fc.boolean(),
    createNamespaces: fc.boolean(),
  }),
  connect: fc.record({
    namespace,
    bridge: link,
    addresses,
    gateway: fc.constantFrom(undefined, 'none', '10.0.1.1'),
    mtu,
    createNamespaces: fc.boolean(),
  }),
  'set-link': fc.record({
    link,
    up: fc.constantFrom(undefined, true, false),
    mtu,
    mac,
    rename: maybe(name),
    move: maybe(namespace),
    attach: maybe(name),
    detach: fc.constantFrom(undefined, undefined, undefined, true),
    addAddresses: addresses,
    removeAddresses: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: addresses }),
    moveAddressTo: maybe(name),
  }),
  'remove-pair': fc.record({ link }),
  'remove-namespace': fc.record({ name: namespace }),
  'remove-bridge': fc.record({ link, restorePorts: fc.boolean() }),
  uplink: fc.record({ bridge: link, via: link, masquerade: fc.boolean() }),
};
const REMOVALS = ['remove-pair', 'remove-namespace', 'remove-bridge'];
const removal = fc.oneof(...REMOVALS.map(kind => KINDS[kind].map(parts => ({ kind, ...parts }))));
KINDS['remove-several'] = fc.record({ removals: fc.array(removal, { minLength: 2, maxLength: 3 }) });
const upOrDown = fc.record({
  kind: fc.constant('set-link'),
  link,
  up: fc.boolean(),
  addAddresses: fc.constant([]),
  removeAddresses: fc.constant([]),
});
KINDS['set-links'] = fc.record({ changes: fc.array(upOrDown, { minLength: 2, maxLength: 2 }) });
const WEIGHTS = { 'set-links': 3, 'add-pair': 6, 'set-link': 8, 'add-bridge': 4, connect: 3, uplink: 2 };
const intent = fc.oneof(
  ...Object.entries(KINDS).map(([kind, arbitrary]) => ({
    weight: WEIGHTS[kind] ?? 1,
    arbitrary: arbitrary.map(parts => ({ kind, ...parts })),
  })),
);

const result = {
  seed,
  accepted: 0,
  refused: 0,
  kinds: Object.fromEntries(Object.keys(KINDS).map(kind => [kind, [0, 0]])),
  wrong: [],
};

/** What was read of one state of the host serves all that is refused on it. */
async function look(one) {
  const needs = needsOf(one, inventory);
  const more = needs.movable.size + needs.devices.size + needs.settings.size + needs.tables.size + needs.sysctls.length;
  if (more > 0) return readFacts(inventory, needs);
  const missing = [...needs.nsids].filter(nsid => !cache?.states.has(nsid));
  if (cache !== null && missing.length === 0) return cache;
  const read = await readFacts(inventory, { ...needs, nsids: new Set(missing) });
  cache = {
    ...read,
    states: new Map([...(cache?.states ?? []), ...read.states]),
  };
  return cache;
}

/** Once carriers, link-local addresses and deleted namespaces have settled. */
async function settled() {
  for (let last = '', tries = 0; tries < 50; tries++) {
    const now = hostState(false);
    if (now === last) return now;
    last = now;
    await new Promise(resolve => setTimeout(resolve, 60));
  }
  throw new Error('the host does not settle');
}

let inventory = readInventory();
let cache = null;
let before = await settled();
const stream = fc.sample(intent, { numRuns: count * 40, seed });
for (const one of stream) {
  if (result.accepted >= count && result.refused >= count) break;
  let proposal = null;
  try {
    proposal = propose(one, await look(one));
  } catch (error) {
    if (error.name !== 'VethtopError') throw error;
  }
  const accepted = proposal !== null && proposal.problems.length === 0;
  if (!accepted) {
    if (result.refused >= count) continue;
    result.refused++;
    result.kinds[one.kind][1]++;
    const thrown =
      proposal === null
        ? null
        : await runChange({ proposal, draft: draftOf(one) }, { force: false }).then(
            () => 'it ran',
            () => null,
          );
    if (thrown !== null) result.wrong.push(`${JSON.stringify(one)}: ${thrown}`);
    continue;
  }
  if (result.accepted >= count || proposal.plan.steps.length === 0) continue;
  if (result.accepted % 25 === 0) {
    const now = await settled();
    const lines = now.split('\n').filter(line => !before.split('\n').includes(line));
    if (now !== before)
      result.wrong.push(`before ${JSON.stringify(one)}: something that was refused changed the host: ${lines.join('\n')}`);
    before = now;
  }
  result.accepted++;
  result.kinds[one.kind][0]++;
  await runPlan(proposal.plan).catch(error => result.wrong.push(`${JSON.stringify(one)}: ${error.message}`));
  inventory = readInventory();
  cache = null;
  if (result.accepted % 25 === 0) before = await settled();
}
process.stdout.write(JSON.stringify(result));
