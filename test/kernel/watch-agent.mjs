// Watches the host it runs in, as the live session does, and prints one JSON line for each change.
//   watch-agent.mjs           the whole picture each time
// SIGUSR2: hears nothing more until the file RESUME is there.
//   watch-agent.mjs quiet     only counts, twice a second, and the picture on SIGUSR1
import fs from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';
import { HostInventory } from '../../dist/inventory/host.js';
import { InventoryWatcher } from '../../dist/inventory/watcher.js';

const RESUME = '/run/resume';
const quiet = process.argv[2] === 'quiet';

const host = HostInventory.open({ deep: 'on-demand', counters: true, addresses: true });
const watcher = new InventoryWatcher(host, host.source, inventory => {
  if (!quiet) print({ type: 'picture', ...picture(inventory) });
});

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function picture({ generation, namespaces, links, pairs, partial }) {
  const place = ({ nsid, name }) => `${name}@${namespaces.get(nsid)?.name}`;
  return {
    at: Date.now(),
    generation,
    stats: watcher.stats(),
    partial,
    namespaces: [...namespaces.values()].map(({ name, inum, hidden, firstSeenAt }) => ({ name, inum, hidden, firstSeenAt })),
    links: [...links.values()].map(link => ({
      at: place(link),
      ifindex: link.ifindex,
      adminUp: link.adminUp,
      mtu: link.mtu,
      addresses: link.addresses,
      altNames: link.altNames,
    })),
    pairs: pairs.map(({ certainty, a, b }) => ({ certainty, a: place(a), b: b === null ? null : place(b) })),
  };
}

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

/** Memory after a collection: what V8 has not got round to is no growth. */
function counts() {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { type: 'counts', at: Date.now(), fds: fs.readdirSync('/proc/self/fd').length, rss, heapUsed, stats: watcher.stats() };
}

const first = watcher.start();
process.on('SIGUSR2', () => {
  print({ type: 'paused' });
  while (!fs.existsSync(RESUME)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
});
process.on('SIGUSR1', () => print({ type: 'final', ...picture(host.snapshot()) }));
print({ type: 'ready', ...picture(first) });
if (quiet) setInterval(() => print(counts()), 500);
else setInterval(() => {}, 1 << 30);
