import os from 'node:os';
import { capabilityNames } from '../core/capability-names.js';
import type { StatusFacts } from '../output/status.js';
import { enableBpfStatistics } from '../probes/bpf-statistics.js';
import { readHostFacts } from '../probes/capabilities.js';
import type { ProbeState } from '../probes/model.js';
import { startProbes } from '../probes/supervisor.js';
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

/** Whether probes attach is seen when it is tried: facts alone promise more than a kernel's policy lets through. */
function tryProbes(linkCount: number): Promise<ProbeState> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const probes = startProbes({
      intervalMs: 1000,
      depth: 'full',
      linkCount,
      onSample: () => undefined,
      onState: state => {
        if (settled || (state.status !== 'live' && state.status !== 'unavailable')) return;
        settled = true;
        probes.stop().then(() => resolve(state), reject);
      },
    });
  });
}

async function readStatus(): Promise<StatusFacts> {
  const facts = await readHostFacts();
  const inventory = readOnce({ deep: 'never', counters: false, addresses: false });
  const { flavour, whyNot } = await tryProbes(inventory.links.size);
  // Every namespace has a loopback: one without links was not read.
  const read = new Set([...inventory.links.values()].map(({ nsid }) => nsid));
  return {
    vethtopVersion: VERSION,
    node: process.version,
    kernelRelease: os.release(),
    uid: process.geteuid?.() ?? -1,
    capabilities: capabilityNames(facts.capabilities),
    flavours: { live: flavour, whyNot },
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
