/** From facts to an order of attempts. Pure. */
import type { HostFacts } from './capabilities.js';
import { FLAVOURS, type FlavourSpec } from './flavours.js';
import type { Flavour } from './model.js';

export interface WhyNot {
  readonly flavour: Flavour;
  readonly why: string;
}

export interface Ladder {
  /** Best first; after the last one come the kernel's own counters. */
  readonly order: readonly FlavourSpec[];
  readonly whyNot: readonly WhyNot[];
}

const CAP_SYS_ADMIN = 21n;
const OLDEST_BPFTRACE = [0, 16] as const;

/** @param forced the only flavour to try; null: all that can work. */
export function ladder(facts: HostFacts, forced: Flavour | null = null): Ladder {
  if (forced === 'counters') return { order: [], whyNot: [] };
  const specs = FLAVOURS.filter(spec => forced === null || spec.flavour === forced);
  if (forced !== null && specs.length === 0) {
    const choices = [...FLAVOURS.map(spec => spec.flavour), 'counters'].join(', ');
    return { order: [], whyNot: [{ flavour: forced, why: `there are no probes of this flavour: choose one of ${choices}` }] };
  }
  const order: FlavourSpec[] = [];
  const whyNot: WhyNot[] = [];
  for (const spec of specs) {
    const why = whyNoProbes(facts) ?? spec.whyNot(facts);
    if (why === null) order.push(spec);
    else whyNot.push({ flavour: spec.flavour, why });
  }
  return { order, whyNot };
}

/** What every flavour needs. The order is the order in which a person would mend it. */
function whyNoProbes(facts: HostFacts): string | null {
  if (facts.euid !== 0) return 'bpftrace needs root: start vethtop with sudo';
  if (!hasCapability(facts.capabilities, CAP_SYS_ADMIN))
    return 'root lacks CAP_SYS_ADMIN here: start the container with --privileged';
  if (facts.bpftrace === null) return 'bpftrace is not installed: install the package bpftrace (scripts/run does)';
  if (!isRecent(facts.bpftrace.version)) return `bpftrace ${facts.bpftrace.version} is too old: 0.16 or newer is needed`;
  if (!facts.btf && !facts.headers) return 'the kernel has neither BTF nor headers: install the headers of the running kernel';
  if (facts.tracefs.kind === 'unavailable') return facts.tracefs.why;
  if (facts.formatsWhy !== null) return facts.formatsWhy;
  if (!facts.formats.has('skb/kfree_skb')) return 'this kernel has no tracepoint skb/kfree_skb (CONFIG_TRACEPOINTS, CONFIG_NET)';
  return null;
}

export function hasCapability(capabilities: bigint, bit: bigint): boolean {
  return ((capabilities >> bit) & 1n) === 1n;
}

/** An unknown version is tried: the attempt says more than a guess. */
function isRecent(version: string | null): boolean {
  if (version === null) return true;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_BPFTRACE[0] || minor >= OLDEST_BPFTRACE[1];
}
