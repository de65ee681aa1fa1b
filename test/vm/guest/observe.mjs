/** What vethtop and the kernel say of one scenario. */
import { readFileSync } from 'node:fs';
import { inNamespace } from './syscalls.mjs';

/** Packets that did not fit into a CPU's backlog, of all CPUs (proc(5), net/core/net-procfs.c). */
export function backlogOverflows() {
  const lines = readFileSync('/proc/net/softnet_stat', 'latin1').trim().split('\n');
  return lines.reduce((sum, line) => sum + Number.parseInt(line.split(/\s+/)[1], 16), 0);
}

/** Counters by link name, of the namespaces of a scenario (proc(5), net/core/net-procfs.c: `drop` is rx_dropped, tx_dropped). */
function kernelCounters(world) {
  const counters = new Map();
  for (const namespace of new Set(world.ends.map(end => end.namespace))) {
    const table = inNamespace(namespace, () => readFileSync('/proc/thread-self/net/dev', 'latin1'));
    for (const line of table.trim().split('\n').slice(2)) {
      const [name, ...numbers] = line.trim().split(/[:\s]+/);
      const [, rxPackets, , rxDropped, , , , , txBytes, txPackets, , txDropped] = numbers.map(Number);
      counters.set(name, { txPackets, txBytes, txDropped, rxPackets, rxDropped });
    }
  }
  return counters;
}

/** By end: what it handed to its transmit function and what was lost there, by vethtop; and the kernel's counters. */
export function observe(world, report) {
  const kernel = kernelCounters(world);
  const ends = {};
  for (const { name } of world.ends) {
    const [pair, end] = find(report, name);
    const { packets, bytes } = pair[end === 'a' ? 'ab' : 'ba'];
    const drops = pair.drops
      .filter(drop => drop.end === end)
      .map(({ reason, function: where, class: dropClass, total }) => ({
        reason,
        function: where,
        class: dropClass,
        packets: total,
      }));
    ends[name] = { packets, bytes, drops, kernel: kernel.get(name) };
  }
  return { sent: world.sent, received: world.received, ends };
}

function find(report, name) {
  for (const pair of report.pairs) {
    for (const end of ['a', 'b']) if (pair[end]?.name === name) return [pair, end];
  }
  throw new Error(`vethtop shows no end ${name}`);
}
