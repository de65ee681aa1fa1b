// One measurement in a process of its own: `scan`, `idle` or `watch`. Prints JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import { CounterReader } from '../../dist/inventory/counters.js';
import { HostInventory } from '../../dist/inventory/host.js';
import { InventoryWatcher } from '../../dist/inventory/watcher.js';
import { median } from './report.mjs';

const LATER_SCANS = 7;
const SETTLE_MS = 5000;
const IDLE_MS = 20_000;
const OPTIONS = { deep: 'on-demand', counters: true, addresses: true };

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const MEASUREMENTS = {
  /** Handles, links with counters, addresses and pairs, into a snapshot. */
  scan() {
    const times = [];
    const cpu = [];
    const host = HostInventory.open(OPTIONS);
    for (let scan = 0; scan <= LATER_SCANS; scan++) {
      const start = performance.now();
      const cpuStart = cpuMs();
      host.rescan();
      host.snapshot();
      times.push(performance.now() - start);
      cpu.push(cpuMs() - cpuStart);
    }
    host.close();
    const [first, ...later] = times;
    console.log(JSON.stringify({ first, later: median(later), laterCpu: median(cpu.slice(1)) }));
  },

  async idle() {
    const host = HostInventory.open(OPTIONS);
    const watcher = new InventoryWatcher(host, host.source, () => {});
    watcher.start();
    await sleep(SETTLE_MS);
    const cpuBefore = cpuMs();
    const before = performance.now();
    await sleep(IDLE_MS);
    const percent = ((cpuMs() - cpuBefore) / (performance.now() - before)) * 100;
    const counters = [];
    const reader = new CounterReader(host.source);
    for (let reading = 0; reading < 10; reading++) {
      const start = cpuMs();
      reader.read(host.snapshot());
      counters.push(cpuMs() - start);
    }
    watcher.stop();
    host.close();
    console.log(JSON.stringify({ percent, countersMs: median(counters) }));
  },

  watch() {
    const host = HostInventory.open(OPTIONS);
    const report = ({ links }) => {
      const mtus = [...links.values()].map(({ mtu }) => mtu).filter(mtu => mtu >= 1300 && mtu < 1400);
      console.log(JSON.stringify({ at: Date.now(), mtus, rescans: watcher.stats().rescans }));
    };
    const watcher = new InventoryWatcher(host, host.source, report);
    report(watcher.start());
  },
};

await MEASUREMENTS[process.argv[2]]();
