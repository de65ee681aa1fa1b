// From a key to the last byte of its picture: the real screen on a terminal made of streams, 2,000 pairs whose every number
// changes four times a second, keys of all kinds. One line with the percentiles.
import { PassThrough } from 'node:stream';
import { runTui } from '../../dist/tui/run.js';

const ROWS = 2000;
const KEYS = 300;
const TICK_MS = 250;
const DONE = '\x1b[?2026l';
const HISTORY = 600;

function link(nsid, ifindex, name, extra = {}) {
  return {
    key: `${nsid}/${ifindex}`,
    nsid,
    ifindex,
    name,
    rawName: name,
    altNames: [],
    kind: 'veth',
    mac: `02:00:00:00:${nsid >> 8}:${nsid & 255}:${ifindex}`,
    mtu: 1500,
    flags: 1,
    adminUp: true,
    loopback: false,
    operState: 'UP',
    carrier: true,
    master: null,
    portKind: null,
    lowerIfindex: null,
    lowerNsid: null,
    addresses: [],
    counters: null,
    ...extra,
  };
}

function makeInventory() {
  const namespaces = new Map([
    [0, { nsid: 0, inum: 1, name: 'host', hidden: false, isHost: true, owner: null, handles: [{ kind: 'self' }] }],
  ]);
  const links = new Map();
  const bridge = link(0, 1, 'br0', { kind: 'bridge' });
  links.set(bridge.key, bridge);
  const pairs = [];
  for (let index = 0; index < ROWS; index += 1) {
    const nsid = index + 1;
    namespaces.set(nsid, {
      nsid,
      inum: 100 + nsid,
      name: `pod-${index}`,
      hidden: false,
      isHost: false,
      owner: { kind: 'pod', id: `${index}`, name: `shop/cart-${index}` },
      handles: [{ kind: 'process', pid: nsid, comm: 'app' }],
    });
    const a = link(0, index + 2, `veth${index}`, { master: index % 2 === 0 ? 1 : null });
    const b = link(nsid, 2, 'eth0', { addresses: [`10.${index >> 8}.${index & 255}.2/24`] });
    links.set(a.key, a).set(b.key, b);
    pairs.push({ id: `1/${index + 2}-${100 + nsid}/2`, certainty: 'exact', a, b });
  }
  return { generation: 1, at: Date.now(), namespaces, links, pairs, partial: [] };
}

const inventory = makeInventory();
const wave = Float32Array.from({ length: HISTORY * 2 }, (_, index) => 1000 + 500 * Math.sin(index / 7));

function makeState(tick) {
  const pairs = new Map();
  const series = Array.from(wave.subarray(tick % HISTORY, (tick % HISTORY) + HISTORY));
  const history = { ab: series, ba: series, abBytes: series, baBytes: series, drops: series };
  const side = packets => ({
    packetsPerSecond: packets,
    bytesPerSecond: packets * 400,
    packets: packets * 60,
    bytes: packets * 24_000,
  });
  inventory.pairs.forEach(({ id }, index) => {
    const packets = (index * 7919 + tick * 104_729) % 100_000;
    const lossy = index % 40 === 0 ? packets % 50 : 0;
    const drops =
      lossy === 0
        ? []
        : [
            {
              end: 'a',
              reason: 'NETFILTER_DROP',
              function: 'nf_hook_slow',
              class: 'loss',
              cause: 'a firewall rule',
              perSecond: lossy,
              total: lossy * tick,
            },
          ];
    pairs.set(id, {
      id,
      source: 'probe',
      ab: side(packets),
      ba: side(packets / 2),
      dropsPerSecond: lossy,
      dropsTotal: lossy * tick,
      drops,
      kernel: { abPacketsPerSecond: packets, baPacketsPerSecond: packets / 2 },
      history,
    });
  });
  const probe = {
    status: 'live',
    flavour: 'tracepoint',
    depth: 'full',
    whyNot: [],
    restarts: 0,
    lost: 0,
    gapMs: 0,
    message: null,
    bpftraceVersion: '0.17.0',
  };
  const total = {
    packetsPerSecond: 1e6 + tick,
    bytesPerSecond: 4e8,
    dropsPerSecond: 30,
    packetsHistory: series,
    dropsHistory: series,
    topReason: null,
  };
  const frame = {
    at: Date.now(),
    intervalMs: TICK_MS,
    flavour: 'tracepoint',
    depth: 'full',
    pairs,
    total,
    otherDropsPerSecond: 0,
    gap: false,
    probe,
  };
  return {
    hostName: 'bench',
    kernelRelease: '6',
    intervalMs: TICK_MS,
    inventory,
    frame,
    events: [],
  };
}

const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} });
const output = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 36 });
let onDone = () => {};
output.on('data', data => data.includes(DONE) && onDone());

let state = makeState(0);
const listeners = new Set();
const live = {
  state: () => state,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  setIntervalMs() {},
  setDepth() {},
  async stop() {},
};
const ended = runTui(
  { live, ascii: false, color: true, readonly: false },
  {
    tty: { input, output },
    env: { TERM: 'xterm-256color' },
    host: { events: process, exit: code => process.exit(code), releaseTerminal() {}, stderr: process.stderr },
    stopProcess: async () => {},
  },
);
let tick = 0;
const timer = setInterval(() => {
  tick += 1;
  state = makeState(tick);
  for (const listener of listeners) listener(state);
}, TICK_MS);

const sleep = delayMs => new Promise(resolve => setTimeout(resolve, delayMs));
await sleep(1000);
// Moves, other orders, the views, a filter as typed, groups. Each changes the picture.
const ROUND = [
  'j',
  '\x1b[6~',
  '>',
  'I',
  '2',
  'j',
  '3',
  'j',
  '\r',
  '4',
  'j',
  '5',
  'j',
  '1',
  'k',
  'u',
  'i',
  '<',
  '/',
  'v',
  '9',
  '\x7f',
  '\x7f',
  '\x1b',
  ' ',
  '\x1b[4~',
  '\x1b[1~',
];
const times = [];
for (let index = 0; index < KEYS; index += 1) {
  const key = ROUND[index % ROUND.length];
  // A moment of its own for each key, anywhere between two reports; Esc alone is waited for by the input.
  await sleep(20 + ((index * 37) % 60));
  const begun = performance.now();
  const done = new Promise(resolve => {
    onDone = resolve;
  });
  input.write(key);
  await Promise.race([done, sleep(1000)]);
  if (key !== '\x1b') times.push(performance.now() - begun);
}
clearInterval(timer);
input.write('\x03');
await ended;
times.sort((x, y) => x - y);
const at = share => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
console.log(`p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms`);
process.exit(0);
