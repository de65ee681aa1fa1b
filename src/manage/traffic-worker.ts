/**
 * Entry point of a traffic worker: one process per namespace of a lab, started inside it by the keeper. It ends when the pipe from
 * the keeper closes, however that came about, when its namespace is deleted, and after its lifetime at the latest.
 */
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createInterface } from 'node:readline';
import { identifyNamespace, NAMESPACES_FOLDER } from './lab/namespace-identity.js';
import { GO, LISTENING, parseWorkerConfig } from './traffic/config.js';
import { startFlow } from './traffic/flows.js';
import { startServer } from './traffic/servers.js';

process.title = 'vethtop-traffic';
// Terminal signals are for vethtop, which ends the lab in order.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.on('error', () => process.exit(0));

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));

const [line] = await once(lines, 'line');
const { namespace, servers, flows, lifetimeMs } = parseWorkerConfig(String(line));
// Going on would keep a deleted namespace alive, with its pairs.
const changedNs = identifyNamespace(namespace)?.changedNs;
watch(NAMESPACES_FOLDER, () => {
  if (identifyNamespace(namespace)?.changedNs === changedNs) return;
  process.stderr.write('its namespace was deleted\n');
  process.exit(0);
});
setTimeout(() => process.exit(0), lifetimeMs);
const go = once(lines, 'line');
await Promise.all(servers.map(startServer));
process.stdout.write(`${LISTENING}\n`);
const [word] = await go;
if (word === GO) for (const flow of flows) startFlow(flow);
