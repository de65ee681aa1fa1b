import os from 'node:os';
import { capabilityNames } from '../core/capability-names.js';
import type { StatusFacts } from '../output/status.js';
import { enableBpfStatistics } from '../probes/bpf-statistics.js';
import { readHostFacts } from '../probes/capabilities.js';
import { ladder } from '../probes/ladder.js';
import type { Command } from './command.js';
import { readOnce } from './once.js';
import { missingPrograms } from './programs.js';
import { print, printJson, textOptions } from './stream.js';
import { VERSION } from './version.js';

interface StatusOptions {
  readonly json?: true;
}

function costRefused(): string | null {
  const statistics = enableBpfStatistics();
  if (statistics.kind === 'refused') return statistics.why;
  statistics.off();
  return null;
}

async function readStatus(): Promise<StatusFacts> {
  const facts = await readHostFacts();
  const inventory = readOnce({ deep: 'never', counters: false, addresses: false });
  const { order, whyNot } = ladder(facts);
  // Every namespace has a loopback: one without links was not read.
  const read = new Set([...inventory.links.values()].map(({ nsid }) => nsid));
  return {
    vethtopVersion: VERSION,
    node: process.version,
    kernelRelease: os.release(),
    uid: process.geteuid?.() ?? -1,
    capabilities: capabilityNames(facts.capabilities),
    flavours: { live: order[0]?.flavour ?? 'counters', whyNot },
    bpftrace: facts.bpftrace === null ? null : { path: facts.bpftrace.path, version: facts.bpftrace.version ?? 'unknown' },
    tracefs: facts.tracefs.kind,
    costRefused: costRefused(),
    btf: facts.btf,
    namespaces: {
      total: inventory.namespaces.size,
      unreadable: [...inventory.namespaces.keys()].filter(nsid => !read.has(nsid)).length,
    },
    partial: inventory.partial,
    missing: missingPrograms(),
  };
}

async function show(options: StatusOptions): Promise<number> {
  const facts = await readStatus();
  const { statusDocument, statusText } = await import('../output/status.js');
  if (options.json) await printJson(statusDocument(facts, Date.now()));
  else await print(statusText(facts, textOptions()));
  return 0;
}

export const status: Command = {
  name: 'status',
  register(program, finish) {
    program
      .command('status')
      .description('what this host offers: flavour, versions, privileges, and how to get what is missing')
      .option('--json', 'a JSON document')
      .action(async (options: StatusOptions) => finish(await show(options)));
  },
};
